/* Whether a point keeps a task, in integers: the only judge of points in solve/. */
#ifndef TP_SOLVE_EXACT_FEASIBLE_H
#define TP_SOLVE_EXACT_FEASIBLE_H

#include "solve/solver.h"

bool tp_task_keeps(const tp_task *task, const int64_t *x);

#endif
