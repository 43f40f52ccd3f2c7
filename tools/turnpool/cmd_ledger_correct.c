/* turnpool ledger correct, ledger undo: entries that undo others. */
#include "commands.h"
#include "moves.h"
#include "store/names.h"

static const tp_option correct_options[] = {TP_COUNT_OPTION, TP_MOVE_OPTIONS};

typedef struct named_correction {
    tp_correct_request request; /* first: what say_corrected looks at */
    const char *entry;          /* as typed */
} named_correction;

static tp_status correct(tp_store *store, void *request, tp_booking *booking, tp_err *err)
{
    named_correction *n = request;
    n->request.booking = booking;
    tp_status status = tp_ledger_entry_named(store, n->entry, tp_ledger_correctable, booking->arena,
                                             &n->request.entry, err);
    return status ? status : tp_ledger_correct(store, &n->request, NULL, err);
}

static void say_corrected(const tp_cli *cli, void *request, const tp_booking *booking)
{
    char old[TP_DEC_TEXT], number[TP_DEC_TEXT];
    tp_int_format(((const tp_correct_request *)request)->entry, old);
    tp_int_format(booking->entries[0].entry, number);
    TP_SAY(cli, ((tp_words){"第 {0} 条已由第 {1} 条更正", "entry {0} is corrected by entry {1}"}),
           old, number);
}

static int run_correct(tp_cli *cli)
{
    named_correction named = {.entry = cli->args[0]};
    tp_correct_request *request = &named.request;
    int code = tp_cli_int(cli, "count", 1, TP_COUNT_MAX, &request->count);
    if (!code)
        code = tp_cli_on(cli, &request->on);
    if (!code)
        code = tp_cli_by(cli, &request->by);
    if (!code)
        code = tp_cli_need(cli, "reason", &request->reason);
    if (code)
        return code;
    return tp_cli_deed_run(cli, &(tp_cli_deed){.title = {"更正", "Correction"},
                                               .on = request->on,
                                               .book = correct,
                                               .done = say_corrected,
                                               .request = &named});
}

const tp_command tp_cmd_ledger_correct = {
    .name = "ledger correct",
    .arguments = {"序号", "ENTRY"},
    .brief = {"更正一条流水：记一条相反的分录", "Correct an entry by one that undoes it"},
    .text =
        {"台账只增不改：更正是指明所更正记录的新记录，须说明原因。日期记错的，更正后所锁定的月份"
         "重新开放，再按正确日期登记。记录可写序号、通知单号、申请编号或单位；有几条相符的会列出供"
         "选。",
         "Entries are never edited: a correction is a new entry that names the one it undoes, "
         "in whole or in part, with the reason. Where the date was wrong, the months it had "
         "closed are open again; post it anew with the right one. ENTRY is its number, or the "
         "notice, "
         "demand or unit it is about; where several fit they are listed."},
    .options = TP_OPTIONS(correct_options),
    .shared = TP_WITH_STORE | TP_WITH_FORMAT | TP_WITH_OUTPUT | TP_WITH_BOOKING | TP_WITH_ACCOUNT,
    .least = 1,
    .most = 1,
    .run = run_correct,
};

static const tp_option undo_options[] = {
    {"approval",
     0,
     {NULL, NULL},
     {"所给编号是审定号：撤销该次审定的登记", "the number is that of an approval"},
     NULL},
    TP_MOVE_OPTIONS};

static tp_status undo(tp_store *store, void *request, tp_booking *booking, tp_err *err)
{
    tp_undo_request *r = request;
    r->booking = booking;
    return tp_ledger_undo(store, r, err);
}

static void say_undone(const tp_cli *cli, void *request, const tp_booking *booking)
{
    char count[TP_DEC_TEXT];
    (void)request;
    tp_int_format((tp_wide)booking->n_entries, count);
    TP_SAY(cli,
           ((tp_words){"已整批冲销，记相反分录 {0} 条",
                       "undone as a whole by {0} contrary {0|entry|entries}"}),
           count);
}

static int run_undo(tp_cli *cli)
{
    tp_undo_request request = {0};
    int code = tp_cli_number(cli, cli->args[0],
                             tp_cli_has(cli, "approval") ? &request.approval : &request.posting);
    if (!code)
        code = tp_cli_on(cli, &request.on);
    if (!code)
        code = tp_cli_by(cli, &request.by);
    if (!code)
        code = tp_cli_need(cli, "reason", &request.reason);
    if (code)
        return code;
    return tp_cli_deed_run(cli, &(tp_cli_deed){.title = {"整批冲销", "Undoing a posting"},
                                               .book = undo,
                                               .done = say_undone,
                                               .request = &request});
}

const tp_command tp_cmd_ledger_undo = {
    .name = "ledger undo",
    .arguments = {"批次号", "POSTING"},
    .brief = {"整批冲销一次误登记：记相反的分录", "Undo a whole posting by contrary entries"},
    .text =
        {"批次号见 ledger list 的“批次”列；--approval "
         "按审定号指明。之后没有记录以它为据时才能冲销，"
         "否则列出须先更正的记录。审定记录本身保留，所锁定的月份重新开放。",
         "Postings are numbered in ledger list; --approval names one by its approval. It is undone "
         "only while nothing stands on it; what does is named. The approval stays on record, and "
         "the months it had closed are open again."},
    .options = TP_OPTIONS(undo_options),
    .shared = TP_WITH_STORE | TP_WITH_FORMAT | TP_WITH_OUTPUT | TP_WITH_BOOKING | TP_WITH_ACCOUNT,
    .least = 1,
    .most = 1,
    .run = run_undo,
};
