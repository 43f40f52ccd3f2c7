#include "solve/relaxation/coin.h"

#ifdef TP_WITH_CLP

#include <float.h>

static bool room(tp_coin *l, const tp_program *p, size_t more, tp_arena *arena)
{
    size_t rows = (size_t)p->n_rows, cols = (size_t)p->n_cols + more + 1;
    size_t entries = (size_t)p->start[p->n_rows] + more + 1;
    l->start = tp_arena_array(arena, cols + 1, sizeof *l->start);
    l->row = tp_arena_array(arena, entries, sizeof *l->row);
    l->coef = tp_arena_array(arena, entries, sizeof *l->coef);
    l->lo = tp_arena_array(arena, cols, sizeof *l->lo);
    l->hi = tp_arena_array(arena, cols, sizeof *l->hi);
    l->cost = tp_arena_array(arena, cols, sizeof *l->cost);
    l->row_lo = tp_arena_array(arena, rows + 1, sizeof *l->row_lo);
    l->row_hi = tp_arena_array(arena, rows + 1, sizeof *l->row_hi);
    return l->start && l->row && l->coef && l->lo && l->hi && l->cost && l->row_lo && l->row_hi;
}

tp_status tp_coin_of(tp_coin *l, const tp_task *t, size_t more, tp_arena *arena, tp_err *err)
{
    const tp_program *p = t->program;
    tp_matrix_columns by;
    *l = (tp_coin){.columns = p->n_cols};
    tp_status st = tp_program_columns(&by, p, arena, err);
    if (st || !room(l, p, more, arena))
        return st ? st : tp_fail_nomem(err);
    for (int32_t j = 0; j < p->n_cols; j++) {
        l->lo[j] = (double)t->lo[j];
        l->hi[j] = (double)t->hi[j];
        l->cost[j] = (double)t->cost[j];
        l->start[j + 1] = (CoinBigIndex)by.start[j + 1];
        for (int64_t k = by.start[j]; k < by.start[j + 1]; k++) {
            l->row[k] = by.row[k];
            l->coef[k] = (double)by.coef[k];
        }
    }
    for (int32_t i = 0; i < p->n_rows; i++) {
        l->row_lo[i] = t->row_lo[i] == -TP_INF ? -DBL_MAX : (double)t->row_lo[i];
        l->row_hi[i] = t->row_hi[i] == TP_INF ? DBL_MAX : (double)t->row_hi[i];
    }
    return TP_OK;
}

#endif
