/* What is to be proven. */
#ifndef TP_SOLVE_PROVE_TASK_H
#define TP_SOLVE_PROVE_TASK_H

#include "lp/proof.h"
#include "solve/solver.h"

typedef struct tp_prove_task {
    const tp_program *program;
    const int64_t *lo, *hi, *row_lo, *row_hi; /* the space */
    const int64_t *cost;                      /* minimised; NULL: there is no point */
    tp_wide want;                             /* to prove: cost·x >= want */
    const int64_t *at; /* a point of the space that reaches it; NULL: none is known */
    tp_stop stop;
} tp_prove_task;

#endif
