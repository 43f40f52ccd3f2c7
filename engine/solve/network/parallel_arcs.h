/* Arcs between the same two nodes, taken as one arc of convex cost. Internal to solve/; see
 * simplex.h.
 *
 * A bundle runs from its lower to its higher node; members that run the other way count negative.
 * Some optimum fills the members of a bundle in order of cost, so the bundle's total says all: its
 * steps are the members that may move, sorted, those of like cost merged. What a step carries is
 * given back to its members in arc order, the first filled first. */
#ifndef TP_SOLVE_NETWORK_PARALLEL_ARCS_H
#define TP_SOLVE_NETWORK_PARALLEL_ARCS_H

#include "solve/network/arcs.h"

typedef struct tp_step {
    int64_t cost;
    int64_t end; /* total of the bundle where the step is full; the next one begins there */
} tp_step;

typedef struct tp_member {
    int64_t cost; /* along the bundle */
    int32_t arc;
    bool against; /* runs from the higher to the lower node */
} tp_member;

typedef struct tp_bundles {
    int32_t count, arcs, nodes;
    tp_arc_end *ends;      /* [count] tail < head */
    int32_t *first;        /* [count + 1] into member, step and order */
    int32_t *member;       /* [arcs] bundle by bundle in arc order; ~arc if it runs against */
    int64_t *least, *most; /* [count] the bundle's box */
    tp_member *order;      /* [arcs] members that may move, in order of cost */
    tp_member *spare;      /* [widest bundle] */
    tp_step *step;         /* [arcs] */
    int32_t *moving;       /* [count] members that may move */
    int32_t *steps;        /* [count] */
} tp_bundles;

bool tp_bundles_init(tp_bundles *b, tp_arena *arena, int32_t nodes, int32_t arcs,
                     const tp_arc_end *ends);

/* Boxes and steps for a solve. TP_FLOW_INFEASIBLE: a box is empty; TP_FLOW_RANGE: a figure is too
 * large (costs beyond cost_most, or boxes whose sums might leave 64 bits). */
tp_flow_status tp_bundles_load(tp_bundles *b, const tp_flow_figures *figures, int64_t cost_most);

/* Flows of the arcs from the totals of their bundles. */
void tp_bundles_split(const tp_bundles *b, const tp_flow_figures *figures, const int64_t *total,
                      int64_t *x);

#endif
