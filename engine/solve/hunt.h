/* The search for whole answers: one level of it. Internal to solve/.
 *
 * A level reduces its task, solves the relaxation, cuts it, looks for good answers by repairing,
 * diving and searching near the best one, tightens the boxes to what could still be better, and
 * starts again one level down while that shrinks the task; what is left is searched by branching.
 * Points count only after a check in integers; branches are closed on bounds rounded in whole steps
 * of the costs. */
#ifndef TP_SOLVE_HUNT_H
#define TP_SOLVE_HUNT_H

#include "solve/cuts.h"
#include "solve/multipliers.h"
#include "solve/reduce.h"
#include "solve/relax.h"
#include "solve/repair.h"

typedef struct tp_hunt_order {
    const tp_task *task; /* row_lo and row_hi set; start: may lie outside (then it is ignored) */
    bool capped;         /* only points with cost·x <= most are wanted */
    tp_wide most;
    int depth;
    int64_t node_limit; /* 0: none */
    /* What the value of a whole point is to the user: unit × value + zero (0: as it stands). The
     * task's gap is measured there. */
    tp_wide unit, zero;
} tp_hunt_order;

typedef struct tp_hunt_outcome {
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
} tp_hunt_outcome;

tp_status tp_hunt(tp_hunt_outcome *out, const tp_hunt_order *order, tp_arena *arena, tp_err *err);

/* State of a level, in reduced columns and with costs divided by their gcd. */
typedef struct tp_level {
    const tp_hunt_order *order;
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
} tp_level;

/* Offers a whole point; a better one is kept (and lowers `most`). */
void tp_level_offer(tp_level *level, const int64_t *x);
/* Rounds and repairs a fractional point and offers what comes out. True if it was whole. */
bool tp_level_round(tp_level *level, const double *x);
/* Relaxation within given boxes. */
tp_status tp_level_relax(tp_level *level, const int64_t *lo, const int64_t *hi,
                         tp_relax_point *point);
/* Lower bound in whole steps from a relaxation's value. */
tp_wide tp_level_floor(const tp_level *level, const tp_relax_point *point);
/* Boxes after exact propagation; false: empty. */
bool tp_level_propagate(const tp_level *level, int64_t *lo, int64_t *hi, int64_t *row_scratch);

/* Cuts, first those carried over from earlier tasks, while they raise the bound. */
tp_status tp_level_cut(tp_level *level, tp_relax_point *point);
/* Whether the best point known is within the task's gap of the bound. */
bool tp_level_near(const tp_level *level);
/* Whether nothing better is left, what there is suffices, or the search was stopped. */
bool tp_level_settled(const tp_level *level);
/* Fills what the level learnt into the outcome. */
tp_status tp_level_teach(tp_level *level, tp_hunt_outcome *out);

tp_status tp_level_dive(tp_level *level);
/* Branches until done or stopped; *complete tells which. */
tp_status tp_level_branch(tp_level *level, bool *complete);

#endif
