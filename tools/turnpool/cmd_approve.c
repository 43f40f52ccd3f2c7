#include "commands.h"
#include "moves.h"
#include "opinions.h"
#include "workspace/decide.h"

static const char *const silences[] = {"agree", "defer", NULL};
static const tp_option options[] = {
    {"meeting", 0, {"会议", "TEXT"}, {"会议名称（必填）", "the meeting (required)"}, NULL},
    {"by",
     0,
     {"审定人", "WHO"},
     {"审定人，须与提出人不同（必填）", "who approves; not the proposer (required)"},
     NULL},
    {"on", 0, {"日期", "DATE"}, {"审定日期，缺省为今天", "date; default: today"}, NULL},
    {"reason", 0, {"说明", "TEXT"}, {"说明", "remarks"}, NULL},
    {"grant",
     0,
     {"申请=数量", "DEMAND=N"},
     {"调减某一申请的批准数，可多次", "approve less for a demand; may be repeated"},
     NULL},
    {"disagree",
     0,
     {"申请", "DEMAND"},
     {"不同意某一申请，可多次", "grant a demand nothing; may be repeated"},
     NULL},
    {"defer",
     0,
     {"申请", "DEMAND"},
     {"暂缓某一申请，可多次", "put a demand off; may be repeated"},
     NULL},
    {"from",
     0,
     {"工作簿", "BOOK.xlsx"},
     {"读取导出工作簿中的意见列，每一行都须有意见",
      "read the opinions column of an exported workbook; every row must have one"},
     NULL},
    {"unmarked",
     0,
     {"agree|defer", "agree|defer"},
     {"工作簿中没有填意见的行作何处理；不给则拒绝",
      "what a row of the workbook without an opinion means; refused otherwise"},
     silences},
    {"deposit",
     0,
     {"单位/类别=数量", "UNIT/CATEGORY=N"},
     {"调减某一存入，0 为不存入，可多次", "take less of a deposit, 0: nothing; may be repeated"},
     NULL},
    {"trim-deposits",
     0,
     {NULL, NULL},
     {"借用调减后用不上的存入不再收储（排在后面的先减）",
      "do not take deposits that cut loans leave unused (the last lines first)"},
     NULL},
};

typedef struct approving {
    tp_cli *cli;
    tp_decision decision;
    const char *book_run;
} approving;

static tp_status approve(tp_store *store, void *request, tp_booking *booking, tp_err *err)
{
    approving *a = request;
    int64_t approval = 0;
    a->decision.booking = booking;
    return tp_approve_now(store, &a->decision, a->book_run, a->cli->arena, &approval, err);
}

static void describe(tp_page *page, void *request, const tp_booking *b)
{
    (void)request;
    tp_page_format(page, TP_PART_TEXT,
                   (tp_words){"建议方案各项：同意 {0}，调减 {1}，不同意 {2}，暂缓 {3}。",
                              "Of the proposal: {0} agreed, {1} cut, {2} refused, {3} deferred."},
                   4,
                   TP_ARGS_(tp_page_count(page, b->agreed), tp_page_count(page, b->cut),
                            tp_page_count(page, b->refused), tp_page_count(page, b->deferred)));
    if (b->unused)
        tp_page_format(
            page, TP_PART_TEXT,
            (tp_words){"借用调减后，有 {0} 名存入用不上，仍将收储；不收储请加 --trim-deposits。",
                       "After the cuts {0} deposited {0|slot is|slots are} not needed and will be "
                       "taken all the same; --trim-deposits leaves them where they are."},
            1, TP_ARGS_(tp_page_count(page, b->unused)));
}

static void say_done(const tp_cli *cli, void *request, const tp_booking *booking)
{
    char number[TP_DEC_TEXT], proposal[TP_DEC_TEXT];
    tp_int_format(booking->approval, number);
    tp_int_format(((const approving *)request)->decision.proposal, proposal);
    TP_SAY(
        cli,
        ((tp_words){"建议方案第 {0} 号已审定，审定号 {1}，已登记台账。导出文书：turnpool export "
                    "{1} -o 目录{2}",
                    "proposal {0} is approved as approval {1} and posted. Papers: turnpool export "
                    "{1} -o DIR{2}"}),
        proposal, number, tp_cli_store_option(cli));
}

