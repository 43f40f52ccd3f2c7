/* One part of the parameters' range: its sides, boxes and costs. Internal to solve/. */
#ifndef TP_SOLVE_HELD_PART_VIEW_H
#define TP_SOLVE_HELD_PART_VIEW_H

#include "solve/held/state.h"

/* The rest of a space's program while the parameters lie within a part: a problem of its own.
 * Costs take the held rows' multipliers into account: in units of 1 / scale. */
typedef struct tp_part_view {
    int64_t *cost;            /* [n_cols]; NULL asked for: not made */
    int64_t *lo, *hi;         /* [n_cols] */
    int64_t *row_lo, *row_hi; /* [rest rows] */
    tp_wide constant;         /* what the held rows' sides add to the bound */
    bool crossed;             /* the sides of a row, or a box, cross: nothing is in the part */
} tp_part_view;

/* `n` values copied to the arena. */
tp_status tp_part_copy(int64_t **to, const int64_t *from, int32_t n, tp_arena *arena, tp_err *err);
/* Sides and boxes for the parameters in lo … hi (within the space's own). */
tp_status tp_part_sides(tp_part_view *view, const tp_held *held, const int64_t *lo,
                        const int64_t *hi, tp_arena *arena, tp_err *err);
/* Costs scale·cost - Σ y·row over held rows (index >= rest rows); cost NULL: zero. */
tp_status tp_part_costs(tp_part_view *view, const tp_held *held, const int64_t *cost, int64_t scale,
                        const int64_t *y, int32_t count, tp_arena *arena, tp_err *err);

#endif
