/* The boxes of parameter values that a parametric search works through, and what Lagrangian lines
 * promise of them. Internal to totals/parametric.c and envelope.c. */
#ifndef TP_SOLVE_TOTALS_PARAMETER_BOXES_H
#define TP_SOLVE_TOTALS_PARAMETER_BOXES_H

#include "solve/held/lagrangian.h"

typedef struct tp_box {
    tp_proof_part part;
    tp_wide bound; /* whole steps of the costs */
    tp_wide off;   /* how far its network's point is from keeping its own parameters */
    int64_t at[TP_PARAMETERS_MOST]; /* that point's parameters */
    uint64_t seen;                  /* width when its network was solved, plus 1; 0: not yet */
    bool open, settled;             /* settled: lines tell no more, look at windows */
    int64_t reach;                  /* of the next window */
} tp_box;

/* A bound for all values at once (held/lagrangian.h). */
typedef struct tp_cut {
    tp_lagrangian line;
    bool empty; /* above 0: there is no answer there */
    int64_t *y;
} tp_cut;

typedef struct tp_boxes {
    const tp_held *held;
    const tp_parameters *parameters;
    const int64_t *cost;
    const tp_stop *stop;
    tp_solution *out;
    tp_arena *arena;
    tp_task whole;    /* to check points by */
    int64_t *prices;  /* [space rows] of held rows: multipliers, <= 0 */
    int64_t *priced;  /* [n_cols] costs with the held rows' prices */
    tp_wide constant; /* that goes with them */
    int64_t step, unit, dearest;
    tp_box *boxes;
    size_t n_boxes, capacity;
    tp_cut *cuts;
    size_t n_cuts, cut_capacity;
    int64_t *best;
    tp_wide value;
    tp_stop_reason stopped;
    bool relaxed, unpriced;
} tp_boxes;

tp_status tp_boxes_add(tp_boxes *s, const tp_box *b, tp_err *err);

/* The line of what was learnt in a box is kept; multipliers that make no line are no loss. */
tp_status tp_envelope_keep(tp_boxes *s, const tp_box *b, tp_part_view *view, tp_arena *scratch,
                           tp_err *err);
/* The largest of the lines at a value (of the only parameter); false: there is none. */
bool tp_envelope_at(const tp_boxes *s, int64_t value, tp_wide *out);
tp_wide tp_envelope_line(const tp_lagrangian *line, int64_t value);
/* The value the lines promise most for: the middle of their lowest stretch. */
int64_t tp_envelope_best(const tp_boxes *s, const tp_box *b);
/* What may lie in the box at best. */
tp_wide tp_envelope_key(const tp_boxes *s, const tp_box *b);
/* What the lines close at either end of a box is taken off it; *left = false: all of it. */
tp_status tp_envelope_trim(tp_boxes *s, tp_box *b, bool *left, tp_err *err);

#endif
