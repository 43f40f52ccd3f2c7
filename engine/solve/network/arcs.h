/* Arcs, their figures, and what became of a flow over them: the words of the network simplex and of
 * the bundles it works on. Internal to solve/; see simplex.h. */
#ifndef TP_SOLVE_NETWORK_ARCS_H
#define TP_SOLVE_NETWORK_ARCS_H

#include "solve/solver.h"

typedef struct tp_arc_end {
    int32_t tail, head; /* flow leaves the tail, enters the head; tail != head */
} tp_arc_end;

typedef struct tp_flow_figures {
    const int64_t *cost, *lo, *hi; /* [arcs] */
} tp_flow_figures;

typedef enum tp_flow_status {
    TP_FLOW_OPTIMAL,
    TP_FLOW_INFEASIBLE,
    TP_FLOW_STOPPED,
    TP_FLOW_RANGE /* costs or boxes too large for 64-bit potentials and sums on this many nodes */
} tp_flow_status;

typedef struct tp_flow tp_flow; /* simplex_parts.h */

#endif
