/* Proofs made complete, after the search. Internal to solve/; see tiers.h. */
#ifndef TP_SOLVE_TIERS_COMPLETE_H
#define TP_SOLVE_TIERS_COMPLETE_H

#include "solve/tiers.h"

/* Proves by cases what the tiers' multipliers leave open; what stays open is no longer called
 * proven, and its bound is what is certified. Final values must be there. */
tp_status tp_tiers_complete(tp_tiers_answer *answer, const tp_tiers_task *task, tp_arena *arena,
                            tp_err *err);
/* The same for an answer that there is none. */
tp_status tp_tiers_refute(tp_tiers_answer *answer, const tp_tiers_task *task, tp_arena *arena,
                          tp_err *err);

#endif
