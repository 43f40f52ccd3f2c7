#include "solve/totals/fix_and_optimise.h"

#include "solve/exact/feasible.h"
#include "solve/totals/parametric.h"

#include <string.h>

enum { PASSES = 40 };

typedef struct settler {
    tp_held within; /* the held space, narrower from pass to pass */
    const tp_held *held;
    const int64_t *cost;
    const tp_stop *stop;
    tp_matrix_columns columns;
    bool *outside; /* [n_cols] in no row of the network: a switch */
    bool *fresh;   /* [n_cols] set in this pass */
    int64_t *x;
    tp_arena *arena;
} settler;

static tp_status copy(int64_t **to, const int64_t *from, int32_t n, tp_arena *arena, tp_err *err)
{
    *to = tp_arena_array(arena, (size_t)n + 1, sizeof **to);
    if (!*to)
        return tp_fail_nomem(err);
    if (n)
        memcpy(*to, from, (size_t)n * sizeof **to);
    return TP_OK;
}

static tp_status prepare(settler *s, tp_err *err)
{
    const tp_held *h = s->held;
    const tp_program *p = h->space.program;
    tp_space *in = &s->within.space;
    s->within = *h;
    tp_status st = copy(&in->lo, h->space.lo, p->n_cols, s->arena, err);
    if (!st)
        st = copy(&in->hi, h->space.hi, p->n_cols, s->arena, err);
    if (!st)
        st = copy(&in->row_lo, h->space.row_lo, p->n_rows, s->arena, err);
    if (!st)
        st = copy(&in->row_hi, h->space.row_hi, p->n_rows, s->arena, err);
    if (!st)
        st = tp_program_columns(&s->columns, p, s->arena, err);
    if (st)
        return st;
    s->outside = tp_arena_array(s->arena, (size_t)p->n_cols + 1, sizeof *s->outside);
    s->fresh = tp_arena_array(s->arena, (size_t)p->n_cols + 1, sizeof *s->fresh);
    if (!s->outside || !s->fresh)
        return tp_fail_nomem(err);
    for (int32_t j = 0; j < p->n_cols; j++) {
        s->outside[j] = true;
        for (int64_t k = s->columns.start[j]; k < s->columns.start[j + 1]; k++) {
            int32_t i = s->columns.row[k];
            if (i < h->before->n_rows &&
                (tp_network_keeps_row(h->network, i) || h->parameters->bound[i]))
                s->outside[j] = false;
        }
    }
    return TP_OK;
}

/* How far the point is from keeping a row. */
static tp_wide missing(const settler *s, int32_t row)
{
    const tp_space *in = &s->within.space;
    tp_wide sum;
    if (!tp_program_activity(in->program, row, s->x, &sum))
        return 0;
    if (in->row_lo[row] != -TP_INF && sum < in->row_lo[row])
        return in->row_lo[row] - sum;
    if (in->row_hi[row] != TP_INF && sum > in->row_hi[row])
        return in->row_hi[row] - sum; /* below 0: too much */
    return 0;
}

static tp_wide missing_of_column(const settler *s, int32_t col)
{
    tp_wide all = 0;
    for (int64_t k = s->columns.start[col]; k < s->columns.start[col + 1]; k++) {
        tp_wide off = missing(s, s->columns.row[k]);
        all += off < 0 ? -off : off;
    }
    return all;
}

/* Switches take the better of their ends; one that fits at neither stays at the nearer for good. */
static bool set_switches(settler *s)
{
    tp_space *in = &s->within.space;
    bool changed = false;
    for (int32_t j = 0; j < in->program->n_cols; j++) {
        s->fresh[j] = false;
        if (!s->outside[j] || in->lo[j] == in->hi[j])
            continue;
        s->x[j] = in->hi[j];
        tp_wide at_hi = missing_of_column(s, j);
        s->x[j] = in->lo[j];
        tp_wide at_lo = missing_of_column(s, j);
        s->x[j] = at_hi < at_lo ? in->hi[j] : in->lo[j];
        if (!at_hi || !at_lo)
            continue;
        in->lo[j] = in->hi[j] = s->x[j];
        s->fresh[j] = changed = true;
    }
    return changed;
}

