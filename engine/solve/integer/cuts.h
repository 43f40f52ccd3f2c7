/* Mixed-integer rounding cuts in integers: rows that every whole point keeps and a fractional one
 * breaks.
 *
 * Works on the rows that carry sizes (shares, reserves, minimum lots, held tiers): a column that
 * an equality gives with coefficient 1 (a pool's closing balance) is replaced by what it stands
 * for, the rest is measured from its nearer box side, divided and rounded. All figures stay
 * integers, so a cut is exactly valid.
 * Source: Marchand and Wolsey, Aggregation and mixed integer rounding to solve MIPs (2001). */
#ifndef TP_SOLVE_INTEGER_CUTS_H
#define TP_SOLVE_INTEGER_CUTS_H

#include "solve/relaxation/relax.h"

typedef struct tp_cutter tp_cutter;

/* Why a cut holds: every whole point has form·x <= at or form·x >= at + 1, and in either case the
 * cut, times `scale`, follows from multipliers of rows (of -cut·x >= -side: above 0 they lean on a
 * row's lower side, below 0 on its upper one), of the case, and of boxes. [0] is the first case.
 * Borrowed: valid during the call. */
typedef struct tp_cut_reason {
    const tp_wide *form; /* [n_cols] */
    tp_wide at;
    int32_t n_rows[2];
    const int32_t *row[2];
    const tp_wide *y[2];
    tp_wide of_case[2]; /* the first at most 0, the second at least */
    int64_t scale;
} tp_cut_reason;
typedef struct tp_cut_witness {
    /* Told of each cut that is added: it is the program's last row. NULL: nobody is. */
    tp_status (*tell)(void *user, const tp_cut_reason *reason, tp_err *err);
    void *user;
} tp_cut_witness;

tp_status tp_cutter_create(tp_cutter **out, const tp_task *task, tp_arena *arena, tp_err *err);

/* From now on cuts are added only where figures of their reasons are below 2^60. */
tp_status tp_cutter_witness(tp_cutter *cutter, tp_cut_witness witness, tp_err *err);

/* Gomory's cuts from the relaxation's tableau, of the first `most` columns that are fractional at x
 * (the relaxation's own arrays do not outlive the calls: a copy). The multipliers that add the rows
 * up to (nearly) one column are rounded over a common denominator first, so the sum is exact; rows
 * enter as whole variables of their own between their sides. Adds to *added. */
tp_status tp_cutter_gomory(tp_cutter *cutter, tp_program *program, tp_relax *relax, const double *x,
                           int32_t most, int32_t *added, tp_err *err);

/* Appends the cuts that x breaks to `program` (the task's, to which it only adds rows); *added
 * counts them. */
tp_status tp_cutter_run(tp_cutter *cutter, tp_program *program, const double *x, int32_t *added,
                        tp_err *err);

#endif
