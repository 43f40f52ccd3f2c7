#include "solve/network/parameters.h"

#include <stdlib.h>
#include <string.h>

typedef struct equation {
    int32_t row;
    int64_t size;
} equation;

static int by_size(const void *a, const void *b)
{
    const equation *p = a, *q = b;
    if (p->size != q->size)
        return p->size > q->size ? -1 : 1;
    return (p->row > q->row) - (p->row < q->row);
}

/* The one column whose sign is against all others', if all entries are ±1; -1. */
static int32_t odd_one(const tp_program *p, int32_t row)
{
    int64_t plus = 0, minus = 0;
    int32_t last_plus = -1, last_minus = -1;
    for (int64_t k = p->start[row]; k < p->start[row + 1]; k++) {
        if (p->entries[k].coef == 1) {
            plus++;
            last_plus = p->entries[k].col;
        } else if (p->entries[k].coef == -1) {
            minus++;
            last_minus = p->entries[k].col;
        } else {
            return -1;
        }
    }
    return plus + minus < 3 ? -1 : minus == 1 ? last_minus : plus == 1 ? last_plus : -1;
}

/* The others all stand in further equations, the column itself in none. */
static bool totals(const tp_program *p, int32_t row, int32_t col, const int32_t *equations)
{
    for (int64_t k = p->start[row]; k < p->start[row + 1]; k++) {
        int32_t j = p->entries[k].col;
        if (j == col ? equations[j] != 1 : equations[j] < 2)
            return false;
    }
    return true;
}

/* A total and the equation that defines it come from one origin; a balance that happens to look
 * like one does not. */
static bool made_together(const tp_program *p, int32_t row, int32_t col)
{
    return memcmp(&p->row_origin[row], &p->col_origin[col], sizeof *p->row_origin) == 0;
}

static int32_t parameter_of(const tp_parameters *p, int32_t col)
{
    for (int32_t k = 0; k < p->count; k++)
        if (p->col[k] == col)
            return k;
    return -1;
}

static tp_status find(tp_parameters *out, const tp_program *p, tp_arena *scratch, tp_err *err)
{
    int32_t *equations = tp_arena_array(scratch, (size_t)p->n_cols + 1, sizeof *equations);
    equation *order = tp_arena_array(scratch, (size_t)p->n_rows + 1, sizeof *order);
    size_t n = 0;
    if (!equations || !order)
        return tp_fail_nomem(err);
    for (int32_t i = 0; i < p->n_rows; i++) {
        if (p->row_lo[i] != p->row_hi[i])
            continue;
        order[n++] = (equation){i, p->start[i + 1] - p->start[i]};
        for (int64_t k = p->start[i]; k < p->start[i + 1]; k++)
            equations[p->entries[k].col]++;
    }
    if (n)
        qsort(order, n, sizeof *order, by_size);
    for (size_t e = 0; e < n && out->count < TP_PARAMETERS_MOST; e++) {
        int32_t row = order[e].row, col = odd_one(p, row);
        if (col < 0 || !made_together(p, row, col) || !totals(p, row, col, equations))
            continue;
        out->col[out->count] = col;
        out->defined_by[out->count++] = row;
        for (int64_t k = p->start[row]; k < p->start[row + 1]; k++)
            equations[p->entries[k].col]--;
    }
    return TP_OK;
}

/* Takes the parameters out of a row; entries of one size become ±1. */
static bool strip(tp_parameters *out, int32_t row, tp_entry *entries, int64_t *count)
{
    const tp_program *p = out->program;
    int64_t *coef = out->coef[out->n_rows], unit = 0;
    bool even = true;
    *count = 0;
    for (int64_t k = p->start[row]; k < p->start[row + 1]; k++) {
        int32_t at = parameter_of(out, p->entries[k].col);
        int64_t c = p->entries[k].coef, size = c < 0 ? -c : c;
        if (at >= 0) {
            coef[at] = c;
            continue;
        }
        even &= !unit || size == unit;
        unit = size;
        entries[(*count)++] = p->entries[k];
    }
    out->unit[out->n_rows] = even ? unit : 0;
    for (int64_t k = 0; even && k < *count; k++)
        entries[k].coef = entries[k].coef > 0 ? 1 : -1;
    out->row[out->n_rows] = row;
    return coef[0] || coef[1];
}

