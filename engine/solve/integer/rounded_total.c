#include "solve/integer/rounded_total.h"

#include <string.h>

/* The least a total has: columns that it is the sum of, and rows that are shares of it. */
enum { TERMS_LEAST = 16, ROWS_LEAST = 2 };

/* The common unit of a row's entries but for one column; 1: there is none. */
static int64_t unit_of(const tp_program *p, int32_t row, int32_t total, int64_t *coef)
{
    int64_t unit = 0;
    *coef = 0;
    for (int64_t k = p->start[row]; k < p->start[row + 1]; k++) {
        if (p->entries[k].col == total)
            *coef = p->entries[k].coef;
        else
            unit = tp_gcd(unit, p->entries[k].coef);
    }
    return *coef && unit > 1 && *coef % unit ? unit : 1;
}

/* Marks the columns that an equation makes the sum of many others. */
static void mark_sums(const tp_rounded_total *r, bool *sum)
{
    const tp_program *p = r->task.program;
    for (int32_t i = 0; i < p->n_rows; i++) {
        int64_t n = p->start[i + 1] - p->start[i], up = 0, size = 0;
        const tp_entry *row = p->entries + p->start[i];
        for (int64_t k = 0; k < n; k++) {
            up += row[k].coef == 1;
            size += row[k].coef == 1 || row[k].coef == -1;
        }
        if (r->task.row_lo[i] != r->task.row_hi[i] || size < n || n < TERMS_LEAST ||
            (up != 1 && up != n - 1))
            continue;
        for (int64_t k = 0; k < n; k++)
            if ((row[k].coef == 1) == (up == 1))
                sum[row[k].col] = true;
    }
}

/* The column that most rows have as the only one beside entries of a common unit; -1: none. */
static tp_status find_total(tp_rounded_total *r, int32_t least)
{
    const tp_program *p = r->task.program;
    int32_t *count = tp_arena_array(r->arena, (size_t)p->n_cols + 1, sizeof *count);
    bool *sum = tp_arena_array(r->arena, (size_t)p->n_cols + 1, sizeof *sum);
    if (!count || !sum)
        return tp_fail_nomem(r->err);
    mark_sums(r, sum);
    for (int32_t i = 0; i < p->n_rows; i++) {
        int64_t first = p->start[i], n = p->start[i + 1] - first, coef;
        const tp_entry *row = p->entries + first;
        /* The odd one out does not divide by what its neighbours share. */
        for (int64_t k = 0, asked = 0; k < n && n > 1 && asked < 4; k++) {
            int64_t next = row[(k + 1) % n].coef, after = row[(k + (n > 2 ? 2 : 1)) % n].coef;
            int64_t shared = tp_gcd(next, after);
            if (shared <= 1 || row[k].coef % shared == 0)
                continue;
            asked++;
            count[row[k].col] += unit_of(p, i, row[k].col, &coef) > 1;
        }
    }
    r->total = -1;
    for (int32_t j = 0; j < p->n_cols; j++)
        if (count[j] >= (sum[j] ? ROWS_LEAST : least) && r->task.lo[j] < r->task.hi[j] &&
            (r->total < 0 || count[j] > count[r->total]))
            r->total = j;
    return TP_OK;
}

static tp_status add_rounded(tp_rounded_total *r, int32_t row, bool upper, int64_t unit,
                             int64_t coef)
{
    const tp_program *p = r->task.program;
    size_t n = (size_t)(p->start[row + 1] - p->start[row]);
    tp_rounded_row *to = &r->rows[r->n_rows++];
    *to = (tp_rounded_row){.row = row, .upper = upper, .unit = unit, .coef = coef};
    to->form.col = tp_arena_array(r->arena, n, sizeof *to->form.col);
    to->form.coef = tp_arena_array(r->arena, n, sizeof *to->form.coef);
    if (!to->form.col || !to->form.coef)
        return tp_fail_nomem(r->err);
    for (int64_t k = p->start[row]; k < p->start[row + 1]; k++) {
        if (p->entries[k].col == r->total)
            continue;
        to->form.col[to->form.count] = p->entries[k].col;
        to->form.coef[to->form.count++] = (upper ? -1 : 1) * (p->entries[k].coef / unit);
    }
    return TP_OK;
}

