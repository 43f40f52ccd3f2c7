/* What the files of the network simplex share. Internal to network/simplex*.c; see simplex.h. */
#ifndef TP_SOLVE_NETWORK_SIMPLEX_PARTS_H
#define TP_SOLVE_NETWORK_SIMPLEX_PARTS_H

#include "solve/network/parallel_arcs.h"
#include "solve/network/spanning_tree.h"

/* Beyond any sum of a cost and two potentials. */
#define TP_NEVER (INT64_MAX / 2)

/* What pricing looks at: the cost of one more slot along the bundle, and of the last one. A bundle
 * in the tree has reduced cost 0 and is never a candidate: TP_NEVER and -TP_NEVER. */
typedef struct tp_offer {
    int64_t up, down;
    int32_t tail, head;
} tp_offer;

typedef struct tp_load {
    int64_t x;      /* total */
    int64_t lo, hi; /* ends of the step it stands on */
    int64_t cost;   /* of that step */
    int32_t at;     /* its number */
    bool in_tree;
} tp_load;

/* The tree hangs from an extra root; every node has an artificial arc to it (index bundles + node),
 * pointing up or down as its flow needs. A bundle outside the tree may stand anywhere: where it
 * stands inside a step it only ends there if its reduced cost is 0. */
struct tp_flow {
    int32_t nodes, bundles, root;
    tp_bundles set;
    tp_spanning tree;
    tp_offer *offer;        /* [bundles + nodes] */
    tp_load *load;          /* [bundles + nodes] */
    int32_t *live;          /* [bundles] that may move */
    int64_t *excess;        /* [nodes + 1] */
    int64_t *total;         /* [bundles] */
    int64_t *x;             /* [arcs] */
    int64_t *pi;            /* [nodes] */
    int32_t n_live, cursor; /* where pricing goes on */
    int32_t block;          /* bundles pricing looks at before it takes the best */
    bool phase_one, started;
};

/* Steps of a bundle in the phase at hand, the cost of one, and standing on it. */
int32_t tp_flow_steps(const tp_flow *flow, int32_t bundle);
int64_t tp_flow_step_cost(const tp_flow *flow, int32_t bundle, int32_t step);
void tp_flow_step_to(tp_flow *flow, int32_t bundle, int32_t step);
/* What a bundle outside the tree offers to pricing. */
void tp_flow_stand(tp_flow *flow, int32_t bundle);

/* A tree and flows to start from: those of the solve before, as far as the boxes allow. Where the
 * tree does not fit, artificial arcs carry something. */
void tp_flow_start(tp_flow *flow);
/* Phase one: artificial arcs cost 1, the rest nothing. Phase two: the costs. */
void tp_flow_begin(tp_flow *flow, bool phase_one);

#endif
