/* Proofs by windows of a total.
 *
 * Shares bind sums of columns to a total: g·f(x) + c·total <= side. With the total anywhere in a
 * window, f is at most a whole number, which the relaxation does not know: it takes fractions of a
 * slot in every such row at once, and neither cuts nor cases within the rows find them all. So the
 * total's box is split into windows, in each of which these rows are derived, rounded; windows
 * whose relaxation does not close them are split, and what is left at last is proven by cases. */
#include "solve/exact/multipliers.h"
#include "solve/prove/parts.h"

#include <math.h>
#include <string.h>

/* Rows from which on it pays, windows at most, and those of a single value that may be proven by
 * cases. */
enum { ROWS_LEAST = 3, WINDOWS_MOST = 400, BY_CASES_MOST = 24 };

/* A row of the task rounded to form·x >= bound. */
typedef struct rounded {
    int32_t row;
    bool upper; /* from its upper side: form = -f */
    int64_t unit, coef;
    tp_form form;
} rounded;

typedef struct windows {
    const tp_prove_task *task;
    tp_prove_within within;
    int32_t total; /* column */
    rounded *rows;
    int32_t n_rows;
    tp_program *program; /* the task's rows, then the derived ones */
    tp_program *priced;  /* likewise, each derived row's side a column of its own */
    int64_t *lo, *hi;    /* [n_cols] boxes of the window at hand */
    int64_t *row_lo, *row_hi;
    int64_t step;
    tp_relax *relax;
    int32_t visited, by_cases;
    tp_arena *arena;
    tp_err *err;
} windows;

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

/* The column that most rows have as the only one beside entries of a common unit; -1: none. */
static tp_status find_total(windows *w)
{
    const tp_program *p = w->task->program;
    int32_t *count = tp_arena_array(w->arena, (size_t)p->n_cols + 1, sizeof *count);
    if (!count)
        return tp_fail_nomem(w->err);
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
    w->total = -1;
    for (int32_t j = 0; j < p->n_cols; j++)
        if (count[j] >= ROWS_LEAST && w->task->lo[j] < w->task->hi[j] &&
            (w->total < 0 || count[j] > count[w->total]))
            w->total = j;
    return TP_OK;
}

static tp_status add_rounded(windows *w, int32_t row, bool upper, int64_t unit, int64_t coef)
{
    const tp_program *p = w->task->program;
    size_t n = (size_t)(p->start[row + 1] - p->start[row]);
    rounded *r = &w->rows[w->n_rows++];
    *r = (rounded){.row = row, .upper = upper, .unit = unit, .coef = coef};
    r->form.col = tp_arena_array(w->arena, n, sizeof *r->form.col);
    r->form.coef = tp_arena_array(w->arena, n, sizeof *r->form.coef);
    if (!r->form.col || !r->form.coef)
        return tp_fail_nomem(w->err);
    for (int64_t k = p->start[row]; k < p->start[row + 1]; k++) {
        if (p->entries[k].col == w->total)
            continue;
        r->form.col[r->form.count] = p->entries[k].col;
        r->form.coef[r->form.count++] = (upper ? -1 : 1) * (p->entries[k].coef / unit);
    }
    return TP_OK;
}

static tp_status find_rows(windows *w)
{
    const tp_prove_task *t = w->task;
    const tp_program *p = t->program;
    tp_status st = TP_OK;
    w->rows = tp_arena_array(w->arena, 2 * (size_t)p->n_rows + 1, sizeof *w->rows);
    if (!w->rows)
        return tp_fail_nomem(w->err);
    for (int32_t i = 0; i < p->n_rows && !st; i++) {
        int64_t coef, unit = unit_of(p, i, w->total, &coef);
        if (unit == 1)
            continue;
        if (t->row_hi[i] != TP_INF)
            st = add_rounded(w, i, true, unit, coef);
        if (!st && t->row_lo[i] != -TP_INF)
            st = add_rounded(w, i, false, unit, coef);
    }
    return st;
}

