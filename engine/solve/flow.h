/* Minimum-cost circulation by the primal network simplex method.
 *
 * Strongly feasible spanning trees (Cunningham 1976) so that degenerate pivots cannot cycle, block
 * pricing, integer costs and flows throughout: the optimum, the flows and the node potentials are
 * exact whole numbers. Warm start: the tree of an earlier solve over the same nodes and arcs.
 * Source: Ahuja, Magnanti, Orlin, Network Flows (1993), chapter 11.
 *
 * Shape: nodes 0 … nodes-1; every node's flow balances (out = in): put supplies on arcs.
 * Owns: tp_flow lives in the arena it was made in. */
#ifndef TP_SOLVE_FLOW_H
#define TP_SOLVE_FLOW_H

#include "solve/solver.h"

typedef struct tp_arc_end {
    int32_t tail, head; /* flow leaves the tail, enters the head; tail != head */
} tp_arc_end;

typedef struct tp_flow tp_flow;

/* The network without figures; bounds and costs come with each solve. NULL: memory is out. */
tp_flow *tp_flow_create(tp_arena *arena, int32_t nodes, int32_t arcs, const tp_arc_end *ends);

typedef enum tp_flow_status {
    TP_FLOW_OPTIMAL,
    TP_FLOW_INFEASIBLE,
    TP_FLOW_STOPPED,
    TP_FLOW_RANGE /* costs too large for 64-bit potentials on this many nodes */
} tp_flow_status;

/* Minimises cost·x with lo <= x <= hi and balance at every node. Starts from the tree and states
 * of the previous solve when there is one (its flows need not be feasible any more).
 * pivots, if not NULL, receives the number of pivots. */
tp_flow_status tp_flow_solve(tp_flow *flow, const int64_t *cost, const int64_t *lo,
                             const int64_t *hi, const tp_stop *stop, int64_t *pivots);

const int64_t *tp_flow_x(const tp_flow *flow); /* [arcs] */
/* [nodes]; optimal: reduced cost of arc a = cost + potential[tail] - potential[head]: >= 0 at lo,
 * <= 0 at hi, 0 between. Infeasible: the same with all costs 0 proves the contradiction (the
 * potentials of phase one). */
const int64_t *tp_flow_potential(const tp_flow *flow);

#endif
