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

static tp_status expire(tp_store *store, void *request, tp_booking *booking, tp_err *err)
{
    tp_movement_request *r = request;
    r->booking = booking;
    return tp_ledger_expire_due(store, r, &r->count, err);
}

static void describe(tp_page *page, void *request, const tp_booking *booking)
{
    const tp_movement_request *r = request;
    if (!booking->n_entries)
        tp_page_text(page, TP_PAGE_WORDS(page,
                                         ((tp_words){"至 {0} 没有已到期而未收回的借用。",
                                                     "No running loan is due by {0}."}),
                                         tp_page_date(page, r->on)));
}

static void say_done(const tp_cli *cli, void *request, const tp_booking *booking)
{
    char number[TP_DEC_TEXT];
    (void)request;
    tp_int_format((tp_wide)booking->n_entries, number);
    TP_SAY(cli, ((tp_words){"到期收回 {0} 笔借用", "{0} {0|loan|loans} expired"}), number);
}

static int expire_all(tp_cli *cli)
{
    tp_movement_request request = {.kind = TP_JOURNAL_EXPIRE,
                                   .reason = tp_cli_value(cli, "reason")};
    int code = tp_cli_on(cli, &request.on);
    if (!code)
        code = tp_cli_by(cli, &request.by);
    if (code)
        return code;
    return tp_cli_deed_run(cli, &(tp_cli_deed){.title = tp_journal_kind_words[TP_JOURNAL_EXPIRE],
                                               .on = request.on,
                                               .book = expire,
                                               .describe = describe,
                                               .done = say_done,
                                               .request = &request});
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
    .arguments = {"[借用]", "[LOAN]"},
    .brief = {"到期收回借用的编制", "Take loans back that have run out"},
    .text = {"只收回已到期的借用；未到期的用 recall。" TP_LOAN_ZH,
             "Only loans that are due; recall takes others back." TP_LOAN_EN},
    .options = TP_OPTIONS(options),
    .shared = TP_WITH_STORE | TP_WITH_FORMAT | TP_WITH_OUTPUT | TP_WITH_BOOKING | TP_WITH_ACCOUNT,
    .least = 0,
    .most = 1,
    .run = run_expire,
};
