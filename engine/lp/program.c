#include "lp/program.h"

#include <stdlib.h>
#include <string.h>

tp_program *tp_program_create(tp_arena *arena)
{
    tp_program *p = tp_arena_alloc(arena, sizeof *p);
    if (!p)
        return NULL;
    p->arena = arena;
    if (!tp_arena_grow(arena, &p->start, &p->start_capacity, 0, 1))
        return NULL;
    p->start[0] = 0;
    return p;
}

int32_t tp_program_col(tp_program *p, int64_t lo, int64_t hi, tp_origin origin)
{
    size_t n = (size_t)p->n_cols;
    if (p->n_cols == INT32_MAX || !tp_arena_grow(p->arena, &p->lo, &p->lo_capacity, n, 1) ||
        !tp_arena_grow(p->arena, &p->hi, &p->hi_capacity, n, 1) ||
        !tp_arena_grow(p->arena, &p->col_origin, &p->col_capacity, n, 1))
        return -1;
    p->lo[n] = lo;
    p->hi[n] = hi;
    p->col_origin[n] = origin;
    if (p->period)
        p->col_origin[n].period = p->period;
    return p->n_cols++;
}

static int by_column(const void *a, const void *b)
{
    int32_t p = ((const tp_entry *)a)->col, q = ((const tp_entry *)b)->col;
    return (p > q) - (p < q);
}

/* Copies the entries behind the last row: sorted, like columns added up, zeros dropped. */
static bool append_entries(tp_program *p, const tp_entry *entries, int64_t count, int64_t *kept)
{
    size_t base = (size_t)p->start[p->n_rows];
    if (!tp_arena_grow(p->arena, &p->entries, &p->entry_capacity, base, (size_t)count + 1))
        return false;
    tp_entry *row = p->entries + base;
    bool sorted = true;
    for (int64_t i = 0; i < count; i++) {
        row[i] = entries[i];
        sorted = sorted && (i == 0 || row[i - 1].col < row[i].col);
    }
    if (!sorted)
        qsort(row, (size_t)count, sizeof *row, by_column);
    int64_t n = 0;
    for (int64_t i = 0; i < count; i++) {
        if (n && row[n - 1].col == row[i].col) {
            if (__builtin_add_overflow(row[n - 1].coef, row[i].coef, &row[n - 1].coef))
                return false;
        } else {
            row[n++] = row[i];
        }
        if (row[n - 1].coef == 0 && (i + 1 == count || row[i + 1].col != row[n - 1].col))
            n--;
    }
    *kept = n;
    return true;
}

int32_t tp_program_row(tp_program *p, int64_t lo, int64_t hi, tp_origin origin,
                       const tp_entry *entries, int64_t count)
{
    size_t n = (size_t)p->n_rows;
    int64_t kept;
    if (p->n_rows == INT32_MAX || !append_entries(p, entries, count, &kept) ||
        !tp_arena_grow(p->arena, &p->row_lo, &p->row_lo_capacity, n, 1) ||
        !tp_arena_grow(p->arena, &p->row_hi, &p->row_hi_capacity, n, 1) ||
        !tp_arena_grow(p->arena, &p->row_origin, &p->row_capacity, n, 1) ||
        !tp_arena_grow(p->arena, &p->start, &p->start_capacity, n + 1, 1))
        return -1;
    tp_entry *row = p->entries + p->start[n];
    int64_t gcd = 0;
    for (int64_t i = 0; i < kept && gcd != 1; i++)
        gcd = tp_gcd(gcd, row[i].coef);
    if (gcd > 1) {
        for (int64_t i = 0; i < kept; i++)
            row[i].coef /= gcd;
        if (lo != -TP_INF)
            lo = (int64_t)tp_ceil_div(lo, gcd);
        if (hi != TP_INF)
            hi = (int64_t)tp_floor_div(hi, gcd);
    }
    p->row_lo[n] = lo;
    p->row_hi[n] = hi;
    p->row_origin[n] = origin;
    if (p->period)
        p->row_origin[n].period = p->period;
    p->start[n + 1] = p->start[n] + kept;
    return p->n_rows++;
}

