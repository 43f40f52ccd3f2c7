#include "commands.h"
#include "moves.h"

static const tp_option options[] = {TP_COUNT_OPTION, TP_MOVE_OPTIONS};

static int run_recall(tp_cli *cli)
{
    return tp_cli_move(cli, TP_JOURNAL_RECALL);
}

const tp_command tp_cmd_recall = {
    .name = "recall",
    .arguments = {"借用", "LOAN"},
    .brief = {"召回借出的编制（编办办理）", "Take a loan back before or at its end (the office)"},
    .text = {"编办收回借出的编制，到期与否均可。召回通知单用 export notice 生成。" TP_LOAN_ZH,
             "The office takes slots back, due or not. A recall notice is made by export "
             "notice." TP_LOAN_EN},
    .options = TP_OPTIONS(options),
    .shared = TP_WITH_STORE | TP_WITH_FORMAT | TP_WITH_OUTPUT | TP_WITH_BOOKING | TP_WITH_ACCOUNT,
    .least = 1,
    .most = 1,
    .run = run_recall,
};
