/* A subproblem of the search for whole answers: a task reduced, its relaxation, the best point
 * known and the boxes and rows that what is still wanted lies in. Internal to solve/integer.
 *
 * The workings that cutting, diving, branching and the search share, and none of these: they stand
 * on this, and the search (search.h) on them. Points count only after a check in integers; bounds
 * are rounded in whole steps of the costs. */
#ifndef TP_SOLVE_INTEGER_SUBPROBLEM_H
#define TP_SOLVE_INTEGER_SUBPROBLEM_H

#include "solve/exact/multipliers.h"
#include "solve/integer/presolve.h"
#include "solve/integer/repair.h"
#include "solve/relaxation/relax.h"

#define TP_SUBPROBLEM_FAR ((tp_wide)1 << 100) /* beyond any value: nothing is known */

typedef struct tp_search_order {
    const tp_task *task; /* row_lo and row_hi set; start: may lie outside (then it is ignored) */
    bool capped;         /* only points with cost·x <= most are wanted */
    tp_wide most;
    int depth;
    int64_t node_limit; /* 0: none */
    /* What the value of a whole point is to the user: unit × value + zero (0: as it stands). The
     * task's gap is measured there. */
    tp_wide unit, zero;
} tp_search_order;

typedef struct tp_search_outcome {
    int64_t *x; /* [n_cols] best wanted point or NULL */
    tp_wide value;
    tp_wide bound; /* no wanted point is below; meaningful if x or complete */
    bool complete; /* no wanted point is better than x */
    bool integral; /* the relaxation's first vertex was whole */
    int64_t nodes;
    tp_stop_reason stopped;
    const char *method;
    double *y; /* [n_rows] multipliers of the first relaxation (or ray); NULL: none */
    bool ray;
    tp_program *cuts; /* as in tp_solution; first level only */
    int64_t *narrow_lo, *narrow_hi;
} tp_search_outcome;

/* State of a subproblem, in reduced columns and with costs divided by their gcd. */
typedef struct tp_subproblem {
    const tp_search_order *order;
    tp_reduced red;
    tp_program *program; /* of the reduced task: cuts are appended to it */
    tp_task task;        /* sides always the program's own arrays */
    int64_t *lo, *hi;    /* boxes, tightened as better points are found */
    tp_relax *relax;
    tp_repair *repair;
    int64_t *lp_lo, *lp_hi; /* boxes the relaxation has now */
    tp_wide most;           /* wanted: value <= most */
    int64_t step;
    tp_wide unit, zero; /* as in the order, for costs divided by step */
    int64_t *best, *trial;
    tp_wide value; /* of best */
    tp_wide bound;
    int64_t nodes;
    double *y; /* [rows of the program] multipliers of the cut relaxation; NULL: none yet */
    tp_stop_reason stopped;
    tp_arena *arena;
    tp_err *err;
} tp_subproblem;

/* Offers a whole point; a better one is kept (and lowers `most`). */
void tp_subproblem_offer(tp_subproblem *level, const int64_t *x);
/* Rounds and repairs a fractional point and offers what comes out. True if it was whole. */
bool tp_subproblem_round(tp_subproblem *level, const double *x);
/* Relaxation within given boxes. */
tp_status tp_subproblem_relax(tp_subproblem *level, const int64_t *lo, const int64_t *hi,
                              tp_relax_point *point);
/* Lower bound in whole steps from a relaxation's value. */
tp_wide tp_subproblem_floor(const tp_subproblem *level, const tp_relax_point *point);
/* Boxes after exact propagation; false: empty. */
bool tp_subproblem_propagate(const tp_subproblem *level, int64_t *lo, int64_t *hi,
                             int64_t *row_scratch);

/* Reduces the task; red.empty: it holds nothing. */
tp_status tp_subproblem_init(tp_subproblem *level, const tp_search_order *order, tp_arena *arena,
                             tp_err *err);
/* Whether the best point known is within the task's gap of the bound. */
bool tp_subproblem_near(const tp_subproblem *level);
/* Whether nothing better is left, what there is suffices, or the search was stopped. */
bool tp_subproblem_settled(const tp_subproblem *level);

#endif
