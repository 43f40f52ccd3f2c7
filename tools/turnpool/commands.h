/* The commands, one file each: cmd_<verb>.c. */
#ifndef TP_TOOLS_COMMANDS_H
#define TP_TOOLS_COMMANDS_H

#include "cli.h"

extern const tp_command tp_cmd_check;
extern const tp_command tp_cmd_run;
extern const tp_command tp_cmd_show;
extern const tp_command tp_cmd_verify;
extern const tp_command tp_cmd_runs;
extern const tp_command tp_cmd_resolve;
extern const tp_command tp_cmd_schema;
extern const tp_command tp_cmd_evaluate;
extern const tp_command tp_cmd_ahp;
extern const tp_command tp_cmd_help;

#endif