static int run_approve(tp_cli *cli)
{
    approving a = {.cli = cli, .decision = {.reason = tp_cli_value(cli, "reason")}};
    tp_decision *decision = &a.decision;
    int code = tp_cli_number(cli, cli->args[0], &decision->proposal);
    if (!code)
        code = tp_cli_need(cli, "meeting", &decision->meeting);
    if (!code)
        code = tp_cli_by(cli, &decision->by);
    if (!code)
        code = tp_cli_on(cli, &decision->on);
    if (!code)
        code = tp_cli_opinions(cli, decision, &a.book_run);
    if (code)
        return code;
    return tp_cli_deed_run(cli, &(tp_cli_deed){.title = {"审定", "Approval"},
                                               .on = decision->on,
                                               .book = approve,
                                               .describe = describe,
                                               .done = say_done,
                                               .request = &a});
}

const tp_command tp_cmd_approve = {
    .name = "approve",
    .arguments = {"建议方案号", "PROPOSAL"},
    .brief = {"登记编委会的审定，记入台账", "Record the committee's approval and post it"},
    .text =
        {"可部分审定：用 --grant、--disagree、--defer，或 --from "
         "读回导出工作簿的意见列（借用和存入逐行填写，缺行、缺意见、改动建议数都会一次列出并拒绝）"
         "；批准数只能调减，"
         "调整后的方案按全部规则重新核验后才记账。测算之后台账或数据有变的，拒绝并列出变化（退出码 "
         "8）。",
         "An approval may be partial: --grant, --disagree, --defer, --deposit, or --from an "
         "exported "
         "workbook (loans and deposits row by row; missing rows, missing opinions and edited "
         "proposals are all listed and refused); "
         "counts can only be lowered, and what remains is checked against every rule before it is "
         "posted. If the ledger or the data changed since the run, it is refused and the changes "
         "shown (exit code 8)."},
    .options = TP_OPTIONS(options),
    .shared = TP_WITH_STORE | TP_WITH_FORMAT | TP_WITH_OUTPUT | TP_WITH_BOOKING | TP_WITH_ACCOUNT,
    .least = 1,
    .most = 1,
    .run = run_approve,
};

static const tp_option reject_options[] = {
    {"meeting", 0, {"会议", "TEXT"}, {"会议名称", "the meeting"}, NULL},
    {"by",
     0,
     {"审定人", "WHO"},
     {"审定人，须与提出人不同（必填）", "who decides; not the proposer (required)"},
     NULL},
    {"on", 0, {"日期", "DATE"}, {"审定日期，缺省为今天", "date; default: today"}, NULL},
    {"reason", 0, {"理由", "TEXT"}, {"不予通过的理由（必填）", "why (required)"}, NULL},
};

static int run_reject(tp_cli *cli)
{
    tp_err err = {0};
    tp_store *store;
    int64_t approval = 0;
    tp_decision decision = {.meeting = tp_cli_value(cli, "meeting")};
    int code = tp_cli_number(cli, cli->args[0], &decision.proposal);
    if (!code)
        code = tp_cli_by(cli, &decision.by);
    if (!code)
        code = tp_cli_need(cli, "reason", &decision.reason);
    if (!code)
        code = tp_cli_on(cli, &decision.on);
    if (!code)
        code = tp_cli_store_open(cli, TP_STORE_WRITE, &store);
    if (code)
        return code;
    tp_status status = tp_reject(store, &decision, &approval, &err);
    tp_store_close(store);
    if (status)
        return tp_cli_fail(cli, status, cli->diags, &err);
    TP_SAY(cli,
           ((tp_words){"建议方案第 {0} 号不予通过，已登记", "proposal {0} is rejected; recorded"}),
           cli->args[0]);
    return 0;
}

const tp_command tp_cmd_reject = {
    .name = "reject",
    .arguments = {"建议方案号", "PROPOSAL"},
    .brief = {"登记编委会不予通过", "Record that the committee turned a proposal down"},
    .options = TP_OPTIONS(reject_options),
    .shared = TP_WITH_STORE | TP_WITH_ACCOUNT,
    .least = 1,
    .most = 1,
    .run = run_reject,
};
