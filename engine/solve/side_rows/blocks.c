#include "solve/side_rows/blocks.h"

#include <string.h>

tp_status tp_blocks_init(tp_blocks *b, const tp_task *task, tp_arena *arena, tp_err *err)
{
    const tp_program *p = task->program;
    int32_t cut_rows = task->cuts ? task->cuts->n_rows : 0;
    if (cut_rows > INT32_MAX - p->n_rows)
        return tp_fail(err, TP_E_OVERFLOW, "too many rows");
    *b = (tp_blocks){.task = task, .n_cols = p->n_cols, .n_rows = p->n_rows + cut_rows};
    size_t cols = (size_t)b->n_cols + 2, rows = (size_t)b->n_rows + 2;
    int32_t **of_cols[] = {&b->root, &b->block, &b->local, &b->first_col, &b->cols, &b->first_row};
    for (size_t i = 0; i < sizeof of_cols / sizeof *of_cols; i++)
        if (!(*of_cols[i] = tp_arena_array(arena, cols, sizeof(int32_t))))
            return tp_fail_nomem(err);
    if (!(b->rows = tp_arena_array(arena, rows, sizeof *b->rows)))
        return tp_fail_nomem(err);
    for (int32_t j = 0; j < b->n_cols; j++)
        b->root[j] = j;
    return TP_OK;
}

tp_row_view tp_blocks_row(const tp_blocks *b, int32_t row)
{
    const tp_program *p = b->task->program;
    if (row < p->n_rows)
        return (tp_row_view){p->entries + p->start[row], p->start[row + 1] - p->start[row],
                             b->task->row_lo[row], b->task->row_hi[row]};
    p = b->task->cuts;
    row -= b->task->program->n_rows;
    return (tp_row_view){p->entries + p->start[row], p->start[row + 1] - p->start[row],
                         p->row_lo[row], p->row_hi[row]};
}

bool tp_blocks_keeps(const tp_blocks *b, int32_t row, const int64_t *x)
{
    tp_row_view r = tp_blocks_row(b, row);
    tp_wide sum = 0;
    if (r.lo == -TP_INF && r.hi == TP_INF)
        return true;
    for (int64_t k = 0; k < r.count; k++)
        if (__builtin_add_overflow(sum, (tp_wide)r.entries[k].coef * x[r.entries[k].col], &sum))
            return true;
    return (r.lo == -TP_INF || sum >= r.lo) && (r.hi == TP_INF || sum <= r.hi);
}

bool tp_blocks_binds(const tp_blocks *b, int32_t row)
{
    tp_row_view r = tp_blocks_row(b, row);
    tp_wide least = 0, most = 0;
    if (r.lo == -TP_INF && r.hi == TP_INF)
        return false;
    for (int64_t k = 0; k < r.count; k++) {
        tp_wide a = r.entries[k].coef;
        int64_t lo = b->task->lo[r.entries[k].col], hi = b->task->hi[r.entries[k].col];
        least += a > 0 ? a * lo : a * hi;
        most += a > 0 ? a * hi : a * lo;
    }
    return (r.lo != -TP_INF && least < r.lo) || (r.hi != TP_INF && most > r.hi);
}

static bool is_free(const tp_blocks *b, int32_t col)
{
    return b->task->lo[col] < b->task->hi[col];
}

static int32_t find(tp_blocks *b, int32_t col)
{
    while (b->root[col] != col)
        col = b->root[col] = b->root[b->root[col]];
    return col;
}

int32_t tp_blocks_of_row(const tp_blocks *b, int32_t row)
{
    tp_row_view r = tp_blocks_row(b, row);
    for (int64_t k = 0; k < r.count; k++)
        if (is_free(b, r.entries[k].col))
            return b->block[r.entries[k].col];
    return -1;
}

void tp_blocks_tie(tp_blocks *b, int32_t row)
{
    tp_row_view r = tp_blocks_row(b, row);
    int32_t all = -1;
    for (int64_t k = 0; k < r.count; k++) {
        if (!is_free(b, r.entries[k].col))
            continue;
        int32_t here = find(b, r.entries[k].col);
        if (all < 0 || here == all) {
            all = here;
        } else if (here < all) {
            b->root[all] = here;
            all = here;
        } else {
            b->root[here] = all;
        }
    }
}

