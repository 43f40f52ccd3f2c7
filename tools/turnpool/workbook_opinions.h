/* Opinions read back from an exported workbook. */
#ifndef TP_TOOLS_WORKBOOK_OPINIONS_H
#define TP_TOOLS_WORKBOOK_OPINIONS_H

#include "cli.h"
#include "store/approval.h"

typedef struct tp_changes {
    tp_cli *cli;
    tp_amendment *items;
    size_t count, capacity;
} tp_changes;

int tp_changes_add(tp_changes *all, tp_amendment change);

/* Adds what the workbook says of each demand; *run: the run it was made of, NULL if it does not
 * say. 0 or the exit code. */
int tp_cli_workbook_opinions(tp_cli *cli, const char *path, tp_changes *all, const char **run);

#endif
