/* One task by the cheapest method its structure allows; see solver.h for the contract. */
#ifndef TP_SOLVE_MIP_H
#define TP_SOLVE_MIP_H

#include "solve/network/network.h"

/* Solves with the network recognised in the task's program where there is one; rows its answer
 * breaks are looked for on its optimal face, put back block by block, or priced (side_rows/); where
 * none of these does, by the search over the whole. */
tp_status tp_mip_solve(tp_network *network, const tp_task *task, tp_solution *out, tp_arena *arena,
                       tp_err *err);

/* From a point that is good but not known to be best: a search of limited length for a better one,
 * which then stands in *found; where it gives up, what is there stands. */
tp_status tp_mip_go_on(const tp_task *task, tp_solution *found, tp_arena *arena, tp_err *err);

#endif
