#include "commands.h"
#include "moves.h"

static const tp_option options[] = {
    {"until", 0, {"日期", "DATE"}, {"新的到期日（必填）", "the new due date (required)"}, NULL},
    TP_MOVE_OPTIONS};

static int run_renew(tp_cli *cli)
{
    return tp_cli_move(cli, TP_JOURNAL_RENEW);
}

const tp_command tp_cmd_renew = {
    .name = "renew",
    .arguments = {"借用", "LOAN"},
    .brief = {"续借：改到期日", "Renew a loan: a new due date"},
    .text = {"续借不移动编制，只改到期日，须晚于现到期日。缩减后续借：先 recall 一部分，再 "
             "renew。" TP_LOAN_ZH,
             "Renewing moves nothing; the new due date must be later than the old one. To shrink a "
             "loan, recall part of it and renew the rest." TP_LOAN_EN},
    .options = TP_OPTIONS(options),
    .shared = TP_WITH_STORE | TP_WITH_FORMAT | TP_WITH_OUTPUT | TP_WITH_BOOKING | TP_WITH_ACCOUNT,
    .least = 1,
    .most = 1,
    .run = run_renew,
};
