/* The commands, one file each: cmd_<verb>.c. */
#ifndef TP_TOOLS_COMMANDS_H
#define TP_TOOLS_COMMANDS_H

#include "cli.h"

extern const tp_command tp_cmd_help;

#endif
