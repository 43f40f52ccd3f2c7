/* Integer search over the relaxation; see solver.h for the contract it fulfils. */
#ifndef TP_SOLVE_MIP_H
#define TP_SOLVE_MIP_H

#include "solve/network.h"

/* Whether x keeps the task's boxes and rows, in integers. */
bool tp_mip_keeps(const tp_task *task, const int64_t *x);

/* Solves with the network recognised in the task's program where there is one; rows its answer
 * breaks are put back block by block (split.h); where that does not do, with GLPK. */
tp_status tp_mip_solve(tp_network *network, const tp_task *task, tp_solution *out, tp_arena *arena,
                       tp_err *err);

#endif
