/* Integer search over the relaxation; see solver.h for the contract it fulfils. */
#ifndef TP_SOLVE_MIP_H
#define TP_SOLVE_MIP_H

#include "solve/solver.h"

/* Whether x keeps the task's boxes and rows, in integers. */
bool tp_mip_keeps(const tp_task *task, const int64_t *x);

#endif
