/* Solves a program that is a network but for some rows, block by block.
 *
 * The network's optimum without the misfit rows is a bound; where it keeps them all it is the
 * answer. Rows it breaks are put back, which ties columns together into blocks; blocks without
 * such a row keep the network's answer and multipliers, the others are searched one by one, in
 * parallel, each a small program of its own. Put back, solved and looked at again until no row is
 * broken. Deterministic: blocks are numbered by their first column and put together in that order.
 * Source: engine/MEASUREMENTS.md. */
#ifndef TP_SOLVE_SIDE_ROWS_DECOMPOSITION_H
#define TP_SOLVE_SIDE_ROWS_DECOMPOSITION_H

#include "solve/network/network.h"

/* task: sides set, over the network's program or one with further rows. *out: the network's
 * optimum, replaced by the answer to the task. *done = false if this method does not pay (one block
 * nearly as large as the whole) or does not end: use another, *out is void then. */
tp_status tp_decompose(const tp_network *network, const tp_task *task, tp_solution *out, bool *done,
                       tp_arena *arena, tp_err *err);

#endif
