/* Workings of the prover. Internal to solve/prove. */
#ifndef TP_SOLVE_PROVE_PARTS_H
#define TP_SOLVE_PROVE_PARTS_H

#include "solve/integer/presolve.h"
#include "solve/prove/task.h"
#include "solve/relaxation/relax.h"

/* A node of the search: in reduced columns and rows. */
typedef struct tp_case_node tp_case_node;
struct tp_case_node {
    bool empty;
    int64_t scale; /* leaf: > 0 */
    int32_t count, *row;
    int64_t *y;
    int32_t col; /* split */
    int64_t at;
    tp_case_node *low, *high; /* NULL: a leaf */
};

/* A cut as it is proven (integer/cuts.h): a split, and multipliers of reduced rows in its cases. */
typedef struct tp_prover_cut {
    int32_t n_rows[2], *row[2];
    int64_t *y[2];
    int32_t n_form, *col;
    int64_t *coef, at;
    int64_t of_case[2];
    int64_t scale; /* by which the cut was divided as a row */
} tp_prover_cut;

/* Columns that stand at an end of their box in all points of interest, as one row of the task's
 * columns: form·x <= at, which is the least it can be. */
enum { TP_PROVER_LINES = 8 };
typedef struct tp_prover_line {
    bool own;          /* whoever has more reaches what is to be proven; else there is nobody */
    tp_case_node leaf; /* what shows it */
    int64_t weight;    /* least reduced cost of the columns */
    tp_form form;      /* ±1 */
    int64_t at;
    int32_t number; /* in the proof */
    /* Of the columns at all: a row that their boxes are cut by. None: no column. */
    tp_form range;
    int64_t scale; /* of the multipliers */
    int32_t range_number;
} tp_prover_line;

/* One end of a box cut: beyond it a line or a row of the task leaves nothing of interest. */
typedef struct tp_prover_step {
    int32_t col; /* of the task */
    int64_t at;
    bool up;      /* x > at is left, else x <= at */
    int32_t line; /* -1: a row */
    int32_t row;
    int64_t y; /* of the row: 1 for its lower side, -1 for its upper */
} tp_prover_step;

/* A column that is the sum of others (totals.c): `count` of total_cols from `first` on. */
typedef struct tp_prover_total {
    int64_t first;
    int32_t count;
} tp_prover_total;

typedef struct tp_prover {
    const tp_prove_task *task;
    tp_task given; /* the task as the presolve wants it */
    tp_reduced red;
    tp_program *program; /* reduced; totals and cuts are appended */
    int32_t n_merged;    /* its columns that are columns of the task; totals follow */
    int32_t n_plain;     /* its rows that are rows of the task; those of the totals follow */
    int32_t n_own;       /* and after these cuts, which tell here why they hold */
    tp_prover_total *totals;
    int32_t n_totals, *total_cols;
    tp_prover_cut *cuts;
    size_t n_cuts, cut_room;
    int64_t *cost;     /* reduced */
    int64_t *lo, *hi;  /* reduced boxes of the case at hand */
    tp_wide want;      /* of the reduced costs */
    int64_t step;      /* their gcd */
    tp_relax *relax;   /* NULL: not open */
    tp_relax *elastic; /* prices violation instead of cost: shows that a case is empty */
    int64_t *relax_lo, *relax_hi, *elastic_lo, *elastic_hi; /* boxes they have now */
    double *gain[2]; /* [n_cols] mean gain of the bound per unit down and up; 0: never tried */
    int32_t *tried[2];
    tp_prover_line lines[TP_PROVER_LINES];
    int32_t n_lines;
    /* First those of lines, then those of rows; each holds in what the ones before leave. */
    tp_prover_step *steps;
    size_t n_steps, step_room;
    int32_t steps_left; /* how many may still be, here and within */
    int64_t nodes, nodes_most, work, work_limit;
    bool failed; /* the limits are reached, or the relaxation gave up */
    tp_arena *arena;
    tp_err *err;
} tp_prover;

/* A leaf with room for so many rows, none yet, of scale 1. NULL: memory is out. */
tp_proof_node *tp_prover_leaf(tp_arena *arena, size_t rows);

/* Appends the totals to the program that is to be looked at. */
tp_status tp_prover_add_totals(tp_prover *p);

/* Cuts at the root of a relaxation with these costs (NULL: none), while they raise its bound and
 * that is not above `enough`; *closed: it is. */
tp_status tp_prover_cut_off(tp_prover *p, tp_relax *relax, const int64_t *cost, double enough,
                            bool *closed);

/* Lines at the root, after the cuts. *pays: enough columns are fixed to begin anew within lo … hi
 * [task n_cols]. */
tp_status tp_prover_narrow(tp_prover *p, bool *pays, int64_t **lo, int64_t **hi);

/* Makes a proof within what the lines leave one beside their rows: what its leaves take of fixed
 * columns leans on these; rows in scope are `offset` further on. *out: false if a figure is too
 * large. */
tp_status tp_prover_lift(bool *out, const tp_prover *p, tp_proof_node *rest, int32_t offset);

/* Splits the case at hand: which column, at what. False: nothing to split. */
tp_status tp_prover_choose(tp_prover *p, const tp_relax_point *point, tp_relax *relax, int32_t *col,
                           int64_t *at, bool *any);
tp_status tp_prover_sync(tp_prover *p, tp_relax *relax, int64_t *lp_lo, int64_t *lp_hi);

/* By windows of a total that rows are shares of; what is left of a window is proven by `within`.
 * *out: NULL where there is no such total, or the limits did not suffice. */
typedef tp_status (*tp_prove_within)(tp_proof_node **out, const tp_prove_task *task,
                                     tp_arena *arena, tp_err *err);
tp_status tp_prover_windows(tp_proof_node **out, const tp_prove_task *task, tp_prove_within within,
                            tp_arena *arena, tp_err *err);

/* Block by block, each proven by `within`. *out: NULL where there are no blocks, or one of them was
 * not proven. */
tp_status tp_prover_blocks(tp_proof_node **out, const tp_prove_task *task, tp_prove_within within,
                           tp_arena *arena, tp_err *err);

/* A proof that there is no point where the reduction met a contradiction; NULL: none. */
tp_status tp_prover_crossed(tp_proof_node **out, tp_prover *p, tp_arena *arena);

/* The tree in terms of the task's own columns and rows. */
tp_status tp_prover_translate(tp_proof_node **out, const tp_prover *p, const tp_case_node *root);
/* The lines, and the proof within what they leave. */
tp_status tp_prover_put_before(tp_proof_node **out, tp_prover *p, tp_proof_node *rest);

#endif
