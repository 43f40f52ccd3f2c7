#include "solve/integer/presolve.h"

#include "solve/integer/column_merging.h"

#include <string.h>

#define LARGE ((int64_t)1 << 52)

/* One row over the free columns; returns the number of entries, sides shifted by the fixed part. */
static int64_t free_part(const tp_reduced *r, int32_t i, tp_entry *entries, tp_wide *fixed)
{
    const tp_program *p = r->original->program;
    int64_t n = 0;
    *fixed = 0;
    for (int64_t k = p->start[i]; k < p->start[i + 1]; k++) {
        int32_t j = p->entries[k].col;
        if (r->col_of[j] < 0)
            *fixed += (tp_wide)p->entries[k].coef * r->original->lo[j];
        else if (r->first[r->col_of[j]] == j)
            entries[n++] = (tp_entry){r->col_of[j], p->entries[k].coef};
    }
    return n;
}

/* Which sides the boxes alone keep. */
static void idle_sides(const tp_task *t, int32_t i, bool *below, bool *above)
{
    const tp_program *p = t->program;
    tp_wide least = 0, most = 0;
    for (int64_t k = p->start[i]; k < p->start[i + 1]; k++) {
        tp_wide a = p->entries[k].coef;
        int64_t lo = t->lo[p->entries[k].col], hi = t->hi[p->entries[k].col];
        least += a > 0 ? a * lo : a * hi;
        most += a > 0 ? a * hi : a * lo;
    }
    *below = t->row_lo[i] == -TP_INF || least >= t->row_lo[i];
    *above = t->row_hi[i] == TP_INF || most <= t->row_hi[i];
}

static tp_status shift(tp_wide side, tp_wide fixed, bool open, int64_t *out, tp_err *err)
{
    if (open) {
        *out = (int64_t)side;
        return TP_OK;
    }
    tp_wide v = side - fixed;
    if (v <= -(tp_wide)TP_INF || v >= (tp_wide)TP_INF)
        return tp_fail(err, TP_E_OVERFLOW, "side of a reduced row");
    *out = (int64_t)v;
    return TP_OK;
}

static bool large(int64_t side)
{
    return side != -TP_INF && side != TP_INF && (side > LARGE || side < -LARGE);
}

static tp_status reduce_row(tp_reduced *r, int32_t i, tp_program *into, tp_entry *entries,
                            tp_err *err)
{
    const tp_task *t = r->original;
    tp_wide fixed;
    int64_t n = free_part(r, i, entries, &fixed), lo = 0, hi = 0, gcd = 0;
    tp_status st = shift(t->row_lo[i], fixed, t->row_lo[i] == -TP_INF, &lo, err);
    if (!st)
        st = shift(t->row_hi[i], fixed, t->row_hi[i] == TP_INF, &hi, err);
    if (st)
        return st;
    bool below, above;
    idle_sides(t, i, &below, &above);
    if (below && above)
        return TP_OK; /* like columns need not be alike here */
    r->empty |= n == 0 && (lo > 0 || hi < 0);
    if (n == 0)
        return TP_OK;
    /* A held tier may leave a side far beyond anything the row can reach. */
    lo = below ? -TP_INF : lo;
    hi = above ? TP_INF : hi;
    if (t->cuts_from && i >= t->cuts_from && (large(lo) || large(hi)))
        return TP_OK; /* the relaxation could not take it */
    for (int64_t k = 0; k < n; k++)
        gcd = tp_gcd(gcd, entries[k].coef);
    int32_t at = tp_program_row(into, lo, hi, t->program->row_origin[i], entries, n);
    if (at < 0)
        return tp_fail_nomem(err);
    r->row_of[i] = at;
    r->divisor[at] = gcd;
    r->empty |= into->row_lo[at] > into->row_hi[at];
    return TP_OK;
}

/* Adds a column to the one it is like; false: the box would be too wide. */
static bool join(tp_reduced *r, tp_program *into, int32_t *last, int32_t j)
{
    int64_t lo, hi;
    int32_t c = r->col_of[j];
    if (__builtin_add_overflow(into->lo[c], r->original->lo[j], &lo) ||
        __builtin_add_overflow(into->hi[c], r->original->hi[j], &hi) || lo < -LARGE || hi > LARGE)
        return false;
    into->lo[c] = lo;
    into->hi[c] = hi;
    r->next[last[c]] = j;
    last[c] = j;
    return true;
}

