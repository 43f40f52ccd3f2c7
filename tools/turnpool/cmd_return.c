#include "commands.h"
#include "moves.h"

static const tp_option options[] = {TP_COUNT_OPTION, TP_MOVE_OPTIONS};

static int run_return(tp_cli *cli)
{
    return tp_cli_move(cli, TP_JOURNAL_RETURN);
}

const tp_command tp_cmd_return = {
    .name = "return",
    .arguments = {"借用", "LOAN"},
    .brief = {"归还借用的编制（借用单位办理）", "Give borrowed slots back (the borrower)"},
    .text = {"用编人员离岗、调出或退休后，单位将借用的编制归还周转池。借用号见 ledger balance 或 "
             "ledger due。" TP_LOAN_ZH,
             "When the holder of a borrowed slot leaves, it goes back to the pool. The loan's "
             "number is shown by ledger balance and ledger due." TP_LOAN_EN},
    .options = TP_OPTIONS(options),
    .shared = TP_WITH_STORE | TP_WITH_FORMAT | TP_WITH_OUTPUT | TP_WITH_BOOKING | TP_WITH_ACCOUNT,
    .least = 1,
    .most = 1,
    .run = run_return,
};
