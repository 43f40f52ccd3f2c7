#include "commands.h"
#include "moves.h"
#include "store/names.h"

#include <string.h>

static const tp_option options[] = {
    {"category", 0, {"类别", "CATEGORY"}, {"编制类别（必填）", "category (required)"}, NULL},
    {"pool",
     0,
     {"池", "SCOPE[/RING]"},
     {"存入多个池时指明是哪一个", "which pool, if deposited in several"},
     NULL},
    TP_COUNT_OPTION,
    TP_MOVE_OPTIONS,
};

static int read_request(tp_cli *cli, tp_withdraw_request *r)
{
    const char *pool = tp_cli_value(cli, "pool");
    *r = (tp_withdraw_request){.unit = cli->args[0], .reason = tp_cli_value(cli, "reason")};
    if (pool) {
        const char *slash = strchr(pool, '/');
        r->scope = tp_arena_copy(cli->arena, pool, slash ? (size_t)(slash - pool) : strlen(pool));
        r->ring = slash ? slash + 1 : NULL;
        if (!r->scope)
            return tp_cli_fail(cli, TP_E_NOMEM, NULL, NULL);
    }
    int code = tp_cli_need(cli, "category", &r->category);
    if (!code)
        code = tp_cli_int(cli, "count", 1, TP_COUNT_MAX, &r->count);
    if (!code)
        code = tp_cli_on(cli, &r->on);
    return code ? code : tp_cli_by(cli, &r->by);
}

static tp_status withdraw(tp_store *store, void *request, tp_booking *booking, tp_err *err)
{
    tp_withdraw_request *r = request;
    r->booking = booking;
    tp_status status = tp_ledger_unit(store, r->unit, booking->arena, &r->unit, err);
    return status ? status : tp_ledger_withdraw(store, r, NULL, err);
}

static void say_done(const tp_cli *cli, void *request, const tp_booking *booking)
{
    char number[TP_DEC_TEXT];
    tp_int_format(booking->entries[0].entry, number);
    TP_SAY(cli,
           ((tp_words){"{0} 支取已登记，台账第 {1} 条", "withdrawal of {0} posted as entry {1}"}),
           ((const tp_withdraw_request *)request)->unit, number);
}

static int run_withdraw(tp_cli *cli)
{
    tp_withdraw_request request;
    int code = read_request(cli, &request);
    if (code)
        return code;
    return tp_cli_deed_run(cli, &(tp_cli_deed){.title = tp_journal_kind_words[TP_JOURNAL_WITHDRAW],
                                               .on = request.on,
                                               .book = withdraw,
                                               .done = say_done,
                                               .request = &request});
}

const tp_command tp_cmd_withdraw = {
    .name = "withdraw",
    .arguments = {"单位", "UNIT"},
    .brief = {"存入单位支取其存入的编制", "An owner takes its deposit back"},
    .text = {"单位可写编码、名称或名称的一部分。以周转池余额为限；余额不足时列出须先召回的借用。",
             "UNIT is a code, a name or part of one. As far as the pool's balance goes; beyond it, "
             "the loans to recall first are named."},
    .options = TP_OPTIONS(options),
    .shared = TP_WITH_STORE | TP_WITH_FORMAT | TP_WITH_OUTPUT | TP_WITH_BOOKING | TP_WITH_ACCOUNT,
    .least = 1,
    .most = 1,
    .run = run_withdraw,
};
