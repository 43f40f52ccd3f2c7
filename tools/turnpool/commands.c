#include "commands.h"

/* In the order of help: the work of a planner first. A new command is one row here, one declaration
 * in commands.h and one file in meson.build. */
const tp_command *const tp_commands[] = {
    &tp_cmd_help,
};
const size_t tp_n_commands = sizeof tp_commands / sizeof *tp_commands;
