/* The max-min ratio tier, exactly: θ = min over groups of (base + activity) / total, at most 1.
 *
 * θ takes values k / total of some group only (candidates). From above, each contradiction proved
 * by multipliers is linear in θ and rules out everything above its root; the first candidate with
 * a whole answer is the optimum. Where only branch and bound sees the contradiction, bisection over
 * the candidates. Source: models/README.md, 9 Goals; Dinkelbach, On nonlinear fractional
 * programming (1967). */
#ifndef TP_SOLVE_TIERS_MAX_MIN_H
#define TP_SOLVE_TIERS_MAX_MIN_H

#include "solve/held/held.h"

typedef struct tp_fraction {
    int64_t top, bottom; /* bottom > 0; 0: none */
} tp_fraction;

int tp_fraction_compare(tp_fraction a, tp_fraction b);
tp_wide tp_fraction_floor6(tp_fraction f); /* in millionths, rounded down */

/* θ of a point. No group: 1. */
tp_status tp_ratio_of(tp_fraction *out, const tp_tier_spec *spec, const tp_program *program,
                      const int64_t *x, tp_err *err);
/* Largest candidate at most / below f, smallest above; bottom 0 if there is none (no group). */
tp_fraction tp_ratio_at_most(const tp_tier_spec *spec, tp_wide top, tp_wide bottom);
tp_fraction tp_ratio_below(const tp_tier_spec *spec, tp_fraction f);
tp_fraction tp_ratio_above(const tp_tier_spec *spec, tp_fraction f);

/* The space's lower sides raised to what θ >= f needs, in a copy. */
tp_status tp_ratio_raised(int64_t **out, const tp_held *held, const tp_tier_spec *spec,
                          tp_fraction f, tp_arena *arena, tp_err *err);

/* What multipliers prove for θ >= f in the present space: > 0 means impossible. */
tp_status tp_ratio_proof(tp_wide *numerator, const tp_held *held, const tp_tier_spec *spec,
                         tp_fraction f, const tp_multipliers *m, tp_arena *arena, tp_err *err);

typedef struct tp_ratio_outcome {
    tp_solved status;
    int64_t *x;
    tp_fraction theta, next;    /* next: smallest candidate the multipliers rule out; 0/0: none */
    tp_multipliers multipliers; /* in `arena` */
    bool proven, certified;     /* optimal at all; by the multipliers alone */
    int64_t nodes;
    const char *method;
    tp_stop_reason stopped;
    tp_multipliers farkas; /* INFEASIBLE */
} tp_ratio_outcome;

/* start: a point of the space or NULL. */
tp_status tp_ratio_solve(tp_ratio_outcome *out, const tp_held *held, const int64_t *start,
                         tp_arena *arena, tp_err *err);

#endif
