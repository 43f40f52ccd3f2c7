/* Proofs by windows of a total (integer/rounded_total.h): its box is split into windows, in each of
 * which the rows that are shares of it are derived, rounded; windows whose relaxation does not
 * close them are split, and what is left at last is proven by cases. */
#include "solve/exact/multipliers.h"
#include "solve/integer/rounded_total.h"
#include "solve/prove/parts.h"

#include <math.h>
#include <string.h>

/* Rows from which on it pays where the total is not the sum of many columns, windows at most, and
 * those of a single value that may be proven by cases. */
enum { ROWS_LEAST = 3, WINDOWS_MOST = 400, BY_CASES_MOST = 24 };

typedef struct windows {
    const tp_prove_task *task;
    tp_prove_within within;
    tp_rounded_total by;
    int64_t step;
    int32_t visited, by_cases;
    tp_arena *arena;
    tp_err *err;
} windows;

/* The derived rows of the window at hand, before all that a node derives itself. */
static tp_status derive(windows *w, tp_proof_node *node)
{
    size_t own = node->n_rows, n = (size_t)w->by.n_rows;
    tp_derived_row *rows = tp_arena_array(w->arena, own + n + 1, sizeof *rows);
    if (!rows)
        return tp_fail_nomem(w->err);
    for (size_t k = 0; k < n; k++) {
        const tp_rounded_row *r = &w->by.rows[k];
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
    const tp_program *p = w->by.program;
    tp_proved proved;
    const tp_dual_problem q = {
        p, empty ? NULL : w->task->cost, w->by.lo, w->by.hi, w->by.row_lo, w->by.row_hi};
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
    tp_status st = tp_relax_solve(w->by.relax, &point, w->err);
    tp_arena *scratch = st ? NULL : tp_arena_create();
    if (!scratch)
        return st ? st : tp_fail_nomem(w->err);
    if (point.status == TP_RELAXED_OPTIMAL) {
        double want = (double)(w->task->want - w->step);
        *at = point.x[w->by.total];
        if (point.value > want + 1e-9 * fabs(want))
            st = leaf_of(w, out, point.y, false, scratch);
    } else if (point.status == TP_RELAXED_INFEASIBLE) {
        double *ray = tp_arena_array(scratch, (size_t)w->by.program->n_rows + 1, sizeof *ray);
        bool found = false;
        st = ray ? tp_relax_ray(w->by.relax, ray, &found, w->err) : tp_fail_nomem(w->err);
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
    task.program = w->by.program;
    task.lo = w->by.lo;
    task.hi = w->by.hi;
    task.row_lo = w->by.row_lo;
    task.row_hi = w->by.row_hi;
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
    tp_status st = tp_rounded_total_window(&w->by, from, to, &fine);
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
    node->form.col[0] = w->by.total;
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
    const tp_task space = {.program = task->program,
                           .cost = task->cost,
                           .lo = task->lo,
                           .hi = task->hi,
                           .row_lo = task->row_lo,
                           .row_hi = task->row_hi,
                           .stop = task->stop};
    bool fine = false;
    *out = NULL;
    if (!task->cost)
        return TP_OK;
    tp_status st = tp_rounded_total_find(&w.by, &space, ROWS_LEAST, arena, err);
    if (st || w.by.total < 0)
        return st;
    w.step = tp_cost_gcd(task->cost, task->program->n_cols);
    st = tp_rounded_total_open(&w.by, &fine);
    if (!st && fine)
        st = prove_window(&w, out, task->lo[w.by.total], task->hi[w.by.total]);
    tp_rounded_total_close(&w.by);
    return st == TP_E_SOLVER || st == TP_E_OVERFLOW ? TP_OK : st;
}
