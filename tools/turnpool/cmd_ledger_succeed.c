/* turnpool ledger succeed: a unit in the place of one that was merged or renamed. */
#include "account.h"
#include "commands.h"
#include "moves.h"
#include "store/names.h"

#include <string.h>

static const tp_option options[] = {
    {"new",
     0,
     {NULL, NULL},
     {"承接单位是新设的，此前的数据中没有", "the heir is new: no data have named it yet"},
     NULL},
    TP_MOVE_OPTIONS};

typedef struct naming {
    tp_succeed_request request;
    bool fresh; /* the heir need not be known */
} naming;

static tp_status succeed(tp_store *store, void *request, tp_booking *booking, tp_err *err)
{
    naming *n = request;
    n->request.booking = booking;
    tp_status status =
        tp_ledger_unit(store, n->request.unit, booking->arena, &n->request.unit, err);
    if (!status && !n->fresh)
        status = tp_ledger_unit(store, n->request.heir, booking->arena, &n->request.heir, err);
    return status ? status : tp_ledger_succeed(store, &n->request, err);
}

static void describe(tp_page *page, void *request, const tp_booking *booking)
{
    const naming *n = request;
    int64_t authorised = 0, lent = 0, loans = 0, borrowed = 0;
    for (size_t i = 0; i < booking->n_entries; i++) {
        const tp_journal_entry *e = &booking->entries[i];
        *(e->loan ? &borrowed : e->from.scope ? &lent : &authorised) += e->count;
        loans += e->loan != 0;
    }
    tp_page_text(
        page,
        TP_PAGE_WORDS(
            page,
            ((tp_words){"{0} 的核定编制 {2} 个、存入 {3} 个、在借 {4} 笔 {5} 个由 {1} 承接。",
                        "{1} takes over from {0}: {2} authorised {2|slot|slots}, {3} deposited, "
                        "{4} {4|loan|loans} of {5}."}),
            n->request.unit, n->request.heir, tp_page_count(page, authorised),
            tp_page_count(page, lent), tp_page_count(page, loans), tp_page_count(page, borrowed)));
}

static void say_done(const tp_cli *cli, void *request, const tp_booking *booking)
{
    const naming *n = request;
    char first[TP_DEC_TEXT];
    tp_int_format(booking->entries[0].posting, first);
    TP_SAY(
        cli,
        ((tp_words){"{0} 已由 {1} 承接（第 {2} 批）；此后的数据中请以 {1} 列出",
                    "{1} has taken the place of {0} (posting {2}); from now on the data name {1}"}),
        n->request.unit, n->request.heir, first);
}

static int run_succeed(tp_cli *cli)
{
    naming n = {.request = {.unit = cli->args[0], .heir = cli->args[1]},
                .fresh = tp_cli_has(cli, "new")};
    int code = tp_cli_on(cli, &n.request.on);
    if (!code)
        code = tp_cli_by(cli, &n.request.by);
    if (!code)
        code = tp_cli_need(cli, "reason", &n.request.reason);
    if (code)
        return code;
    return tp_cli_deed_run(cli, &(tp_cli_deed){.title = tp_journal_kind_words[TP_JOURNAL_SUCCEED],
                                               .on = n.request.on,
                                               .book = succeed,
                                               .describe = describe,
                                               .done = say_done,
                                               .request = &n});
}

const tp_command tp_cmd_ledger_succeed = {
    .name = "ledger succeed",
    .arguments = {"原单位 承接单位", "UNIT HEIR"},
    .brief = {"单位合并、更名：由承接单位承接存入和借用",
              "A unit merged or renamed: its heir takes over"},
    .text =
        {"原单位的核定编制、在池存入和在借编制以分录转到承接单位，借用号、通知单号和到期日不变，"
         "文书同时写明两个单位。须以 --reason 写明依据。误记的可用 ledger undo 整批冲销。",
         "What the unit is authorised, has deposited and has on loan goes to its heir by entries; "
         "numbers, notices and due dates of loans stay, and papers name both. --reason states the "
         "document. A mistake is undone as a whole by ledger undo."},
    .options = TP_OPTIONS(options),
    .shared = TP_WITH_STORE | TP_WITH_FORMAT | TP_WITH_OUTPUT | TP_WITH_BOOKING | TP_WITH_ACCOUNT,
    .least = 2,
    .most = 2,
    .run = run_succeed,
};
