/* Columns of their own for sums that rows speak of: all deposits of a pool, all loans out of it.
 *
 * Where each of many columns has a cost of its own, a split on one of them moves the bound by
 * hardly anything: the next one takes its place. A split on their sum does not let it. A total is
 * a whole column with a row that says what it is the sum of; in the proof it is the sum itself, so
 * that the row says nothing there, and its box is implied by those of its columns. */
#include "base/order.h"
#include "solve/prove/parts.h"

#include <string.h>

enum { TOTALS_MOST = 400 };
#define LARGE ((tp_wide)1 << 40) /* no box of a relaxation */

typedef struct gathering {
    tp_prover *p;
    const tp_entry *row; /* being looked at */
    tp_entry *entries;   /* [n_merged + 1] of a total's row */
    int32_t *all;        /* the columns of all totals, one total after the other */
    size_t n_all, room;
    tp_arena *scratch;
} gathering;

static int by_coefficient(const void *context, int32_t a, int32_t b)
{
    const tp_entry *row = context;
    return (row[a].coef > row[b].coef) - (row[a].coef < row[b].coef);
}

static bool same(const gathering *g, int32_t total, int32_t n)
{
    const tp_prover_total *t = &g->p->totals[total];
    if (t->count != n)
        return false;
    for (int32_t k = 0; k < n; k++)
        if (g->all[(size_t)t->first + (size_t)k] != g->entries[k].col)
            return false;
    return true;
}

/* The first n of entries are the columns, each with -1. */
static tp_status add_total(gathering *g, int32_t n)
{
    tp_prover *p = g->p;
    tp_wide lo = 0, hi = 0;
    for (int32_t k = 0; k < n; k++) {
        lo += p->program->lo[g->entries[k].col];
        hi += p->program->hi[g->entries[k].col];
    }
    for (int32_t k = 0; k < p->n_totals; k++)
        if (same(g, k, n))
            return TP_OK;
    if (n < 2 || lo < -LARGE || hi > LARGE || p->n_totals == TOTALS_MOST)
        return TP_OK;
    const tp_origin origin = {.maker = -1};
    int32_t col = tp_program_col(p->program, (int64_t)lo, (int64_t)hi, origin);
    if (col < 0 || !tp_arena_grow(p->arena, &g->all, &g->room, g->n_all, (size_t)n))
        return tp_fail_nomem(p->err);
    p->totals[p->n_totals++] = (tp_prover_total){.first = (int64_t)g->n_all, .count = n};
    for (int32_t k = 0; k < n; k++)
        g->all[g->n_all++] = g->entries[k].col;
    g->entries[n] = (tp_entry){col, 1};
    return tp_program_row(p->program, 0, 0, origin, g->entries, n + 1) < 0 ? tp_fail_nomem(p->err)
                                                                           : TP_OK;
}

/* Columns that stand in a row with the same coefficient. A row that holds a tier tells columns
 * apart by what they are worth: no sum of it is anything's. */
static tp_status of_row(gathering *g, int32_t i)
{
    const tp_program *r = g->p->program;
    int64_t from = r->start[i], count = r->start[i + 1] - from;
    if (r->row_origin[i].maker == -1)
        return TP_OK;
    tp_entry *row = tp_arena_array(g->scratch, (size_t)count + 1, sizeof *row);
    if (!row)
        return tp_fail_nomem(g->p->err);
    memcpy(row, r->entries + from, (size_t)count * sizeof *row);
    int32_t *order = tp_order_make(g->scratch, (size_t)count, by_coefficient, row);
    if (!order)
        return tp_fail_nomem(g->p->err);
    tp_status st = TP_OK;
    for (int64_t k = 0; k < count && !st;) {
        int32_t n = 0;
        int64_t coef = row[order[k]].coef;
        for (; k < count && row[order[k]].coef == coef; k++)
            g->entries[n++] = (tp_entry){row[order[k]].col, -1};
        st = add_total(g, n);
    }
    return st;
}

tp_status tp_prover_add_totals(tp_prover *p)
{
    gathering g = {.p = p, .scratch = tp_arena_create()};
    int32_t rows = p->program->n_rows;
    p->totals = tp_arena_array(p->arena, TOTALS_MOST, sizeof *p->totals);
    g.entries = tp_arena_array(p->arena, (size_t)p->n_merged + 2, sizeof *g.entries);
    tp_status st = g.scratch && p->totals && g.entries ? TP_OK : tp_fail_nomem(p->err);
    for (int32_t i = 0; i < rows && !st; i++)
        st = of_row(&g, i);
    p->total_cols = g.all;
    tp_arena_free(g.scratch);
    return st;
}
