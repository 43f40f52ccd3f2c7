/* From a column vector to an answer a planner can read. Source: engine/run/RESULTS.md. */
#ifndef TP_MODELS_ANSWER_H
#define TP_MODELS_ANSWER_H

#include "models/goal.h"

/* x: [n_cols] of c->program, or NULL for an answer without movements (infeasible, none): then only
 * denials and own slots are filled. Tiers, status and conflict are left to the caller (status is
 * set to TP_OPTIMAL if x, TP_INFEASIBLE if not). *out is that of the first period and has the
 * others. Everything lives in the arena. */
tp_status tp_answer_create(tp_result **out, const tp_case *c, const int64_t *x, tp_arena *arena,
                           tp_err *err);

/* Which period of the plan the result is of, its days and weight. */
void tp_answer_period(tp_result *result, const tp_case *c);

/* Why each refused demand was refused, in words, and whose slots stand behind each loan: apart,
 * since most answers of a what-if are never read out. Once more does nothing. */
tp_status tp_answer_tell(tp_result *result, const tp_case *c, tp_arena *arena, tp_err *err);

#endif
