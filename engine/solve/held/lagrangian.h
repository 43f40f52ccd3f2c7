/* What one network's multipliers prove for every value of the parameters: a bound that is linear in
 * them. Where the sides of rows with parameters are not rounded but taken as they are, multipliers
 * hold for all values at once. Source: engine/MEASUREMENTS.md, shares of a total. */
#ifndef TP_SOLVE_HELD_LAGRANGIAN_H
#define TP_SOLVE_HELD_LAGRANGIAN_H

#include "solve/held/part_view.h"

/* 0: the units of the program's rows have no handy common multiple, there are no lines. */
int64_t tp_lagrangian_unit(const tp_parameters *parameters);

/* constant + Σ slope·parameter, in 1 / (unit · scale of the multipliers). */
typedef struct tp_lagrangian {
    tp_wide constant, slope[TP_PARAMETERS_MOST];
} tp_lagrangian;

/* The line of a part's multipliers over its held space: valid within the part's box and wherever
 * else the view's boxes and the other rows' sides are the same.
 * view: sides and costs of the part. */
tp_status tp_lagrangian_of(tp_lagrangian *out, const tp_part_view *view, const tp_held *held,
                           const int64_t *y, int64_t unit, tp_arena *arena, tp_err *err);

/* Least value over a box. */
tp_wide tp_lagrangian_least(const tp_lagrangian *line, int32_t count, const int64_t *lo,
                            const int64_t *hi);

#endif
