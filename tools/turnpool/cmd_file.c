#include "commands.h"
#include "moves.h"
#include "workspace/decide.h"

static const tp_option options[] = {
    {"by",
     0,
     {"备案人", "WHO"},
     {"办理备案的人，须与提出人不同（必填）", "who files it; not the proposer (required)"},
     NULL},
    {"on", 0, {"日期", "DATE"}, {"备案日期，缺省为今天", "date; default: today"}, NULL},
    {"reason", 0, {"说明", "TEXT"}, {"说明或备案号", "remarks, or a document number"}, NULL},
};

typedef struct filing {
    tp_cli *cli;
    tp_decision decision;
} filing;

static tp_status file(tp_store *store, void *request, tp_booking *booking, tp_err *err)
{
    filing *f = request;
    int64_t approval = 0;
    f->decision.booking = booking;
    return tp_file_now(store, &f->decision, f->cli->arena, &approval, err);
}

static void describe(tp_page *page, void *request, const tp_booking *b)
{
    (void)request;
    if (b->deferred + b->cut)
        tp_page_format(page, TP_PART_TEXT,
                       (tp_words){"其余 {0} 项不在备案之内：备案后重新测算，再提请审定。",
                                  "{0} {0|row is|rows are} not filed: run again afterwards and put "
                                  "that to the committee."},
                       1, TP_ARGS_(tp_page_count(page, b->deferred + b->cut)));
}

static void say_done(const tp_cli *cli, void *request, const tp_booking *booking)
{
    char number[TP_DEC_TEXT], proposal[TP_DEC_TEXT];
    tp_int_format(booking->approval, number);
    tp_int_format(((const filing *)request)->decision.proposal, proposal);
    TP_SAY(
        cli,
        ((tp_words){"建议方案第 {0} 号中可备案的已备案，编号 {1}，已登记台账。导出文书：turnpool "
                    "export {1} -o 目录{2}",
                    "what of proposal {0} can be filed is filed as number {1} and posted. "
                    "Papers: turnpool export {1} -o DIR{2}"}),
        proposal, number, tp_cli_store_option(cli));
}

static int run_file(tp_cli *cli)
{
    filing f = {.cli = cli, .decision = {.reason = tp_cli_value(cli, "reason")}};
    int code = tp_cli_number(cli, cli->args[0], &f.decision.proposal);
    if (!code)
        code = tp_cli_by(cli, &f.decision.by);
    if (!code)
        code = tp_cli_on(cli, &f.decision.on);
    if (code)
        return code;
    return tp_cli_deed_run(cli, &(tp_cli_deed){.title = {"备案", "Filing"},
                                               .on = f.decision.on,
                                               .book = file,
                                               .describe = describe,
                                               .done = say_done,
                                               .request = &f});
}

const tp_command tp_cmd_file = {
    .name = "file",
    .arguments = {"建议方案号", "PROPOSAL"},
    .brief = {"对系统总量以内的调剂办理备案，记入台账",
              "File what moves inside a system's approved total, and post it"},
    .text =
        {"只登记建议方案中属于备案的借用（方案的 "
         "filing：编委为系统批准的几年总量以内、全部由本系统单位存入的编制支撑）和相应的存入，"
         "不须编委会审定；其余的不登记，备案后重新测算再提请审定。总量用完、过期的，拒绝并说明。"
         "有账号的，由台账人员办理。",
         "Enters the loans of the proposal that are filed (`filing` of the scenario: within a "
         "total that the committee has approved for the system, with slots of its own units "
         "behind all of them) and as many deposits, without the committee. Nothing else is "
         "entered: run again afterwards and propose that. Refused, with the reason, where the "
         "total is used up or does not hold on the day. With accounts, clerks do it."},
    .options = TP_OPTIONS(options),
    .shared = TP_WITH_STORE | TP_WITH_FORMAT | TP_WITH_OUTPUT | TP_WITH_BOOKING | TP_WITH_ACCOUNT,
    .least = 1,
    .most = 1,
    .run = run_file,
};
