/* Proofs by parts: a program with parameters (parameters.h) is a network for each of their values,
 * so one bound is proven for each part of their range; together the parts cover it.
 * Internal to solve/; see held/held.h. */
#ifndef TP_SOLVE_HELD_PARTITION_H
#define TP_SOLVE_HELD_PARTITION_H

#include "solve/held/state.h"

/* The weakest bound of all parts, rounded up to whole steps of the costs. TP_E_INPUT: the parts do
 * not cover the parameters, or one proves nothing. */
tp_status tp_parts_bound(tp_wide *rounded, const tp_held *held, const int64_t *cost,
                         const tp_multipliers *m, tp_arena *arena, tp_err *err);

/* Tightens the space to the parts that still reach cost·x <= most. *exact: what is left is exactly
 * what keeps it, in the space's own sides; *implied: so it is with the inner sides. */
tp_status tp_parts_hold(tp_held *held, const int64_t *cost, const tp_multipliers *m, tp_wide most,
                        bool *exact, bool *implied, tp_arena *arena, tp_err *err);

#endif