/* What form·x is at least with the total in from … to; false: out of range. */
static bool bound_of(const windows *w, const rounded *r, int64_t from, int64_t to, int64_t *bound)
{
    int64_t sign = r->upper ? -1 : 1;
    int64_t side = r->upper ? w->task->row_hi[r->row] : w->task->row_lo[r->row];
    tp_wide c = (tp_wide)sign * r->coef, most = c * (c > 0 ? to : from);
    tp_wide least = tp_ceil_div((tp_wide)sign * side - most, r->unit);
    *bound = (int64_t)least;
    return least < TP_INF / 4 && least > -TP_INF / 4;
}

static tp_status copy_program(tp_program **out, const windows *w, bool priced)
{
    const tp_program *p = w->task->program;
    tp_program *to = *out = tp_program_create(w->arena);
    bool fine = to != NULL;
    for (int32_t j = 0; j < p->n_cols && fine; j++)
        fine = tp_program_col(to, p->lo[j], p->hi[j], p->col_origin[j]) == j;
    for (int32_t i = 0; i < p->n_rows && fine; i++)
        fine = tp_program_row(to, p->row_lo[i], p->row_hi[i], p->row_origin[i],
                              p->entries + p->start[i], p->start[i + 1] - p->start[i]) == i;
    for (int32_t k = 0; k < w->n_rows && fine; k++) {
        const tp_form *form = &w->rows[k].form;
        tp_entry *entries = tp_arena_array(w->arena, (size_t)form->count + 1, sizeof *entries);
        int32_t n = form->count, side = -1;
        if (priced)
            side = tp_program_col(to, -TP_INF / 4, TP_INF / 4, p->col_origin[w->total]);
        fine = entries && (!priced || side >= 0);
        for (int32_t e = 0; e < n && fine; e++)
            entries[e] = (tp_entry){form->col[e], form->coef[e]};
        if (priced && fine)
            entries[n++] = (tp_entry){side, -1};
        fine = fine && tp_program_row(to, priced ? 0 : -TP_INF, TP_INF,
                                      p->row_origin[w->rows[k].row], entries, n) >= 0;
    }
    return fine ? TP_OK : tp_fail_nomem(w->err);
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

static tp_status begin(windows *w, bool *fine)
{
    const tp_prove_task *t = w->task;
    const tp_program *p = t->program;
    size_t cols = (size_t)p->n_cols + (size_t)w->n_rows + 1;
    size_t rows = (size_t)p->n_rows + (size_t)w->n_rows + 1;
    tp_status st = copy_program(&w->program, w, false);
    if (!st)
        st = copy_program(&w->priced, w, true);
    int64_t *cost = st ? NULL : tp_arena_array(w->arena, cols, sizeof *cost);
    w->lo = st ? NULL : tp_arena_array(w->arena, cols, sizeof *w->lo);
    w->hi = st ? NULL : tp_arena_array(w->arena, cols, sizeof *w->hi);
    w->row_lo = st ? NULL : tp_arena_array(w->arena, rows, sizeof *w->row_lo);
    w->row_hi = st ? NULL : tp_arena_array(w->arena, rows, sizeof *w->row_hi);
    if (!cost || !w->lo || !w->hi || !w->row_lo || !w->row_hi)
        return st ? st : tp_fail_nomem(w->err);
    *fine = same_rows(p, w->program) && same_rows(p, w->priced);
    memcpy(cost, t->cost, (size_t)p->n_cols * sizeof *cost);
    memcpy(w->lo, t->lo, (size_t)p->n_cols * sizeof *w->lo);
    memcpy(w->hi, t->hi, (size_t)p->n_cols * sizeof *w->hi);
    memcpy(w->row_lo, t->row_lo, (size_t)p->n_rows * sizeof *w->row_lo);
    memcpy(w->row_hi, t->row_hi, (size_t)p->n_rows * sizeof *w->row_hi);
    w->step = tp_cost_gcd(cost, p->n_cols);
    for (int32_t k = 0; k < w->n_rows && *fine; k++) {
        int64_t bound;
        *fine = bound_of(w, &w->rows[k], t->lo[w->total], t->hi[w->total], &bound);
        w->lo[p->n_cols + k] = w->hi[p->n_cols + k] = bound;
        w->row_lo[p->n_rows + k] = 0;
        w->row_hi[p->n_rows + k] = TP_INF;
    }
    const tp_task task = {.program = w->priced,
                          .cost = cost,
                          .lo = w->lo,
                          .hi = w->hi,
                          .row_lo = w->row_lo,
                          .row_hi = w->row_hi,
                          .relax = true,
                          .stop = t->stop};
    return *fine ? tp_relax_open(&w->relax, &(tp_relax_spec){.task = &task, .engine = tp_relax_clp},
                                 w->arena, w->err)
                 : TP_OK;
}

/* Boxes and sides of a window; false: one is out of range. */
static tp_status step_into(windows *w, int64_t from, int64_t to, bool *fine)
{
    const tp_program *p = w->task->program;
    tp_status st = tp_relax_box(w->relax, w->total, from, to, w->err);
    w->lo[w->total] = from;
    w->hi[w->total] = to;
    for (int32_t k = 0; k < w->n_rows && *fine && !st; k++) {
        int64_t bound;
        *fine = bound_of(w, &w->rows[k], from, to, &bound);
        w->row_lo[p->n_rows + k] = bound;
        if (*fine)
            st = tp_relax_box(w->relax, p->n_cols + k, bound, bound, w->err);
    }
    return st;
}

/* The derived rows of the window at hand, before all that a node derives itself. */
static tp_status derive(windows *w, tp_proof_node *node)
{
    size_t own = node->n_rows, n = (size_t)w->n_rows;
    tp_derived_row *rows = tp_arena_array(w->arena, own + n + 1, sizeof *rows);
    if (!rows)
        return tp_fail_nomem(w->err);
    for (size_t k = 0; k < n; k++) {
        const rounded *r = &w->rows[k];
        tp_proof_node *leaf = tp_prover_leaf(w->arena, 1);
        if (!leaf)
            return tp_fail_nomem(w->err);
        leaf->leaf.scale = r->unit;
        leaf->leaf.count = 1;
        leaf->leaf.row[0] = r->row;
        leaf->leaf.y[0] = r->upper ? -1 : 1;
        rows[k] = (tp_derived_row){r->form, leaf};
    }
    if (own)
        memcpy(rows + n, node->rows, own * sizeof *rows);
    node->rows = rows;
    node->n_rows = own + n;
    return TP_OK;
}

static tp_status leaf_of(windows *w, tp_proof_node **out, const double *y, bool empty,
                         tp_arena *scratch)
{
    const tp_program *p = w->program;
    tp_proved proved;
    const tp_dual_problem q = {p, empty ? NULL : w->task->cost, w->lo, w->hi, w->row_lo, w->row_hi};
    tp_status st = tp_multipliers_prove(&proved, &q, y, scratch, w->err);
    bool shown =
        !st && proved.scale && (empty ? proved.numerator > 0 : proved.bound >= w->task->want);
    if (!shown)
        return st;
    tp_proof_node *node = tp_prover_leaf(w->arena, (size_t)p->n_rows);
    if (!node)
        return tp_fail_nomem(w->err);
    node->empty = empty;
    node->leaf.scale = proved.scale;
    for (int32_t i = 0; i < p->n_rows; i++) {
        if (!proved.y[i])
            continue;
        node->leaf.row[node->leaf.count] = i;
        node->leaf.y[node->leaf.count++] = proved.y[i];
    }
    *out = node;
    return derive(w, node);
}

/* What the relaxation says of a window: *out closes it, else *split says that its parts may be
 * closed, and *at where its point has the total. */
static tp_status by_relaxation(windows *w, tp_proof_node **out, bool *split, double *at)
{
    tp_relax_point point;
    tp_status st = tp_relax_solve(w->relax, &point, w->err);
    tp_arena *scratch = st ? NULL : tp_arena_create();
    if (!scratch)
        return st ? st : tp_fail_nomem(w->err);
    if (point.status == TP_RELAXED_OPTIMAL) {
        double want = (double)(w->task->want - w->step);
        *at = point.x[w->total];
        if (point.value > want + 1e-9 * fabs(want))
            st = leaf_of(w, out, point.y, false, scratch);
    } else if (point.status == TP_RELAXED_INFEASIBLE) {
        double *ray = tp_arena_array(scratch, (size_t)w->program->n_rows + 1, sizeof *ray);
        bool found = false;
        st = ray ? tp_relax_ray(w->relax, ray, &found, w->err) : tp_fail_nomem(w->err);
        if (!st && found)
            st = leaf_of(w, out, ray, true, scratch);
    }
    tp_arena_free(scratch);
    *split = point.status == TP_RELAXED_OPTIMAL && !*out;
    return st;
}

static tp_status case_by_case(windows *w, tp_proof_node **out)
{
    tp_prove_task task = *w->task;
    if (w->by_cases++ >= BY_CASES_MOST)
        return TP_OK;
    task.program = w->program;
    task.lo = w->lo;
    task.hi = w->hi;
    task.row_lo = w->row_lo;
    task.row_hi = w->row_hi;
    tp_status st = w->within(out, &task, w->arena, w->err);
    return st || !*out ? st : derive(w, *out);
}

static tp_status prove_window(windows *w, tp_proof_node **out, int64_t from, int64_t to)
{
    bool fine = true, split = false;
    double at = (double)from;
    *out = NULL;
    if (++w->visited > WINDOWS_MOST || tp_stop_asked(&w->task->stop))
        return TP_OK;
    tp_status st = step_into(w, from, to, &fine);
    if (st || !fine)
        return st;
    st = by_relaxation(w, out, &split, &at);
    if (!st && !*out && (from == to || !split))
        st = case_by_case(w, out);
    if (st || *out || from == to || !split)
        return st;
    tp_proof_node *node = tp_arena_alloc(w->arena, sizeof *node);
    if (!node || !(node->form.col = tp_arena_array(w->arena, 1, sizeof(int32_t))) ||
        !(node->form.coef = tp_arena_array(w->arena, 1, sizeof(int64_t))))
        return tp_fail_nomem(w->err);
    node->form.count = 1;
    node->form.col[0] = w->total;
    node->form.coef[0] = 1;
    node->at = from + (to - from) / 2;
    /* Where the point is near an end, the rest may be closed at once. */
    int64_t is = (int64_t)floor(at), fifth = (to - from) / 5;
    if (is >= from + fifth && is < to - fifth)
        node->at = is;
    st = prove_window(w, &node->low, from, node->at);
    if (!st && node->low)
        st = prove_window(w, &node->high, node->at + 1, to);
    *out = node->low && node->high ? node : NULL;
    return st;
}

tp_status tp_prover_windows(tp_proof_node **out, const tp_prove_task *task, tp_prove_within within,
                            tp_arena *arena, tp_err *err)
{
    windows w = {.task = task, .within = within, .arena = arena, .err = err};
    bool fine = false;
    *out = NULL;
    /* Clp shows what makes a window empty, and other relaxations may be open beside its own. */
    if (!task->cost || !tp_relax_clp)
        return TP_OK;
    tp_status st = find_total(&w);
    if (st || w.total < 0)
        return st;
    st = find_rows(&w);
    if (!st)
        st = begin(&w, &fine);
    if (!st && fine)
        st = prove_window(&w, out, task->lo[w.total], task->hi[w.total]);
    tp_relax_close(w.relax);
    return st == TP_E_SOLVER || st == TP_E_OVERFLOW ? TP_OK : st;
}
