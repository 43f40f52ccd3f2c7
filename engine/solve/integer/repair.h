/* Turns a nearly whole point into a whole one that keeps every row, if small shifts suffice.
 *
 * Rounds, then mends broken rows one by one by shifting a column of the row; rows broken by that
 * shift must be mended at once by a column without cost (a closing balance, a switch).
 * A heuristic: its answers are checked by the caller, its failures mean nothing. */
#ifndef TP_SOLVE_INTEGER_REPAIR_H
#define TP_SOLVE_INTEGER_REPAIR_H

#include "solve/solver.h"

typedef struct tp_repair tp_repair;

/* The task's boxes and sides may be changed between calls, its first n_rows rows may not. */
tp_status tp_repair_create(tp_repair **out, const tp_task *task, tp_arena *arena, tp_err *err);

/* x: whole numbers within the boxes, changed in place. True if every row holds. */
bool tp_repair_run(tp_repair *repair, const tp_task *task, int64_t *x);

#endif