static tp_status find_rows(tp_rounded_total *r)
{
    const tp_task *t = &r->task;
    const tp_program *p = t->program;
    tp_status st = TP_OK;
    r->rows = tp_arena_array(r->arena, 2 * (size_t)p->n_rows + 1, sizeof *r->rows);
    if (!r->rows)
        return tp_fail_nomem(r->err);
    for (int32_t i = 0; i < p->n_rows && !st; i++) {
        int64_t coef, unit = unit_of(p, i, r->total, &coef);
        if (unit == 1)
            continue;
        if (t->row_hi[i] != TP_INF)
            st = add_rounded(r, i, true, unit, coef);
        if (!st && t->row_lo[i] != -TP_INF)
            st = add_rounded(r, i, false, unit, coef);
    }
    return st;
}

/* What form·x is at least with the total in from … to; false: out of range. */
static bool bound_of(const tp_rounded_total *r, const tp_rounded_row *of, int64_t from, int64_t to,
                     int64_t *bound)
{
    int64_t sign = of->upper ? -1 : 1;
    int64_t side = of->upper ? r->task.row_hi[of->row] : r->task.row_lo[of->row];
    tp_wide c = (tp_wide)sign * of->coef, most = c * (c > 0 ? to : from);
    tp_wide least = tp_ceil_div((tp_wide)sign * side - most, of->unit);
    *bound = (int64_t)least;
    return least < TP_INF / 4 && least > -TP_INF / 4;
}

static tp_status copy_program(tp_program **out, const tp_rounded_total *r, bool priced)
{
    const tp_program *p = r->task.program;
    tp_program *to = *out = tp_program_create(r->arena);
    bool fine = to != NULL;
    for (int32_t j = 0; j < p->n_cols && fine; j++)
        fine = tp_program_col(to, p->lo[j], p->hi[j], p->col_origin[j]) == j;
    for (int32_t i = 0; i < p->n_rows && fine; i++)
        fine = tp_program_row(to, p->row_lo[i], p->row_hi[i], p->row_origin[i],
                              p->entries + p->start[i], p->start[i + 1] - p->start[i]) == i;
    for (int32_t k = 0; k < r->n_rows && fine; k++) {
        const tp_form *form = &r->rows[k].form;
        tp_entry *entries = tp_arena_array(r->arena, (size_t)form->count + 1, sizeof *entries);
        int32_t n = form->count, side = -1;
        if (priced)
            side = tp_program_col(to, -TP_INF / 4, TP_INF / 4, p->col_origin[r->total]);
        fine = entries && (!priced || side >= 0);
        for (int32_t e = 0; e < n && fine; e++)
            entries[e] = (tp_entry){form->col[e], form->coef[e]};
        if (priced && fine)
            entries[n++] = (tp_entry){side, -1};
        fine = fine && tp_program_row(to, priced ? 0 : -TP_INF, TP_INF,
                                      p->row_origin[r->rows[k].row], entries, n) >= 0;
    }
    return fine ? TP_OK : tp_fail_nomem(r->err);
}

/* Rows are divided by what their entries share: then sides of theirs are no longer the task's. */
static bool same_rows(const tp_program *a, const tp_program *b)
{
    for (int32_t i = 0; i < a->n_rows; i++)
        if (a->start[i + 1] != b->start[i + 1])
            return false;
    for (int64_t k = 0; k < a->start[a->n_rows]; k++)
        if (a->entries[k].col != b->entries[k].col || a->entries[k].coef != b->entries[k].coef)
            return false;
    return true;
}

