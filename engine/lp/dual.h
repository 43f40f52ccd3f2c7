/* Exact weak duality over a boxed integer program: the arithmetic of a certificate.
 *
 * For minimise c·x, any multipliers y/K of the rows give
 *   K·c·x >= Σ_i (y_i > 0 ? y_i·row_lo_i : y_i·row_hi_i) + Σ_j min over the box of (K·c_j - y·A_j)
 * x_j for every x within rows and boxes. Everything here is 128-bit integer arithmetic with
 * overflow detected; a multiplier that leans on an open side of its row is an error, not a guess.
 * Source: engine/DESIGN.md. */
#ifndef TP_LP_DUAL_H
#define TP_LP_DUAL_H

#include "lp/program.h"

typedef struct tp_dual_problem {
    const tp_program *program;
    const int64_t *cost;            /* [n_cols], minimised; NULL: all zero (a Farkas proof) */
    const int64_t *lo, *hi;         /* [n_cols] */
    const int64_t *row_lo, *row_hi; /* [n_rows] */
} tp_dual_problem;

typedef struct tp_dual_bound {
    tp_wide numerator; /* scale·c·x >= numerator for all feasible x */
    tp_wide bound;     /* ceil(numerator / scale): what whole costs allow */
    /* [n_cols] scale·c_j - y·A_j, if asked for: in `reduced` if all fit 64 bits, else in `wide`. */
    int64_t *reduced;
    tp_wide *wide;
} tp_dual_bound;

/* TP_E_OVERFLOW when a figure leaves 128 bits, TP_E_INPUT when y leans on an open side. */
tp_status tp_dual_bound_of(tp_dual_bound *out, const tp_dual_problem *problem, const int64_t *y,
                           int64_t scale, bool want_reduced, tp_arena *arena, tp_err *err);

/* Fixing by reduced cost: every x with c·x <= most lies in the tightened boxes and row sides
 * (changed in place). Exact: a column moves k steps off its best side only if
 * k·|reduced| <= scale·most - numerator; rows with y_i likewise. *exact (if not NULL) is true when
 * the slack is 0, so that the tightened problem is exactly the optimal face. */
tp_status tp_dual_tighten(const tp_dual_bound *bound, const int64_t *y, int64_t scale, tp_wide most,
                          const tp_program *program, int64_t *lo, int64_t *hi, int64_t *row_lo,
                          int64_t *row_hi, bool *exact, tp_err *err);

#endif