static tp_status build_rest(tp_parameters *out, tp_arena *arena, tp_arena *scratch, tp_err *err)
{
    const tp_program *p = out->program;
    tp_entry *entries = tp_arena_array(scratch, (size_t)p->n_cols + 1, sizeof *entries);
    size_t rows = (size_t)p->n_rows + 1;
    out->rest = tp_program_create(arena);
    out->row = tp_arena_array(arena, rows, sizeof *out->row);
    out->unit = tp_arena_array(arena, rows, sizeof *out->unit);
    out->coef = tp_arena_array(arena, rows, sizeof *out->coef);
    out->bound = tp_arena_array(arena, rows, sizeof *out->bound);
    if (!entries || !out->rest || !out->row || !out->unit || !out->coef || !out->bound)
        return tp_fail_nomem(err);
    for (int32_t j = 0; j < p->n_cols; j++)
        if (tp_program_col(out->rest, p->lo[j], p->hi[j], p->col_origin[j]) < 0)
            return tp_fail_nomem(err);
    for (int32_t i = 0; i < p->n_rows; i++) {
        int64_t n = 0;
        bool bound = strip(out, i, entries, &n);
        int32_t at = bound
                         ? tp_program_row(out->rest, -TP_INF, TP_INF, p->row_origin[i], entries, n)
                         : tp_program_row(out->rest, p->row_lo[i], p->row_hi[i], p->row_origin[i],
                                          p->entries + p->start[i], p->start[i + 1] - p->start[i]);
        if (at < 0)
            return tp_fail_nomem(err);
        out->bound[i] = bound;
        out->n_rows += bound;
    }
    return TP_OK;
}

tp_status tp_parameters_find(tp_parameters **out, const tp_program *program, tp_arena *arena,
                             tp_err *err)
{
    *out = NULL;
    tp_parameters *p = tp_arena_alloc(arena, sizeof *p);
    tp_arena *scratch = tp_arena_create();
    if (!p || !scratch) {
        tp_arena_free(scratch);
        return tp_fail_nomem(err);
    }
    p->program = program;
    tp_status st = find(p, program, scratch, err);
    if (!st && p->count)
        st = build_rest(p, arena, scratch, err);
    tp_arena_free(scratch);
    if (!st && p->count)
        *out = p;
    return st;
}

/* Σ coef · parameter at its least or most. */
static bool part_of(const tp_parameters *p, int32_t at, const int64_t *lo, const int64_t *hi,
                    tp_wide *least, tp_wide *most)
{
    *least = *most = 0;
    for (int32_t k = 0; k < p->count; k++) {
        tp_wide c = p->coef[at][k];
        tp_wide a = c * lo[k], b = c * hi[k];
        *least += a < b ? a : b;
        *most += a < b ? b : a;
    }
    tp_wide limit = (tp_wide)1 << 100;
    return *least > -limit && *most < limit;
}

bool tp_parameters_sides(const tp_parameters *p, int32_t at, const int64_t *box_lo,
                         const int64_t *box_hi, int64_t row_lo, int64_t row_hi, int64_t *lo,
                         int64_t *hi)
{
    tp_wide least, most, v;
    *lo = -TP_INF;
    *hi = TP_INF;
    if (p->unit[at] == 0)
        return true;
    if (!part_of(p, at, box_lo, box_hi, &least, &most))
        return false;
    if (row_lo != -TP_INF) {
        v = tp_ceil_div(row_lo - most, p->unit[at]);
        if (v <= -(tp_wide)TP_INF || v >= (tp_wide)TP_INF)
            return false;
        *lo = (int64_t)v;
    }
    if (row_hi != TP_INF) {
        v = tp_floor_div(row_hi - least, p->unit[at]);
        if (v <= -(tp_wide)TP_INF || v >= (tp_wide)TP_INF)
            return false;
        *hi = (int64_t)v;
    }
    return true;
}

void tp_parameters_complete(const tp_parameters *p, int64_t *x)
{
    for (int32_t k = 0; k < p->count; k++) {
        tp_wide sum = 0;
        int32_t row = p->defined_by[k];
        int64_t sign = 1;
        for (int64_t e = p->program->start[row]; e < p->program->start[row + 1]; e++) {
            const tp_entry *at = &p->program->entries[e];
            if (at->col == p->col[k])
                sign = at->coef;
            else
                sum += (tp_wide)at->coef * x[at->col];
        }
        x[p->col[k]] = (int64_t)((p->program->row_lo[row] - sum) * sign);
    }
}
