/* The interface every solver stands behind. One problem: minimise cost·x over the program's rows
 * and the given boxes, x whole (or continuous for a relaxation).
 *
 * A solver never decides what is true: the caller checks x in integers and proves the bound from
 * the multipliers (lp/dual.h). Infeasible is a result, not an error.
 * No clock in the library: the caller's stop callback is asked between steps. */
#ifndef TP_SOLVE_SOLVER_H
#define TP_SOLVE_SOLVER_H

#include "domain/result.h"
#include "lp/program.h"

/* Asked now and then; what it returns ends the search with the best answer so far. */
typedef enum tp_stop_reason { TP_GO_ON = 0, TP_STOP_TIME, TP_STOP_USER } tp_stop_reason;
typedef struct tp_stop {
    tp_stop_reason (*ask)(void *user); /* NULL: never stop */
    void *user;
} tp_stop;

static inline tp_stop_reason tp_stop_asked(const tp_stop *stop)
{
    return stop->ask ? stop->ask(stop->user) : TP_GO_ON;
}

/* Optional sink for one-line progress; called from the solving thread. `step` is told of parts of a
 * stage as they end, for whoever asks where the time goes; either may be NULL. */
typedef struct tp_progress {
    void (*tell)(void *user, const char *stage, tp_wide value, tp_wide bound);
    void *user;
    void (*step)(void *user, const char *stage, const char *step);
} tp_progress;

typedef struct tp_task {
    const tp_program *program;
    const int64_t *cost;            /* [n_cols], minimised */
    const int64_t *lo, *hi;         /* [n_cols] boxes, at least as tight as the program's */
    const int64_t *row_lo, *row_hi; /* [n_rows] likewise; NULL: the program's own */
    const int64_t *start;           /* a feasible point to start from, or NULL */
    const tp_program *cuts; /* further rows every whole point keeps (same columns), or NULL */
    int32_t cuts_from; /* rows from here on follow from the others: they may be left out; 0: none */
    bool relax;        /* linear relaxation only */
    bool judge; /* whether there is a point is all that is wanted: no proof of a contradiction */
    int64_t node_limit; /* end the search after so many nodes; 0: no limit */
    tp_dec gap;         /* accept value - bound <= gap × |value|; 0: exact */
    tp_wide constant;   /* of the objective as minimised: value = constant + cost·x */
    tp_stop stop;
    tp_progress progress;
} tp_task;

typedef enum tp_solved {
    TP_SOLVED_OPTIMAL,
    TP_SOLVED_FEASIBLE, /* stopped; x is an answer */
    TP_SOLVED_INFEASIBLE,
    TP_SOLVED_NONE /* stopped; no answer */
} tp_solved;

typedef struct tp_solution {
    tp_solved status;
    int64_t *x;    /* [n_cols] whole numbers, checked by the solver module; NULL if none */
    bool integral; /* the relaxation's vertex was whole */
    tp_wide value; /* cost·x */
    tp_wide bound; /* claimed lower bound (rounded up to a whole millionth) */
    int64_t scale; /* multipliers y / scale; 0: none */
    int64_t *y;    /* [n_rows] integer multipliers of the root relaxation (or Farkas ray) */
    /* A proof by parts in place of y (held/partition.h); none: 0. */
    tp_proof_part *parts;
    size_t n_parts;
    int64_t nodes;
    const char *method;
    tp_stop_reason stopped;
    /* What the search learnt, for the next task over a part of this one's points; NULL: nothing. */
    tp_program *cuts;               /* rows that every whole point of the task keeps */
    tp_program *holds;              /* rows that every whole point no worse than x keeps */
    int64_t *narrow_lo, *narrow_hi; /* [n_cols] boxes that hold every whole point no worse than x */
} tp_solution;

typedef struct tp_solver {
    const char *name, *version;
    tp_status (*solve)(const tp_task *task, tp_solution *out, tp_arena *arena, tp_err *err);
} tp_solver;

extern const tp_solver tp_solver_glpk;

/* Of Cbc, which helps the search where it is there; NULL: it is not. */
const char *tp_solver_cbc_version(void);

#endif
