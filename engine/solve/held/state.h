/* What has been decided so far, and the space that leaves; held.h says how it comes about. */
#ifndef TP_SOLVE_HELD_STATE_H
#define TP_SOLVE_HELD_STATE_H

#include "lp/dual.h"
#include "lp/proof.h"
#include "solve/exact/propagate.h"
#include "solve/network/network.h"
#include "solve/network/parameters.h"
#include "solve/tiers.h"

typedef struct tp_held {
    const tp_tiers_task *task;
    tp_arena *arena;
    tp_space space;           /* program: the task's, or a copy with held rows */
    const tp_program *before; /* the task's */
    /* Parameters (NULL: none), and what was decided of rows without them: sides of their activity
     * in the rest, beside those the row's own sides give. [parameters->n_rows] */
    tp_parameters *parameters;
    int64_t *inner_lo, *inner_hi;
    bool *implied;       /* [tiers, twice] the tier's held row follows from the inner sides */
    tp_network *network; /* of the task's program; NULL: none */
    bool extended;
    size_t tiers; /* held so far */
} tp_held;

#endif
