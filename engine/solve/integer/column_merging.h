/* Columns of a task that nothing tells apart. Internal to solve/; see presolve.h.
 *
 * They enter the same rows with the same coefficients at the same cost: every total of theirs that
 * their boxes allow can be had, and only the total counts. */
#ifndef TP_SOLVE_INTEGER_COLUMN_MERGING_H
#define TP_SOLVE_INTEGER_COLUMN_MERGING_H

#include "solve/solver.h"

/* first[j]: the first column like j, j itself if none is before it or few columns have any.
 * idle[i] (by row): it does not count. Fixed columns are like none. */
tp_status tp_merge_columns(int32_t *first, const tp_task *task, const bool *idle, tp_arena *arena,
                           tp_err *err);

#endif
