/* The integer search on top of the relaxation: LP first, branch and bound where its vertex is
 * fractional. Every point is checked in integers before it counts, every bound is either the exact
 * one of the multipliers or the search's own, rounded up in whole steps of the costs. */
#include "solve/mip.h"

#include "solve/multipliers.h"
#include "solve/reduce.h"
#include "solve/relax.h"

#include <math.h>
#include <string.h>

typedef struct search {
    const tp_task *task; /* reduced; costs divided by step */
    tp_arena *arena;
    tp_err *err;
    int64_t *best; /* incumbent, or NULL */
    int64_t *trial;
    tp_wide value; /* of the incumbent */
} search;

static bool value_of(const tp_task *t, const int64_t *x, tp_wide *out)
{
    tp_wide sum = 0;
    for (int32_t j = 0; j < t->program->n_cols; j++)
        if (__builtin_add_overflow(sum, (tp_wide)t->cost[j] * x[j], &sum))
            return false;
    *out = sum;
    return true;
}

/* Rows and boxes of the task, in integers. */
bool tp_mip_keeps(const tp_task *t, const int64_t *x)
{
    const tp_program *p = t->program;
    const int64_t *row_lo = t->row_lo ? t->row_lo : p->row_lo;
    const int64_t *row_hi = t->row_hi ? t->row_hi : p->row_hi;
    for (int32_t j = 0; j < p->n_cols; j++)
        if (x[j] < t->lo[j] || x[j] > t->hi[j])
            return false;
    for (int32_t i = 0; i < p->n_rows; i++) {
        tp_wide sum;
        if (row_lo[i] == -TP_INF && row_hi[i] == TP_INF)
            continue;
        if (!tp_program_activity(p, i, x, &sum) || (row_lo[i] != -TP_INF && sum < row_lo[i]) ||
            (row_hi[i] != TP_INF && sum > row_hi[i]))
            return false;
    }
    return true;
}

static void consider(search *s, const int64_t *x)
{
    tp_wide value;
    if (!tp_mip_keeps(s->task, x) || !value_of(s->task, x, &value) ||
        (s->best && value >= s->value))
        return;
    if (!s->best)
        s->best = tp_arena_array(s->arena, (size_t)s->task->program->n_cols + 1, sizeof *s->best);
    if (!s->best)
        return;
    memcpy(s->best, x, (size_t)s->task->program->n_cols * sizeof *x);
    s->value = value;
}

/* Nearest whole point; whether the point was whole already. */
static bool round_point(const search *s, const double *x, int64_t *out)
{
    bool whole = true;
    for (int32_t j = 0; j < s->task->program->n_cols; j++) {
        double v = nearbyint(x[j]);
        whole = whole && fabs(v - x[j]) < 1e-6;
        out[j] = (int64_t)v;
        if (out[j] < s->task->lo[j])
            out[j] = s->task->lo[j];
        if (out[j] > s->task->hi[j])
            out[j] = s->task->hi[j];
    }
    return whole;
}

static void on_found(void *user, const double *x)
{
    search *s = user;
    round_point(s, x, s->trial);
    consider(s, s->trial);
}

static tp_status prove(search *s, const tp_relax_point *point, const int64_t *cost,
                       tp_proved *proved)
{
    const tp_task *t = s->task;
    tp_dual_problem q = {.program = t->program,
                         .cost = cost,
                         .lo = t->lo,
                         .hi = t->hi,
                         .row_lo = t->row_lo,
                         .row_hi = t->row_hi};
    return tp_multipliers_prove(proved, &q, point->y, s->arena, s->err);
}

/* Elastic relaxation: multipliers that show, exactly, that nothing fits. */
static tp_status farkas(search *s, tp_proved *proved)
{
    *proved = (tp_proved){0};
    tp_relax *r;
    tp_relax_spec spec = {.task = s->task, .elastic = true};
    tp_status st = tp_relax_open(&r, &spec, s->arena, s->err);
    if (st)
        return st;
    tp_relax_point point;
    st = tp_relax_solve(r, &point, s->err);
    if (!st && point.status == TP_RELAXED_OPTIMAL && point.value > 1e-9)
        st = prove(s, &point, NULL, proved);
    tp_relax_close(r);
    if (proved->scale && proved->numerator <= 0)
        *proved = (tp_proved){0};
    return st;
}

static tp_status branch(search *s, tp_relax *r, tp_solution *out, const tp_proved *root)
{
    tp_relax_end end;
    tp_relax_search how = {
        .start = s->best, .gap = (double)s->task->gap / 1e6, .found = on_found, .user = s};
    tp_status st = tp_relax_branch(r, &how, &end, s->err);
    if (st)
        return st;
    out->nodes = end.nodes;
    out->stopped = end.stopped;
    out->method = "branch-and-bound";
    if (!s->best) {
        out->status = end.complete ? TP_SOLVED_INFEASIBLE : TP_SOLVED_NONE;
        out->scale = 0; /* the root's multipliers do not show the contradiction */
        return TP_OK;
    }
    out->status = end.complete && s->task->gap == 0 ? TP_SOLVED_OPTIMAL : TP_SOLVED_FEASIBLE;
    if (out->status == TP_SOLVED_OPTIMAL) {
        out->bound = s->value;
        return TP_OK;
    }
    out->bound = root->scale ? root->bound : -((tp_wide)1 << 100);
    if (fabs(end.bound) < 9e15) {
        tp_wide claimed = (tp_wide)ceil(end.bound - 1e-6 * (1.0 + fabs(end.bound)));
        if (claimed > out->bound)
            out->bound = claimed;
    }
    if (out->bound > s->value)
        out->bound = s->value;
    return TP_OK;
}

