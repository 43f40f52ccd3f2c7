/* Proofs by parts: a program with parameters (parameters.h) is a network for each of their values,
 * so one bound is proven for each part of their range; together the parts cover it.
 * Internal to solve/; see held/held.h. */
#ifndef TP_SOLVE_HELD_PARTITION_H
#define TP_SOLVE_HELD_PARTITION_H

#include "solve/held/held.h"

/* The rest of a space's program while the parameters lie within a part: a problem of its own.
 * Costs take the held rows' multipliers into account: in units of 1 / scale. */
typedef struct tp_part_view {
    int64_t *cost;            /* [n_cols]; NULL asked for: not made */
    int64_t *lo, *hi;         /* [n_cols] */
    int64_t *row_lo, *row_hi; /* [rest rows] */
    tp_wide constant;         /* what the held rows' sides add to the bound */
    bool crossed;             /* the sides of a row, or a box, cross: nothing is in the part */
} tp_part_view;

/* Sides and boxes for the parameters in lo … hi (within the space's own). */
tp_status tp_part_sides(tp_part_view *view, const tp_held *held, const int64_t *lo,
                        const int64_t *hi, tp_arena *arena, tp_err *err);
/* Costs scale·cost - Σ y·row over held rows (index >= rest rows); cost NULL: zero. */
tp_status tp_part_costs(tp_part_view *view, const tp_held *held, const int64_t *cost, int64_t scale,
                        const int64_t *y, int32_t count, tp_arena *arena, tp_err *err);

/* The weakest bound of all parts, rounded up to whole steps of the costs. TP_E_INPUT: the parts do
 * not cover the parameters, or one proves nothing. */
tp_status tp_parts_bound(tp_wide *rounded, const tp_held *held, const int64_t *cost,
                         const tp_multipliers *m, tp_arena *arena, tp_err *err);

/* Tightens the space to the parts that still reach cost·x <= most. *exact: what is left is exactly
 * what keeps it, in the space's own sides; *implied: so it is with the inner sides. */
tp_status tp_parts_hold(tp_held *held, const int64_t *cost, const tp_multipliers *m, tp_wide most,
                        bool *exact, bool *implied, tp_arena *arena, tp_err *err);

#endif
