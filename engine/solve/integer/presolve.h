/* Exact reductions before a solver is called.
 *
 * The reduced program has no fixed columns, no rows or sides that the boxes keep anyway, and its
 * rows are divided by the gcd of what is left; columns that nothing tells apart are one, with the
 * boxes added up, where that spares a fiftieth of them. Every point of the task within its boxes is
 * a point of the reduced one and back, at the same cost less `constant`. */
#ifndef TP_SOLVE_INTEGER_PRESOLVE_H
#define TP_SOLVE_INTEGER_PRESOLVE_H

#include "solve/solver.h"

typedef struct tp_reduced {
    const tp_task *original;
    tp_task task;                     /* what is left; task.n_cols may be 0 */
    tp_program *program;              /* the same, open to further rows */
    int32_t rows_at_first, cuts_from; /* of task: where its cuts begin, own ones included */
    int32_t *col_of;                  /* [original n_cols] reduced column, -1: fixed */
    int32_t *first;                   /* [reduced n_cols] the first original column */
    int32_t *next;                    /* [original n_cols] the next one like it, -1: none */
    int32_t *row_of;                  /* [original n_rows] reduced row, -1: dropped */
    int64_t *divisor; /* [reduced n_rows] original row = divisor × reduced row + fixed part */
    tp_wide constant; /* cost of the fixed columns */
    bool empty;       /* contradiction found on the way */
} tp_reduced;

tp_status tp_reduce(tp_reduced *out, const tp_task *task, tp_arena *arena, tp_err *err);

/* Reduced point to original point; of like columns the first are filled first. */
void tp_reduce_expand(const tp_reduced *r, const int64_t *reduced, int64_t *x);
void tp_reduce_compress(const tp_reduced *r, const int64_t *x, int64_t *reduced);

#endif
