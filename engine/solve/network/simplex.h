/* Minimum-cost circulation by the primal network simplex method.
 *
 * Arcs between the same two nodes are one arc of convex cost (parallel_arcs.h): cities have a
 * hundred times as many columns as pairs of nodes. Strongly feasible spanning trees (Cunningham
 * 1976) so that degenerate pivots cannot cycle, block pricing, integer costs and flows throughout:
 * the optimum, the flows and the node potentials are exact whole numbers. Start: the flow and the
 * tree of the solve before over the same nodes and arcs, if there was one. Source: Ahuja, Magnanti,
 * Orlin, Network Flows (1993), chapter 11.
 *
 * Shape: nodes 0 … nodes-1; every node's flow balances (out = in): put supplies on arcs.
 * Owns: tp_flow lives in the arena it was made in. */
#ifndef TP_SOLVE_NETWORK_SIMPLEX_H
#define TP_SOLVE_NETWORK_SIMPLEX_H

#include "solve/network/arcs.h"

/* The network without figures; bounds and costs come with each solve. NULL: memory is out. */
tp_flow *tp_flow_create(tp_arena *arena, int32_t nodes, int32_t arcs, const tp_arc_end *ends);

/* Minimises cost·x with lo <= x <= hi and balance at every node. Starts from the tree and totals
 * of the previous solve when there is one (they need not be feasible any more).
 * pivots, if not NULL, receives the number of pivots. */
tp_flow_status tp_flow_solve(tp_flow *flow, const tp_flow_figures *figures, const tp_stop *stop,
                             int64_t *pivots);

const int64_t *tp_flow_x(const tp_flow *flow); /* [arcs], of an optimal solve */
/* [nodes]; optimal: reduced cost of arc a = cost + potential[tail] - potential[head]: >= 0 at lo,
 * <= 0 at hi, 0 between. Infeasible: the same with all costs 0 proves the contradiction (the
 * potentials of phase one). */
const int64_t *tp_flow_potential(const tp_flow *flow);

#endif