static tp_status from_vertex(search *s, tp_relax *r, tp_solution *out)
{
    tp_relax_point point;
    tp_status st = tp_relax_solve(r, &point, s->err);
    if (st)
        return st;
    out->stopped = point.stopped;
    out->method = "simplex";
    if (point.status == TP_RELAXED_STOPPED || point.status == TP_RELAXED_FAILED) {
        out->status = s->best ? TP_SOLVED_FEASIBLE : TP_SOLVED_NONE;
        out->bound = -((tp_wide)1 << 100);
        return point.status == TP_RELAXED_FAILED && !s->best
                   ? tp_fail(s->err, TP_E_SOLVER, "no method solved the relaxation")
                   : TP_OK;
    }
    tp_proved proved;
    if (point.status == TP_RELAXED_INFEASIBLE) {
        out->status = TP_SOLVED_INFEASIBLE;
        st = farkas(s, &proved);
        out->scale = proved.scale;
        out->y = proved.y;
        return st;
    }
    st = prove(s, &point, s->task->cost, &proved);
    if (st)
        return st;
    out->scale = proved.scale;
    out->y = proved.y;
    out->integral = round_point(s, point.x, s->trial);
    consider(s, s->trial);
    if (s->best && proved.scale && s->value <= proved.bound) {
        out->status = TP_SOLVED_OPTIMAL;
        out->bound = s->value;
        return TP_OK;
    }
    if (s->task->relax) {
        out->status = TP_SOLVED_FEASIBLE;
        out->bound = proved.bound;
        return TP_OK;
    }
    return branch(s, r, out, &proved);
}

static tp_status solve_reduced(search *s, tp_solution *out)
{
    if (s->task->program->n_cols == 0) {
        int64_t none = 0;
        consider(s, &none);
        out->status = TP_SOLVED_OPTIMAL;
        out->method = "fixed";
        out->integral = true;
        return TP_OK;
    }
    tp_relax *r;
    tp_relax_spec spec = {.task = s->task};
    tp_status st = tp_relax_open(&r, &spec, s->arena, s->err);
    if (st)
        return st;
    st = from_vertex(s, r, out);
    tp_relax_close(r);
    return st;
}

/* Reduced costs of the reduced rows are those of the original rows divided by their divisor: the
 * scale takes the divisors in where it can, else the proof is left to the caller's own attempt. */
static tp_status restore(const tp_reduced *red, const search *s, int64_t step, tp_solution *out,
                         tp_arena *arena, tp_err *err)
{
    const tp_task *t = red->original;
    int32_t n = t->program->n_cols, m = t->program->n_rows;
    if (s->best) {
        out->x = tp_arena_array(arena, (size_t)n + 1, sizeof *out->x);
        if (!out->x)
            return tp_fail_nomem(err);
        tp_reduce_expand(red, s->best, out->x);
        if (!tp_mip_keeps(t, out->x) || !value_of(t, out->x, &out->value))
            return tp_fail(err, TP_E_INTERNAL, "a reduced answer breaks the original program");
        out->bound = out->bound * step + red->constant;
    }
    if (!out->scale && s->task->program->n_cols)
        return TP_OK;
    double *y = tp_arena_array(arena, (size_t)m + 1, sizeof *y);
    if (!y)
        return tp_fail_nomem(err);
    bool contradiction = out->status == TP_SOLVED_INFEASIBLE;
    for (int32_t i = 0; i < m; i++)
        if (red->row_of[i] >= 0 && out->scale)
            y[i] = (double)out->y[red->row_of[i]] / (double)out->scale *
                   (contradiction ? 1.0 : (double)step) / (double)red->divisor[red->row_of[i]];
    tp_dual_problem q = {.program = t->program,
                         .cost = contradiction ? NULL : t->cost,
                         .lo = t->lo,
                         .hi = t->hi,
                         .row_lo = t->row_lo,
                         .row_hi = t->row_hi};
    tp_proved proved;
    tp_status st = tp_multipliers_prove(&proved, &q, y, arena, err);
    out->scale = proved.scale;
    out->y = proved.y;
    return st;
}

static tp_status solve_task(const tp_task *given, tp_solution *out, tp_arena *arena, tp_err *err)
{
    memset(out, 0, sizeof *out);
    tp_task task = *given;
    task.row_lo = task.row_lo ? task.row_lo : task.program->row_lo;
    task.row_hi = task.row_hi ? task.row_hi : task.program->row_hi;
    tp_reduced red;
    tp_status st = tp_reduce(&red, &task, arena, err);
    if (st)
        return st;
    if (red.empty) {
        out->status = TP_SOLVED_INFEASIBLE;
        out->method = "propagation";
        return TP_OK;
    }
    int32_t n = red.task.program->n_cols;
    int64_t step = tp_cost_gcd(red.task.cost, n);
    int64_t *cost = tp_arena_array(arena, (size_t)n + 1, sizeof *cost);
    search s = {.task = &red.task, .arena = arena, .err = err};
    s.trial = tp_arena_array(arena, (size_t)n + 1, sizeof *s.trial);
    if (!cost || !s.trial)
        return tp_fail_nomem(err);
    for (int32_t j = 0; j < n; j++)
        cost[j] = red.task.cost[j] / step;
    red.task.cost = cost;
    if (given->start) {
        tp_reduce_compress(&red, given->start, s.trial);
        consider(&s, s.trial);
    }
    st = solve_reduced(&s, out);
    if (!st)
        st = restore(&red, &s, step, out, arena, err);
    return st;
}

const tp_solver tp_solver_glpk = {"GLPK", "5.0", solve_task};
