/* Rounds of cutting planes over a subproblem's relaxation. */
#include "solve/integer/cutting.h"

#include "solve/integer/cuts.h"

#include <math.h>
#include <string.h>

enum { CUT_ROUNDS = 15, IDLE_ROUNDS = 3, ROWS_SPARE = 500, GOMORY_COLUMNS = 60 };

#define SIDE_MAX ((tp_wide)1 << 52) /* what the relaxation takes */

/* Sides and rows move when the program grows. */
static void refresh(tp_subproblem *l)
{
    l->task.row_lo = l->program->row_lo;
    l->task.row_hi = l->program->row_hi;
}

typedef struct carrier {
    tp_entry *entries;
    int64_t *coef; /* [n_cols] by original column, 0 between rows */
} carrier;

/* Whether the row counts all columns that are like its own alike: else it says nothing of their
 * total. */
static bool speaks_of_totals(const tp_subproblem *l, const carrier *c, const tp_entry *row,
                             int64_t n)
{
    for (int64_t k = 0; k < n; k++) {
        int32_t own = l->red.col_of[row[k].col];
        for (int32_t j = own >= 0 ? l->red.first[own] : -1; j >= 0; j = l->red.next[j])
            if (c->coef[j] != row[k].coef)
                return false;
    }
    return true;
}

/* A carried row over the free columns; rows without any are of no use. */
static tp_status carry_row(tp_subproblem *l, const tp_program *cuts, int32_t i, const carrier *c)
{
    const tp_entry *row = cuts->entries + cuts->start[i];
    tp_entry *entries = c->entries;
    int64_t n = 0, count = cuts->start[i + 1] - cuts->start[i];
    tp_wide fixed = 0;
    for (int64_t k = 0; k < count; k++)
        c->coef[row[k].col] = row[k].coef;
    bool fits = speaks_of_totals(l, c, row, count);
    for (int64_t k = 0; k < count; k++) {
        int32_t j = row[k].col, own = l->red.col_of[j];
        c->coef[j] = 0;
        if (own < 0)
            fixed += (tp_wide)row[k].coef * l->order->task->lo[j];
        else if (l->red.first[own] == j)
            entries[n++] = (tp_entry){own, row[k].coef};
    }
    tp_wide side = cuts->row_hi[i] - fixed;
    if (!fits || n == 0 || side <= -SIDE_MAX || side >= SIDE_MAX)
        return TP_OK;
    return tp_program_row(l->program, -TP_INF, (int64_t)side, cuts->row_origin[i], entries, n) < 0
               ? tp_fail_nomem(l->err)
               : TP_OK;
}

static tp_status carry(tp_subproblem *l)
{
    const tp_program *cuts = l->order->task->cuts;
    tp_status st = TP_OK;
    if (!cuts || l->order->depth > 0)
        return TP_OK;
    carrier c = {.entries = tp_arena_array(l->arena, (size_t)cuts->n_cols + 1, sizeof *c.entries),
                 .coef = tp_arena_array(l->arena, (size_t)cuts->n_cols + 1, sizeof *c.coef)};
    if (!c.entries || !c.coef)
        return tp_fail_nomem(l->err);
    for (int32_t i = 0; i < cuts->n_rows && i < TP_RELAX_MORE_ROWS / 2 && !st; i++)
        st = carry_row(l, cuts, i, &c);
    return st;
}

/* Gives the rows from `from` on to the relaxation and solves it again. */
static tp_status resolve(tp_subproblem *l, int32_t from, tp_relax_point *point)
{
    tp_status st = TP_OK;
    refresh(l);
    for (int32_t i = from; i < l->program->n_rows && !st; i++)
        st = tp_relax_add(l->relax, l->program, i, l->err);
    if (!st)
        st = tp_subproblem_relax(l, l->lo, l->hi, point);
    if (st || l->stopped)
        return st;
    if (point->status == TP_RELAXED_INFEASIBLE)
        l->bound = l->most + 1;
    if (point->status != TP_RELAXED_OPTIMAL)
        return TP_OK;
    tp_subproblem_round(l, point->x);
    if (tp_subproblem_floor(l, point) > l->bound)
        l->bound = tp_subproblem_floor(l, point);
    return TP_OK;
}

/* Cuts from the tableau rows of fractional columns. */
static tp_status gomory(tp_subproblem *l, tp_cutter *cutter, const tp_relax_point *point,
                        int32_t *added)
{
    double *x = tp_arena_array(l->arena, (size_t)l->program->n_cols + 1, sizeof *x);
    if (!x)
        return tp_fail_nomem(l->err);
    memcpy(x, point->x, (size_t)l->program->n_cols * sizeof *x);
    return tp_cutter_gomory(cutter, l->program, l->relax, x, GOMORY_COLUMNS, added, l->err);
}

tp_status tp_cutting_loop(tp_subproblem *l, tp_relax_point *point)
{
    int32_t from = l->program->n_rows;
    tp_status st = carry(l);
    if (!st && l->program->n_rows > from)
        st = resolve(l, from, point);
    tp_cutter *cutter = NULL;
    if (!st)
        st = tp_cutter_create(&cutter, &l->task, l->arena, l->err);
    int idle = 0;
    for (int round = 0; round < CUT_ROUNDS && idle < IDLE_ROUNDS && !st; round++) {
        int32_t added;
        double before = point->value;
        l->stopped = tp_stop_asked(&l->task.stop);
        if (tp_subproblem_settled(l) || point->status != TP_RELAXED_OPTIMAL)
            break;
        from = l->program->n_rows;
        st = tp_cutter_run(cutter, l->program, point->x, &added, l->err);
        if (!st)
            st = gomory(l, cutter, point, &added);
        refresh(l);
        if (st || !added ||
            l->program->n_rows - l->red.rows_at_first > TP_RELAX_MORE_ROWS - ROWS_SPARE)
            break;
        st = resolve(l, from, point);
        idle = point->value > before + 1e-7 * (1 + fabs(before)) ? 0 : idle + 1;
    }
    return st;
}