/* Moves the column that can mend most of a broken row, the heaviest of those, for good. */
static bool move_one(settler *s, int32_t row, tp_wide off)
{
    tp_space *in = &s->within.space;
    const tp_program *p = in->program;
    tp_wide most = 0, heaviest = 0, size = off < 0 ? -off : off;
    const tp_entry *at = NULL;
    int64_t to = 0;
    for (int64_t k = p->start[row]; k < p->start[row + 1]; k++) {
        const tp_entry *e = &p->entries[k];
        tp_wide weight = e->coef < 0 ? -(tp_wide)e->coef : e->coef;
        bool up = (off > 0) == (e->coef > 0);
        tp_wide steps = tp_ceil_div(size, weight);
        tp_wide room =
            up ? (tp_wide)in->hi[e->col] - s->x[e->col] : (tp_wide)s->x[e->col] - in->lo[e->col];
        steps = steps < room ? steps : room;
        tp_wide mends = steps * weight < size ? steps * weight : size;
        if (steps <= 0 || mends < most || (mends == most && weight <= heaviest))
            continue;
        most = mends;
        heaviest = weight;
        at = e;
        to = (int64_t)(up ? s->x[e->col] + steps : s->x[e->col] - steps);
    }
    if (!at)
        return false;
    if ((off > 0) == (at->coef > 0))
        in->lo[at->col] = to;
    else
        in->hi[at->col] = to;
    return true;
}

/* A switch that was set on, and whose row the network cannot keep all the same, is set off. */
static bool turn_off(settler *s, int32_t row, int32_t col)
{
    tp_space *in = &s->within.space;
    const tp_space *held = &s->held->space;
    const tp_program *p = in->program;
    if (s->fresh[col] || in->lo[col] != held->hi[col] || held->lo[col] == held->hi[col])
        return false;
    for (int64_t k = p->start[row]; k < p->start[row + 1]; k++) {
        int32_t j = p->entries[k].col;
        in->lo[j] = held->lo[j];
        in->hi[j] = held->hi[j];
    }
    in->hi[col] = in->lo[col];
    return true;
}

static bool mend(settler *s, int32_t row, tp_wide off)
{
    const tp_program *p = s->held->space.program;
    for (int64_t k = p->start[row]; k < p->start[row + 1]; k++)
        if (s->outside[p->entries[k].col])
            return turn_off(s, row, p->entries[k].col);
    return move_one(s, row, off);
}

/* *changed: something was narrowed for what is broken; false, and nothing broken: done. */
static bool narrow(settler *s, bool *changed)
{
    const tp_held *h = s->held;
    bool broken = false;
    *changed = set_switches(s);
    for (int32_t i = 0; i < h->before->n_rows; i++) {
        tp_wide off = missing(s, i);
        if (!off || h->parameters->bound[i] || tp_network_keeps_row(h->network, i))
            continue;
        broken = true;
        *changed |= mend(s, i, off);
    }
    return broken;
}

/* The point of the network within the present boxes; the better of two bounds is kept in *first. */
static tp_status relax(settler *s, tp_solution *found, tp_solution *first, bool *done, tp_err *err)
{
    tp_parametric_relaxed task = {
        .held = &s->within, .cost = s->cost, .stop = s->stop, .priced = false};
    tp_status st = TP_OK;
    if (first) {
        task.held = s->held;
        st = tp_parametric_relax(&task, first, done, s->arena, err);
        if (st || !*done || !first->x)
            return st;
    }
    task.held = &s->within;
    task.priced = s->held->extended;
    if (first && !task.priced)
        *found = *first;
    else
        st = tp_parametric_relax(&task, found, done, s->arena, err);
    if (!st && *done && first && found->bound > first->bound) {
        first->bound = found->bound;
        first->parts = found->parts;
        first->n_parts = found->n_parts;
    }
    return st;
}

tp_status tp_fix_and_optimise(const tp_held *held, const int64_t *cost, const tp_stop *stop,
                              tp_solution *out, bool *done, tp_arena *arena, tp_err *err)
{
    settler s = {.held = held, .cost = cost, .stop = stop, .arena = arena};
    *done = held->network && held->parameters;
    if (!*done)
        return TP_OK;
    tp_status st = prepare(&s, err);
    tp_solution found = {0};
    tp_task whole = {.program = held->space.program,
                     .lo = held->space.lo,
                     .hi = held->space.hi,
                     .row_lo = held->space.row_lo,
                     .row_hi = held->space.row_hi};
    for (int pass = 0; !st && *done && pass < PASSES; pass++) {
        bool changed = false, empty = false;
        st = relax(&s, &found, pass ? NULL : out, done, err);
        if (st || !*done)
            return st;
        *done = found.x && !found.stopped;
        if (!*done)
            return TP_OK;
        s.x = found.x;
        bool broken = narrow(&s, &changed);
        if (!broken && tp_task_keeps(&whole, s.x))
            break;
        if (changed)
            tp_propagate(&s.within.space, &empty);
        *done = changed && !empty && pass + 1 < PASSES;
    }
    if (st || !*done)
        return st;
    out->x = s.x;
    out->value = 0;
    for (int32_t j = 0; j < held->before->n_cols; j++)
        out->value += (tp_wide)cost[j] * s.x[j];
    out->status = out->bound >= out->value ? TP_SOLVED_OPTIMAL : TP_SOLVED_FEASIBLE;
    out->method = "settled network";
    out->integral = false;
    return TP_OK;
}
