/* What a linear relaxation is asked and what it answers; relax.h says what may be done with one. */
#ifndef TP_SOLVE_RELAXATION_SPEC_H
#define TP_SOLVE_RELAXATION_SPEC_H

#include "solve/solver.h"

typedef struct tp_relax tp_relax;
typedef struct tp_relax_engine tp_relax_engine;

extern const tp_relax_engine tp_relax_glpk; /* always there; exact arithmetic as a last resort */
/* NULL if the library was built without it. Much faster on large programs; it shows no tableau, so
 * no Gomory cuts come from it. */
extern const tp_relax_engine *const tp_relax_clp;

/* Points at which a test can make the solver misbehave; NULL in the product. */
typedef enum tp_relax_fault {
    TP_FAULT_NONE,
    TP_FAULT_INDEX,     /* a wrong row index is passed to GLPK */
    TP_FAULT_NAN,       /* a coefficient becomes NaN */
    TP_FAULT_MEMORY,    /* GLPK's memory limit is hit */
    TP_FAULT_ITERATION, /* the iteration limit is hit at once */
    TP_FAULT_BASIS,     /* the simplex reports a singular basis */
    TP_FAULT_WRONG      /* "optimal" is returned with a wrong point */
} tp_relax_fault;
typedef struct tp_relax_hooks {
    tp_relax_fault (*fault)(void *user, int attempt); /* asked before each attempt */
    void *user;
} tp_relax_hooks;

typedef enum tp_relaxed {
    TP_RELAXED_OPTIMAL,
    TP_RELAXED_INFEASIBLE,
    TP_RELAXED_STOPPED,
    TP_RELAXED_FAILED /* no attempt came to an end */
} tp_relaxed;

typedef struct tp_relax_point {
    tp_relaxed status;
    double *x; /* [n_cols] */
    double *y; /* [n_rows] row duals: cost - y·A are the reduced costs */
    double *d; /* [n_cols] these */
    double value;
    tp_stop_reason stopped;
    int64_t iterations;
    bool exact; /* came from rational arithmetic */
} tp_relax_point;

typedef struct tp_relax_spec {
    const tp_task *task; /* with row_lo and row_hi set */
    bool elastic;        /* every row may be violated at price 1, costs are ignored: the duals of
                            the optimum are a Farkas proof if its value is positive */
    const tp_relax_hooks *hooks;
    const tp_relax_engine *engine; /* NULL: chosen by size */
    const struct tp_relax *beside; /* one that is open already, and closed after this one: where it
                                      gives up, this one is void as well. NULL: none */
} tp_relax_spec;

enum { TP_RELAX_MORE_ROWS = 4000 }; /* how many may be added */

#endif
