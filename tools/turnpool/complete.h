/* What may stand at a place of a command line: for the shells' completion scripts.
 *
 * Words come from the table of commands; numbers of demands, units and runs from the store that the
 * line would work on. Whatever cannot be read is simply not offered. */
#ifndef TP_TOOLS_COMPLETE_H
#define TP_TOOLS_COMPLETE_H

#include "cli.h"

/* The words after the program's name; the last (perhaps "") is being typed. Writes a candidate a
 * line, with a tab and a description after those that have one; a line ":file" says that a file
 * name is wanted there. */
void tp_complete(tp_buf *out, const tp_cli *cli, char **words, int count);

#endif
