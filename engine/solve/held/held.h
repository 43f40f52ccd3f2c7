/* The space left to the next tier: the program's boxes and row sides, tightened by what the earlier
 * tiers decided. Solver and replay build it with the same calls, so a certificate means the same
 * thing to both.
 *
 * A linear tier is held by fixing everything its multipliers decide; where they leave slack, a row
 * of its own is added (index: program rows + tier). A ratio tier raises its groups' lower sides.
 * Source: engine/MEASUREMENTS.md. */
#ifndef TP_SOLVE_HELD_HELD_H
#define TP_SOLVE_HELD_HELD_H

#include "solve/held/state.h"

/* *empty: boxes and rows contradict each other. */
tp_status tp_held_init(tp_held *held, const tp_tiers_task *task, tp_arena *arena, bool *empty,
                       tp_err *err);

/* Costs of a linear tier as minimised: sense × cost. */
tp_status tp_held_cost(int64_t **out, const tp_held *held, size_t tier, tp_arena *arena,
                       tp_err *err);

/* What multipliers prove about the tier in the present space: a lower bound on the minimised cost
 * (without the constant), rounded up to whole steps of the costs. Multipliers may have fewer rows
 * than the present program (the rest are 0). */
tp_status tp_held_bound(tp_dual_bound *out, tp_wide *rounded, const tp_held *held,
                        const int64_t *cost, const tp_multipliers *m, tp_arena *arena, tp_err *err);

/* What a tree of cases proves in the present space; cost NULL: zero. */
tp_status tp_held_tree(tp_proof_found *out, const tp_held *held, const int64_t *cost,
                       const tp_multipliers *m, tp_arena *arena, tp_err *err);

/* How far the minimised cost may rise over `value` (the tier's own, with constant). */
tp_wide tp_held_concession(const tp_tier_spec *spec, tp_wide value);

/* Holds the next tier at cost·x <= most; multipliers may be empty. bound: what tp_held_bound made
 * of these multipliers in the present space; NULL: it is computed here. */
typedef struct tp_hold {
    const int64_t *cost;
    const tp_multipliers *multipliers;
    const tp_dual_bound *bound;
    tp_wide most;
} tp_hold;
tp_status tp_held_linear(tp_held *held, const tp_hold *hold, bool *empty, tp_err *err);
/* Holds the next tier at θ·(1 - concede) with θ = numerator / denominator. */
tp_status tp_held_ratio(tp_held *held, int64_t numerator, int64_t denominator, bool *empty,
                        tp_err *err);

/* Activity a group needs for θ·(1 - concede): ceil(θ·(1 - concede)·total) - base. */
tp_status tp_ratio_need(const tp_ratio_group *group, int64_t numerator, int64_t denominator,
                        tp_dec concede, int64_t *out, tp_err *err);

#endif
