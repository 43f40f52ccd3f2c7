/* Why not so many? The demand's loan is locked to the figure, in the period asked about, and
 * everything solved again.
 *
 * Either it can be had, and then every tier says exactly what that costs and every demand and line
 * what it gains or loses; or it cannot, and then the hard bounds or the statements that forbid it
 * are named. Owns: everything lives in the arena given. */
#ifndef TP_EXPLAIN_WHYNOT_H
#define TP_EXPLAIN_WHYNOT_H

#include "explain/explain.h"

typedef struct tp_tier_shift {
    const char *goal; /* id */
    int sense;        /* 1 min, -1 max */
    tp_wide before, after;
    tp_wide loss; /* > 0: worse than before */
    bool proven;  /* both figures are */
} tp_tier_shift;

typedef struct tp_count_shift {
    int32_t index; /* demand or line */
    int period;    /* from 0 */
    int64_t before, after;
} tp_count_shift;

typedef struct tp_whynot {
    int32_t demand;
    int period;   /* from 0 */
    int64_t loan; /* asked for; before: what it has now */
    int64_t before;
    tp_change change;
    tp_answer_status status; /* of the forced run */
    tp_tier_shift *tiers;    /* in order; empty without an answer */
    size_t n_tiers;
    tp_count_shift *demands; /* grants that change, the demand's own in that period left out, input
                                order, each by period */
    size_t n_demands;
    tp_count_shift *lines; /* deposits that change, likewise */
    size_t n_lines;
    tp_reasons refused;    /* gates the demand was refused at */
    tp_bound_item *bounds; /* hard bounds below the figure */
    size_t n_bounds;
    tp_conflict_item *conflict; /* what contradicts what */
    size_t n_conflict;
} tp_whynot;

/* The period must be one of the run's. */
tp_status tp_whynot_loan(tp_whynot *out, const tp_run *run, int32_t demand, int period,
                         int64_t loan, tp_stop stop, tp_arena *arena, tp_err *err);

/* The tiers of one run against another's of the same scenario's goals. */
tp_status tp_tier_shifts(tp_tier_shift **out, size_t *count, const tp_result *before,
                         const tp_result *after, tp_arena *arena, tp_err *err);

#endif
