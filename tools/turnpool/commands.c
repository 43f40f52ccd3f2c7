#include "commands.h"

/* In the order of help: the work of a planner first. A new command is one row here, one declaration
 * in commands.h and one file in meson.build. */
/* clang-format off */
const tp_command *const tp_commands[] = {
    &tp_cmd_check,
    &tp_cmd_run,
    &tp_cmd_show,
    &tp_cmd_verify,
    &tp_cmd_runs,
    &tp_cmd_compare,
    &tp_cmd_sweep,
    &tp_cmd_resolve,
    &tp_cmd_schema,
    &tp_cmd_model,
    &tp_cmd_evaluate,
    &tp_cmd_ahp,
    &tp_cmd_propose,
    &tp_cmd_proposals,
    &tp_cmd_approve,
    &tp_cmd_reject,
    &tp_cmd_export,
    &tp_cmd_ledger_balance,
    &tp_cmd_ledger_due,
    &tp_cmd_ledger_list,
    &tp_cmd_ledger_verify,
    &tp_cmd_ledger_export,
    &tp_cmd_ledger_correct,
    &tp_cmd_ledger_notice,
    &tp_cmd_ledger_remind,
    &tp_cmd_ledger_year,
    &tp_cmd_return,
    &tp_cmd_recall,
    &tp_cmd_renew,
    &tp_cmd_expire,
    &tp_cmd_withdraw,
    &tp_cmd_backup,
    &tp_cmd_restore,
    &tp_cmd_issues_import,
    &tp_cmd_issues_list,
    &tp_cmd_issues_overdue,
    &tp_cmd_issues_close,
    &tp_cmd_issues_reopen,
    &tp_cmd_issues_export,
    &tp_cmd_help,
};
/* clang-format on */
const size_t tp_n_commands = sizeof tp_commands / sizeof *tp_commands;
