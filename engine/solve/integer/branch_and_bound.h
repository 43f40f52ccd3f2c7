/* Branch and bound over a subproblem: the tree, and the choice of the column to branch on
 * (branching.c). Internal to solve/integer. */
#ifndef TP_SOLVE_INTEGER_BRANCH_AND_BOUND_H
#define TP_SOLVE_INTEGER_BRANCH_AND_BOUND_H

#include "solve/integer/subproblem.h"

typedef struct tp_tree_box {
    int32_t col;
    int64_t lo, hi;
} tp_tree_box;

typedef struct tp_tree_node {
    int32_t parent;
    tp_tree_box box;           /* what sets it off from its parent; col -1: nothing */
    size_t first_more, n_more; /* tree.more: boxes found when it was visited, for its children */
    tp_wide bound;
    double estimate, part; /* parent's value; how far the box moved the column, 0 … 1 */
    bool up;
} tp_tree_node;

typedef struct tp_tree {
    tp_subproblem *level;
    tp_tree_node *nodes;
    size_t count, capacity;
    tp_tree_box *more;
    size_t n_more, more_capacity;
    int32_t *heap;
    size_t heap_size, heap_capacity;
    int64_t *lo, *hi, *sides; /* boxes of the node being visited */
    int64_t *had_lo, *had_hi; /* as it came */
    double *x;                /* [n_cols] its relaxed point */
    double *gain[2];          /* [n_cols] sums of rises per unit, down and up */
    int32_t *seen[2];
    double gains[2];
    int64_t seens[2];
    int32_t *candidates;
    double *scores;
} tp_tree;

bool tp_tree_fractional(double v);

/* The column to split at `point` (whose x stands in tree->x); -1: none is fractional. Columns of
 * which little is known are tried on both sides; a side that holds nothing wanted is cut off the
 * node's boxes, and *again is set: the node must be solved anew. */
tp_status tp_tree_choose(tp_tree *tree, double value, int32_t *col, bool *again);

/* A child's relaxation came to `value`. */
void tp_tree_learn(tp_tree *tree, const tp_tree_node *node, double value);

/* Branches until done, stopped or so many nodes are visited (0: no limit); *complete tells
 * which. */
tp_status tp_branch_and_bound(tp_subproblem *level, int64_t node_limit, bool *complete);

#endif
