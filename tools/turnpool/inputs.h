/* What a session over a scenario file is opened with, from the command line. Functions return 0 or
 * the exit code, after telling the user. */
#ifndef TP_TOOLS_INPUTS_H
#define TP_TOOLS_INPUTS_H

#include "runs.h"
#include "workspace/inputs.h"

typedef struct tp_cli_inputs {
    tp_store *store; /* NULL: there is none yet */
    tp_inputs inputs;
} tp_cli_inputs;

/* Opens the store if there is one. */
int tp_cli_inputs_open(const tp_cli *cli, tp_store_use use, tp_cli_inputs *out);
void tp_cli_inputs_close(tp_cli_inputs *inputs);

#endif
