/* A task by columns in doubles, as the COIN engines take it. Internal to solve/: for clp.c and
 * integer/cbc.c. */
#ifndef TP_SOLVE_RELAXATION_COIN_H
#define TP_SOLVE_RELAXATION_COIN_H

#include "solve/solver.h"

#ifdef TP_WITH_CLP

#include <coin/Clp_C_Interface.h>

typedef struct tp_coin {
    int columns;
    CoinBigIndex *start;
    int *row;
    double *coef, *lo, *hi, *cost, *row_lo, *row_hi;
} tp_coin;

/* In the arena, with room for so many further columns of one entry each. The task's row_lo and
 * row_hi are set. */
tp_status tp_coin_of(tp_coin *out, const tp_task *task, size_t more, tp_arena *arena, tp_err *err);

#endif
#endif
