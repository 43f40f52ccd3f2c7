/* From a solver's real row duals to integer multipliers that prove something exactly.
 *
 * Tries a few scales: the common denominator of the duals (found by continued fractions), 1, and
 * powers of ten; keeps the one that proves most in exact arithmetic (lp/dual.h).
 * Source: engine/DESIGN.md. */
#ifndef TP_SOLVE_EXACT_MULTIPLIERS_H
#define TP_SOLVE_EXACT_MULTIPLIERS_H

#include "lp/dual.h"

typedef struct tp_proved {
    int64_t scale; /* 0: nothing found */
    int64_t *y;    /* [n_rows] */
    tp_wide numerator;
    tp_wide bound; /* ceil(numerator / scale), rounded up to a multiple of the costs' gcd */
} tp_proved;

tp_status tp_multipliers_prove(tp_proved *out, const tp_dual_problem *problem, const double *y,
                               tp_arena *arena, tp_err *err);

/* Least common denominator of the values within their accuracy; 0: none below 2e9. */
int64_t tp_common_denominator(const double *values, int32_t n, double unit);

int64_t tp_cost_gcd(const int64_t *cost, int32_t n); /* at least 1 */
tp_wide tp_share_of(tp_wide size, tp_dec share);     /* floor(size × share), both not below 0 */
tp_wide tp_round_up_to(tp_wide value, int64_t step);

#endif
