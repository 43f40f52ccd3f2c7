/* The commands, one file each: cmd_<verb>.c. */
#ifndef TP_TOOLS_COMMANDS_H
#define TP_TOOLS_COMMANDS_H

#include "cli.h"

extern const tp_command tp_cmd_import;
extern const tp_command tp_cmd_diff;
extern const tp_command tp_cmd_reconcile;
extern const tp_command tp_cmd_template;
extern const tp_command tp_cmd_init;
extern const tp_command tp_cmd_check;
extern const tp_command tp_cmd_run;
extern const tp_command tp_cmd_show;
extern const tp_command tp_cmd_verify;
extern const tp_command tp_cmd_certificate;
extern const tp_command tp_cmd_runs;
extern const tp_command tp_cmd_compare;
extern const tp_command tp_cmd_serve;
extern const tp_command tp_cmd_report;
extern const tp_command tp_cmd_sweep;
extern const tp_command tp_cmd_outlook;
extern const tp_command tp_cmd_explain;
extern const tp_command tp_cmd_whynot;
extern const tp_command tp_cmd_conflict;
extern const tp_command tp_cmd_sensitivity;
extern const tp_command tp_cmd_alternatives;
extern const tp_command tp_cmd_robust;
extern const tp_command tp_cmd_anomalies;
extern const tp_command tp_cmd_resolve;
extern const tp_command tp_cmd_model;
extern const tp_command tp_cmd_schema;
extern const tp_command tp_cmd_evaluate;
extern const tp_command tp_cmd_ahp;
extern const tp_command tp_cmd_propose;
extern const tp_command tp_cmd_proposals;
extern const tp_command tp_cmd_approve;
extern const tp_command tp_cmd_reject;
extern const tp_command tp_cmd_file;
extern const tp_command tp_cmd_remark;
extern const tp_command tp_cmd_export;
extern const tp_command tp_cmd_ledger_balance;
extern const tp_command tp_cmd_ledger_due;
extern const tp_command tp_cmd_ledger_list;
extern const tp_command tp_cmd_ledger_verify;
extern const tp_command tp_cmd_ledger_export;
extern const tp_command tp_cmd_ledger_correct;
extern const tp_command tp_cmd_ledger_undo;
extern const tp_command tp_cmd_ledger_succeed;
extern const tp_command tp_cmd_ledger_notice;
extern const tp_command tp_cmd_ledger_remind;
extern const tp_command tp_cmd_ledger_year;
extern const tp_command tp_cmd_return;
extern const tp_command tp_cmd_recall;
extern const tp_command tp_cmd_renew;
extern const tp_command tp_cmd_expire;
extern const tp_command tp_cmd_withdraw;
extern const tp_command tp_cmd_backup;
extern const tp_command tp_cmd_restore;
extern const tp_command tp_cmd_batch;
extern const tp_command tp_cmd_merge;
extern const tp_command tp_cmd_store_digest;
extern const tp_command tp_cmd_issues_import;
extern const tp_command tp_cmd_issues_list;
extern const tp_command tp_cmd_issues_overdue;
extern const tp_command tp_cmd_issues_close;
extern const tp_command tp_cmd_issues_reopen;
extern const tp_command tp_cmd_issues_export;
extern const tp_command tp_cmd_user_add;
extern const tp_command tp_cmd_user_role;
extern const tp_command tp_cmd_user_disable;
extern const tp_command tp_cmd_user_password;
extern const tp_command tp_cmd_user_list;
extern const tp_command tp_cmd_log;
extern const tp_command tp_cmd_doctor;
extern const tp_command tp_cmd_completion;
extern const tp_command tp_cmd_help;

#endif
