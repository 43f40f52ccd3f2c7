/* A program that has no whole point: the multipliers that show it.
 * Internal to solve/; see tiers.h. */
#ifndef TP_SOLVE_CONFLICT_FARKAS_H
#define TP_SOLVE_CONFLICT_FARKAS_H

#include "solve/tiers.h"

/* No whole point is left before the first tier: *out is infeasible, with multipliers that show it,
 * if any do. */
tp_status tp_contradiction_find(tp_tiers_answer *out, const tp_tiers_task *task, tp_arena *arena,
                                tp_err *err);

/* What a search found may lean on boxes it had narrowed: it is kept if it proves the contradiction
 * over the program as it stands, else looked for once more there. */
tp_status tp_contradiction_weigh(tp_tiers_answer *out, const tp_tiers_task *task, tp_arena *arena,
                                 tp_err *err);

#endif