/* Boxes and sides of the rows derived for the total in its whole box. */
static void first_window(tp_rounded_total *r, bool *fine)
{
    const tp_task *t = &r->task;
    const tp_program *p = t->program;
    memcpy(r->lo, t->lo, (size_t)p->n_cols * sizeof *r->lo);
    memcpy(r->hi, t->hi, (size_t)p->n_cols * sizeof *r->hi);
    memcpy(r->row_lo, t->row_lo, (size_t)p->n_rows * sizeof *r->row_lo);
    memcpy(r->row_hi, t->row_hi, (size_t)p->n_rows * sizeof *r->row_hi);
    for (int32_t k = 0; k < r->n_rows && *fine; k++) {
        int64_t bound;
        *fine = bound_of(r, &r->rows[k], t->lo[r->total], t->hi[r->total], &bound);
        r->lo[p->n_cols + k] = r->hi[p->n_cols + k] = bound;
        r->row_lo[p->n_rows + k] = 0;
        r->row_hi[p->n_rows + k] = TP_INF;
    }
}

tp_status tp_rounded_total_open(tp_rounded_total *r, bool *fine)
{
    const tp_program *p = r->task.program;
    size_t cols = (size_t)p->n_cols + (size_t)r->n_rows + 1;
    size_t rows = (size_t)p->n_rows + (size_t)r->n_rows + 1;
    tp_program *priced;
    tp_status st = copy_program(&r->program, r, false);
    if (!st)
        st = copy_program(&priced, r, true);
    if (st)
        return st;
    int64_t *cost = tp_arena_array(r->arena, cols, sizeof *cost);
    r->lo = tp_arena_array(r->arena, cols, sizeof *r->lo);
    r->hi = tp_arena_array(r->arena, cols, sizeof *r->hi);
    r->row_lo = tp_arena_array(r->arena, rows, sizeof *r->row_lo);
    r->row_hi = tp_arena_array(r->arena, rows, sizeof *r->row_hi);
    if (!cost || !r->lo || !r->hi || !r->row_lo || !r->row_hi)
        return tp_fail_nomem(r->err);
    *fine = same_rows(p, r->program) && same_rows(p, priced);
    memcpy(cost, r->task.cost, (size_t)p->n_cols * sizeof *cost);
    first_window(r, fine);
    const tp_task task = {.program = priced,
                          .cost = cost,
                          .lo = r->lo,
                          .hi = r->hi,
                          .row_lo = r->row_lo,
                          .row_hi = r->row_hi,
                          .relax = true,
                          .stop = r->task.stop};
    /* Clp shows what makes a window empty, and other relaxations may be open beside its own. */
    return *fine ? tp_relax_open(&r->relax, &(tp_relax_spec){.task = &task, .engine = tp_relax_clp},
                                 r->arena, r->err)
                 : TP_OK;
}

tp_status tp_rounded_total_window(tp_rounded_total *r, int64_t from, int64_t to, bool *fine)
{
    const tp_program *p = r->task.program;
    tp_status st = tp_relax_box(r->relax, r->total, from, to, r->err);
    r->lo[r->total] = from;
    r->hi[r->total] = to;
    *fine = true;
    for (int32_t k = 0; k < r->n_rows && *fine && !st; k++) {
        int64_t bound;
        *fine = bound_of(r, &r->rows[k], from, to, &bound);
        r->row_lo[p->n_rows + k] = bound;
        if (*fine)
            st = tp_relax_box(r->relax, p->n_cols + k, bound, bound, r->err);
    }
    return st;
}

void tp_rounded_total_close(tp_rounded_total *r)
{
    tp_relax_close(r->relax);
    r->relax = NULL;
}

tp_status tp_rounded_total_find(tp_rounded_total *r, const tp_task *task, int32_t least,
                                tp_arena *arena, tp_err *err)
{
    *r = (tp_rounded_total){.task = *task, .total = -1, .arena = arena, .err = err};
    tp_status st = tp_relax_clp ? find_total(r, least) : TP_OK;
    return st || r->total < 0 ? st : find_rows(r);
}