/* Two counting sorts. The smallest column of a block is its root, so it is met first. */
void tp_blocks_list(tp_blocks *b, const bool *active)
{
    b->n_blocks = 0;
    for (int32_t j = 0; j < b->n_cols; j++)
        b->block[j] = !is_free(b, j) ? -1 : find(b, j) == j ? b->n_blocks++ : b->block[b->root[j]];
    memset(b->first_col, 0, ((size_t)b->n_blocks + 2) * sizeof *b->first_col);
    memset(b->first_row, 0, ((size_t)b->n_blocks + 2) * sizeof *b->first_row);
    for (int32_t j = 0; j < b->n_cols; j++)
        if (b->block[j] >= 0)
            b->local[j] = b->first_col[b->block[j] + 1]++;
    for (int32_t i = 0; i < b->n_rows; i++) {
        int32_t at = active[i] ? tp_blocks_of_row(b, i) : -1;
        if (at >= 0)
            b->first_row[at + 2]++;
    }
    for (int32_t k = 0; k < b->n_blocks; k++) {
        b->first_col[k + 1] += b->first_col[k];
        b->first_row[k + 2] += b->first_row[k + 1];
    }
    for (int32_t j = 0; j < b->n_cols; j++)
        if (b->block[j] >= 0)
            b->cols[b->first_col[b->block[j]] + b->local[j]] = j;
    for (int32_t i = 0; i < b->n_rows; i++) {
        int32_t at = active[i] ? tp_blocks_of_row(b, i) : -1;
        if (at >= 0)
            b->rows[b->first_row[at + 1]++] = i;
    }
}

/* One row in the block's own columns. What fixed columns of like coefficient add becomes one fixed
 * column, so that the row keeps its greatest common divisor and its multiplier its meaning. */
static tp_status extract_row(const tp_blocks *b, tp_program *into, tp_row_view r, tp_entry *entries,
                             tp_err *err)
{
    int64_t n = 0;
    for (int64_t k = 0; k < r.count;) {
        int32_t j = r.entries[k].col;
        if (is_free(b, j)) {
            entries[n++] = (tp_entry){b->local[j], r.entries[k++].coef};
            continue;
        }
        int64_t coef = r.entries[k].coef, sum = 0;
        for (; k < r.count && r.entries[k].coef == coef && !is_free(b, r.entries[k].col); k++)
            if (__builtin_add_overflow(sum, b->task->lo[r.entries[k].col], &sum))
                return tp_fail(err, TP_E_OVERFLOW, "fixed part of a row");
        int32_t fixed = tp_program_col(into, sum, sum, (tp_origin){.maker = -1});
        if (fixed < 0)
            return tp_fail_nomem(err);
        entries[n++] = (tp_entry){fixed, coef};
    }
    return tp_program_row(into, r.lo, r.hi, (tp_origin){.maker = -1}, entries, n) < 0
               ? tp_fail_nomem(err)
               : TP_OK;
}

tp_status tp_blocks_extract(const tp_blocks *b, int32_t block, tp_task *sub, tp_arena *arena,
                            tp_err *err)
{
    const tp_task *t = b->task;
    const int32_t *cols = b->cols + b->first_col[block], *rows = b->rows + b->first_row[block];
    int32_t n_cols = b->first_col[block + 1] - b->first_col[block];
    int32_t n_rows = b->first_row[block + 1] - b->first_row[block];
    int64_t widest = 0;
    for (int32_t i = 0; i < n_rows; i++) {
        tp_row_view r = tp_blocks_row(b, rows[i]);
        widest = r.count > widest ? r.count : widest;
    }
    tp_program *p = tp_program_create(arena);
    tp_entry *entries = tp_arena_array(arena, (size_t)widest + 1, sizeof *entries);
    if (!p || !entries)
        return tp_fail_nomem(err);
    for (int32_t j = 0; j < n_cols; j++)
        if (tp_program_col(p, t->lo[cols[j]], t->hi[cols[j]], t->program->col_origin[cols[j]]) < 0)
            return tp_fail_nomem(err);
    tp_status st = TP_OK;
    for (int32_t i = 0; i < n_rows && !st; i++)
        st = extract_row(b, p, tp_blocks_row(b, rows[i]), entries, err);
    int64_t *cost = tp_arena_array(arena, (size_t)p->n_cols + 1, sizeof *cost);
    int64_t *start = tp_arena_array(arena, (size_t)p->n_cols + 1, sizeof *start);
    if (!cost || !start)
        return tp_fail_nomem(err);
    for (int32_t j = 0; j < p->n_cols; j++) {
        cost[j] = j < n_cols ? t->cost[cols[j]] : 0;
        start[j] = j < n_cols && t->start ? t->start[cols[j]] : p->lo[j];
    }
    *sub = (tp_task){.program = p,
                     .cost = cost,
                     .lo = p->lo,
                     .hi = p->hi,
                     .row_lo = p->row_lo,
                     .row_hi = p->row_hi,
                     .start = t->start ? start : NULL,
                     .node_limit = t->node_limit,
                     .gap = t->gap};
    return st;
}
