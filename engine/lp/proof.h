/* Proofs by cases: what multipliers alone leave open, as a tree that is checked in exact integers.
 *
 * A node speaks of the whole points of a space (rows, boxes) that keep the cases above it. It may
 * first derive rows (form·x >= a bound that a node of its own proves). Then it is either a leaf,
 * whose multipliers y/K of the rows prove a bound on the cost, or that there is no point
 * (lp/dual.h); or it splits: every whole point has form·x <= at or form·x >= at + 1.
 *
 * Rows are numbered: those of the program, then those in scope, in the order met from the root:
 * derived rows, and the case of a split on a form. A split on a single column (coefficient 1)
 * changes its box and adds no row.
 * Owns: everything lives in the arena that it was made in. Source:
 * engine/certify/CERTIFICATE.md. */
#ifndef TP_LP_PROOF_H
#define TP_LP_PROOF_H

#include "lp/dual.h"

/* Multipliers y/scale of some rows; those not named have none. */
typedef struct tp_combination {
    int64_t scale; /* > 0 */
    int32_t count;
    int32_t *row;
    int64_t *y;
} tp_combination;

typedef struct tp_form {
    int32_t count;
    int32_t *col;
    int64_t *coef;
} tp_form;

typedef struct tp_proof_node tp_proof_node;
typedef struct tp_derived_row {
    tp_form form;         /* form·x >= what the node proves, rounded up to whole steps */
    tp_proof_node *proof; /* its cost is the form; if it shows that there is no point, so be it */
} tp_derived_row;

struct tp_proof_node {
    tp_derived_row *rows;
    size_t n_rows;
    bool empty; /* leaf: there is no point; else the bound counts */
    tp_combination leaf;
    tp_form form; /* split, if low and high are there */
    int64_t at;
    tp_proof_node *low, *high;
};

/* What holds of every tree that is made: a leaf has multipliers, a split two sides and a form;
 * columns lie in the space. Not of trees read back, which tp_proof_check judges. */
bool tp_proof_sound(const tp_proof_node *tree, int32_t n_cols);

enum { TP_PROOF_DEPTH = 4000 }; /* deeper trees are refused */

/* The space a proof is about, and what is asked. */
typedef struct tp_proof_problem {
    const tp_program *program;
    const int64_t *lo, *hi;         /* [n_cols] */
    const int64_t *row_lo, *row_hi; /* [n_rows] */
    const int64_t *cost;            /* [n_cols]; NULL: zero */
} tp_proof_problem;

typedef struct tp_proof_found {
    bool empty;    /* every leaf says that there is no point */
    tp_wide bound; /* cost·x >= bound for every whole point, in whole steps of the costs; not set if
                      empty */
    int64_t leaves;
} tp_proof_found;

/* What a tree proves. TP_E_INPUT: a leaf proves nothing, or it is not a tree of this space;
 * TP_E_OVERFLOW: a figure leaves 128 bits. */
tp_status tp_proof_check(tp_proof_found *out, const tp_proof_problem *problem,
                         const tp_proof_node *tree, tp_arena *arena, tp_err *err);

#endif