/* like: see tp_merge_columns. */
static tp_status columns(tp_reduced *r, tp_program *into, const int32_t *like, tp_arena *arena,
                         tp_err *err)
{
    const tp_task *t = r->original;
    int32_t n = t->program->n_cols;
    int64_t *cost = tp_arena_array(arena, (size_t)n + 1, sizeof *cost);
    int32_t *last = tp_arena_array(arena, (size_t)n + 1, sizeof *last);
    if (!cost || !last)
        return tp_fail_nomem(err);
    for (int32_t j = 0; j < n; j++) {
        r->col_of[j] = r->next[j] = -1;
        r->empty |= t->lo[j] > t->hi[j];
        if (t->lo[j] >= t->hi[j]) {
            r->constant += (tp_wide)t->cost[j] * t->lo[j];
            continue;
        }
        r->col_of[j] = r->col_of[like[j]];
        if (like[j] != j && join(r, into, last, j))
            continue;
        r->col_of[j] = tp_program_col(into, t->lo[j], t->hi[j], t->program->col_origin[j]);
        if (r->col_of[j] < 0)
            return tp_fail_nomem(err);
        cost[r->col_of[j]] = t->cost[j];
        r->first[r->col_of[j]] = last[r->col_of[j]] = j;
    }
    r->task.cost = cost;
    return TP_OK;
}

static tp_status open_up(tp_reduced *r, tp_program **into, tp_arena *arena, tp_err *err)
{
    const tp_program *p = r->original->program;
    size_t cols = (size_t)p->n_cols + 1, rows = (size_t)p->n_rows + 1;
    *into = tp_program_create(arena);
    r->col_of = tp_arena_array(arena, cols, sizeof *r->col_of);
    r->first = tp_arena_array(arena, cols, sizeof *r->first);
    r->next = tp_arena_array(arena, cols, sizeof *r->next);
    r->row_of = tp_arena_array(arena, rows, sizeof *r->row_of);
    r->divisor = tp_arena_array(arena, rows, sizeof *r->divisor);
    int32_t *like = tp_arena_array(arena, cols, sizeof *like);
    bool *idle = tp_arena_array(arena, rows, sizeof *idle);
    if (!*into || !r->col_of || !r->first || !r->next || !r->row_of || !r->divisor || !like ||
        !idle)
        return tp_fail_nomem(err);
    for (int32_t i = 0; i < p->n_rows; i++) {
        bool below, above;
        idle_sides(r->original, i, &below, &above);
        idle[i] = below && above;
    }
    tp_status st = tp_merge_columns(like, r->original, idle, arena, err);
    return st ? st : columns(r, *into, like, arena, err);
}

tp_status tp_reduce(tp_reduced *r, const tp_task *task, tp_arena *arena, tp_err *err)
{
    memset(r, 0, sizeof *r);
    const tp_program *p = task->program;
    r->original = task;
    r->task = *task;
    tp_program *into;
    tp_status st = open_up(r, &into, arena, err);
    tp_entry *entries = tp_arena_array(arena, (size_t)p->n_cols + 1, sizeof *entries);
    if (!st && !entries)
        st = tp_fail_nomem(err);
    if (st)
        return st;
    for (int32_t i = 0; i < p->n_rows && !st; i++) {
        r->row_of[i] = -1;
        if (i == task->cuts_from)
            r->cuts_from = into->n_rows;
        st = reduce_row(r, i, into, entries, err);
    }
    r->task.program = r->program = into;
    r->rows_at_first = into->n_rows;
    if (!task->cuts_from || task->cuts_from >= p->n_rows)
        r->cuts_from = into->n_rows;
    r->task.lo = into->lo;
    r->task.hi = into->hi;
    r->task.row_lo = into->row_lo;
    r->task.row_hi = into->row_hi;
    r->task.start = NULL;
    r->task.cuts_from = r->cuts_from;
    return st;
}

void tp_reduce_expand(const tp_reduced *r, const int64_t *reduced, int64_t *x)
{
    const int64_t *lo = r->original->lo, *hi = r->original->hi;
    for (int32_t j = 0; j < r->original->program->n_cols; j++)
        x[j] = lo[j];
    for (int32_t c = 0; c < r->task.program->n_cols; c++) {
        int64_t left = reduced[c];
        for (int32_t j = r->first[c]; j >= 0; j = r->next[j])
            left -= lo[j];
        for (int32_t j = r->first[c]; j >= 0; j = r->next[j]) {
            int64_t part = left < hi[j] - lo[j] ? left : hi[j] - lo[j];
            x[j] = lo[j] + part;
            left -= part;
        }
    }
}

void tp_reduce_compress(const tp_reduced *r, const int64_t *x, int64_t *reduced)
{
    memset(reduced, 0, (size_t)r->task.program->n_cols * sizeof *reduced);
    for (int32_t j = 0; j < r->original->program->n_cols; j++)
        if (r->col_of[j] >= 0)
            reduced[r->col_of[j]] += x[j];
}
