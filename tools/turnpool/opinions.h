/* A partial approval as the command line states it: --grant, --disagree, --defer, --from. */
#ifndef TP_TOOLS_OPINIONS_H
#define TP_TOOLS_OPINIONS_H

#include "cli.h"
#include "store/approval.h"

/* Fills decision->changes. *run: the run a workbook was made of, or NULL. 0 or the exit
 * code. */
int tp_cli_opinions(tp_cli *cli, tp_decision *decision, const char **run);

#endif
