#include "commands.h"
#include "moves.h"

static const tp_option options[] = {
    {"all",
     0,
     {NULL, NULL},
     {"收回记账日已到期的全部借用", "every loan due by the date of the entry"},
     NULL},
    TP_COUNT_OPTION,
    TP_MOVE_OPTIONS,
};

static int expire_all(tp_cli *cli)
{
    tp_err err = {0};
    tp_store *store;
    tp_date on;
    const char *by, *reason = tp_cli_value(cli, "reason");
    int64_t count;
    char number[TP_DEC_TEXT];
    int code = tp_cli_on(cli, &on);
    if (!code)
        code = tp_cli_need(cli, "by", &by);
    if (!code)
        code = tp_cli_store_open(cli, TP_STORE_WRITE, &store);
    if (code)
        return code;
    tp_status status = tp_ledger_expire_due(store, on, by, reason, &count, &err);
    tp_store_close(store);
    if (status)
        return tp_cli_fail(cli, status, cli->diags, &err);
    tp_int_format(count, number);
    TP_SAY(cli, ((tp_words){"到期收回 {0} 笔借用", "{0} {0|loan|loans} expired"}), number);
    return 0;
}

static int run_expire(tp_cli *cli)
{
    bool all = tp_cli_has(cli, "all");
    if (all == (cli->n_args == 1))
        return tp_cli_error(cli, TP_EXIT_USAGE,
                            (tp_words){"请给出一个借用号，或用 --all", "give one loan, or --all"},
                            0, NULL);
    return all ? expire_all(cli) : tp_cli_move(cli, TP_JOURNAL_EXPIRE);
}

const tp_command tp_cmd_expire = {
    .name = "expire",
    .arguments = {"借用号", "LOAN"},
    .brief = {"到期收回借用的编制", "Take loans back that have run out"},
    .text = {"只收回已到期的借用；未到期的用 recall。",
             "Only loans that are due; recall takes others back."},
    .options = TP_OPTIONS(options),
    .shared = TP_WITH_STORE,
    .least = 0,
    .most = 1,
    .run = run_expire,
};