bool tp_program_activity(const tp_program *p, int32_t row, const int64_t *x, tp_wide *out)
{
    tp_wide sum = 0;
    int64_t quick = 0, term; /* nearly every row stays within 64 bits */
    bool over = false;
    for (int64_t k = p->start[row]; k < p->start[row + 1]; k++)
        over |= __builtin_mul_overflow(p->entries[k].coef, x[p->entries[k].col], &term) ||
                __builtin_add_overflow(quick, term, &quick);
    *out = quick;
    if (!over)
        return true;
    for (int64_t k = p->start[row]; k < p->start[row + 1]; k++)
        if (__builtin_add_overflow(sum, (tp_wide)p->entries[k].coef * x[p->entries[k].col], &sum))
            return false;
    *out = sum;
    return true;
}

void tp_program_violated(const tp_program *p, const int64_t *x, int32_t *row, int32_t *col)
{
    *row = *col = -1;
    for (int32_t j = 0; j < p->n_cols && *col < 0; j++)
        if (x[j] < p->lo[j] || x[j] > p->hi[j])
            *col = j;
    for (int32_t i = 0; i < p->n_rows && *row < 0; i++) {
        tp_wide sum;
        if (!tp_program_activity(p, i, x, &sum) ||
            (p->row_lo[i] != -TP_INF && sum < p->row_lo[i]) ||
            (p->row_hi[i] != TP_INF && sum > p->row_hi[i]))
            *row = i;
    }
}

tp_status tp_program_columns(tp_matrix_columns *out, const tp_program *p, tp_arena *arena,
                             tp_err *err)
{
    size_t entries = (size_t)p->start[p->n_rows];
    out->start = tp_arena_array(arena, (size_t)p->n_cols + 2, sizeof *out->start);
    out->row = tp_arena_array(arena, entries + 1, sizeof *out->row);
    out->coef = tp_arena_array(arena, entries + 1, sizeof *out->coef);
    if (!out->start || !out->row || !out->coef)
        return tp_fail_nomem(err);
    for (size_t k = 0; k < entries; k++)
        out->start[p->entries[k].col + 2]++;
    for (int32_t j = 2; j <= p->n_cols; j++)
        out->start[j] += out->start[j - 1];
    /* start[j + 1] now holds where column j begins; filling advances it to where j + 1 begins. */
    for (int32_t i = 0; i < p->n_rows; i++) {
        for (int64_t k = p->start[i]; k < p->start[i + 1]; k++) {
            int64_t at = out->start[p->entries[k].col + 1]++;
            out->row[at] = i;
            out->coef[at] = p->entries[k].coef;
        }
    }
    return TP_OK;
}

bool tp_objective_value(const tp_objective *objective, int32_t n_cols, const int64_t *x,
                        tp_wide *out)
{
    tp_wide sum = objective->constant;
    for (int32_t j = 0; j < n_cols; j++)
        if (objective->cost[j] && x[j] &&
            __builtin_add_overflow(sum, (tp_wide)objective->cost[j] * x[j], &sum))
            return false;
    *out = sum;
    return true;
}

bool tp_program_sound(const tp_program *p)
{
    for (int32_t i = 0; i < p->n_rows; i++) {
        if (p->row_lo[i] == TP_INF || p->row_hi[i] == -TP_INF || p->start[i] > p->start[i + 1])
            return false;
        for (int64_t k = p->start[i]; k < p->start[i + 1]; k++) {
            const tp_entry *e = &p->entries[k];
            bool ascending = k == p->start[i] || p->entries[k - 1].col < e->col;
            if (e->col < 0 || e->col >= p->n_cols || e->coef == 0 || !ascending)
                return false;
        }
    }
    return true;
}
