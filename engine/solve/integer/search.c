#include "solve/integer/search.h"

#include "solve/integer/branch_and_bound.h"
#include "solve/integer/cbc.h"
#include "solve/integer/cutting.h"
#include "solve/integer/diving.h"
#include "solve/integer/window_search.h"

#include <math.h>
#include <string.h>

enum {
    DEPTH_MAX = 12,
    NEAR_NODES = 60,
    NEAR_DEPTH = 4,
    NEAR_TRIES = 3,
    OWN_NODES = 40,
    LEFT_TO_CBC = 6000
};
#define FAR TP_SUBPROBLEM_FAR

/* Multipliers of the original rows, in the order's own costs. */
static tp_status keep_multipliers(const tp_subproblem *l, const double *y, double unit,
                                  tp_search_outcome *out)
{
    int32_t m = l->order->task->program->n_rows;
    out->y = tp_arena_array(l->arena, (size_t)m + 1, sizeof *out->y);
    if (!out->y)
        return tp_fail_nomem(l->err);
    for (int32_t i = 0; i < m; i++)
        if (l->red.row_of[i] >= 0)
            out->y[i] = y[l->red.row_of[i]] * unit / (double)l->red.divisor[l->red.row_of[i]];
    return TP_OK;
}

/* Multipliers that show that nothing fits: the ray of the relaxation, else an elastic one. */
static tp_status farkas(tp_subproblem *l, tp_search_outcome *out)
{
    tp_relax *r;
    tp_relax_spec spec = {.task = &l->task, .elastic = true};
    bool found;
    double *ray = tp_arena_array(l->arena, (size_t)l->program->n_rows + 1, sizeof *ray);
    tp_status st = ray ? tp_relax_ray(l->relax, ray, &found, l->err) : tp_fail_nomem(l->err);
    if (!st && found) {
        out->ray = true;
        return keep_multipliers(l, ray, 1.0, out);
    }
    l->stopped = st ? l->stopped : tp_stop_asked(&l->task.stop);
    if (!st && l->stopped)
        return TP_OK;
    if (!st)
        st = tp_relax_open(&r, &spec, l->arena, l->err);
    if (st)
        return st;
    tp_relax_point point;
    st = tp_relax_solve(r, &point, l->err);
    if (!st && point.status == TP_RELAXED_OPTIMAL && point.value > 1e-9) {
        out->ray = true;
        st = keep_multipliers(l, point.y, 1.0, out);
    }
    tp_relax_close(r);
    return st;
}

/* Bound in exact arithmetic; `tighten`: boxes are cut to what could still be wanted. */
static tp_status exact_bound(tp_subproblem *l, const double *y, bool tighten)
{
    tp_dual_problem q = {.program = l->program,
                         .cost = l->task.cost,
                         .lo = l->lo,
                         .hi = l->hi,
                         .row_lo = l->program->row_lo,
                         .row_hi = l->program->row_hi};
    tp_proved proved;
    tp_status st = tp_multipliers_prove(&proved, &q, y, l->arena, l->err);
    if (st || !proved.scale)
        return st;
    if (proved.bound > l->bound)
        l->bound = proved.bound;
    if (!tighten || proved.bound > l->most || l->most >= FAR)
        return TP_OK;
    tp_dual_bound bound;
    st = tp_dual_bound_of(&bound, &q, proved.y, proved.scale, true, l->arena, l->err);
    /* Row sides stay: they belong to the program, which points are checked against. */
    size_t rows = (size_t)l->program->n_rows;
    int64_t *sides = tp_arena_array(l->arena, 2 * rows + 1, sizeof *sides);
    if (!st && !sides)
        st = tp_fail_nomem(l->err);
    if (st)
        return st;
    memcpy(sides, l->program->row_lo, rows * sizeof *sides);
    memcpy(sides + rows, l->program->row_hi, rows * sizeof *sides);
    st = tp_dual_tighten(&bound, proved.y, proved.scale, l->most, l->program, l->lo, l->hi, sides,
                         sides + rows, NULL, l->err);
    if (st == TP_E_OVERFLOW)
        return TP_OK;
    if (!st && !tp_subproblem_propagate(l, l->lo, l->hi, sides))
        l->bound = l->most + 1; /* nothing better is left */
    return st;
}

static int32_t free_columns(const tp_subproblem *l, const int64_t *lo, const int64_t *hi)
{
    int32_t n = 0;
    for (int32_t j = 0; j < l->program->n_cols; j++)
        n += lo[j] < hi[j];
    return n;
}

/* A level of its own over a part of this one's points; what it finds is offered here. */
static tp_status within(tp_subproblem *l, const tp_task *task, int depth, int64_t node_limit,
                        bool *complete, tp_wide *bound)
{
    tp_arena *arena = tp_arena_create();
    if (!arena)
        return tp_fail_nomem(l->err);
    tp_search_order order = {.task = task,
                             .capped = l->most < FAR,
                             .most = l->most,
                             .depth = depth,
                             .node_limit = node_limit,
                             .unit = l->unit,
                             .zero = l->zero};
    tp_search_outcome out;
    tp_status st = tp_search(&out, &order, arena, l->err);
    if (!st) {
        l->nodes += out.nodes;
        l->stopped = out.stopped;
        *complete = out.complete;
        if (out.x)
            tp_subproblem_offer(l, out.x);
        if (!out.complete && out.bound > *bound)
            *bound = out.bound;
    }
    tp_arena_free(arena);
    return st;
}

/* A level of its own over narrower boxes. */
static tp_status below(tp_subproblem *l, const int64_t *lo, const int64_t *hi, int depth,
                       int64_t node_limit, bool *complete)
{
    tp_task task = l->task;
    tp_wide bound = l->bound;
    task.lo = lo;
    task.hi = hi;
    task.start = NULL;
    tp_status st = within(l, &task, depth, node_limit, complete, &bound);
    /* Over all that is wanted, its bound is ours. */
    if (depth == l->order->depth + 1)
        l->bound = bound;
    return st;
}

static tp_status window(tp_subproblem *l, const tp_task *task, bool *complete, tp_wide *bound)
{
    return within(l, task, l->order->depth + 1, l->order->node_limit, complete, bound);
}

/* Searches near the best point: columns on which it agrees with the relaxation stay there. */
static tp_status look_near(tp_subproblem *l, const double *x, bool *better)
{
    size_t n = (size_t)l->program->n_cols;
    int64_t *lo = tp_arena_array(l->arena, n + 1, sizeof *lo);
    int64_t *hi = tp_arena_array(l->arena, n + 1, sizeof *hi);
    *better = false;
    if (!lo || !hi)
        return tp_fail_nomem(l->err);
    for (size_t j = 0; j < n; j++) {
        bool agrees = fabs(x[j] - (double)l->best[j]) < 1e-6 && l->best[j] >= l->lo[j] &&
                      l->best[j] <= l->hi[j];
        lo[j] = agrees ? l->best[j] : l->lo[j];
        hi[j] = agrees ? l->best[j] : l->hi[j];
    }
    tp_wide most = l->most;
    bool complete;
    tp_status st = TP_OK;
    if (free_columns(l, lo, hi) * 10 < free_columns(l, l->lo, l->hi) * 8)
        st = below(l, lo, hi, l->order->depth + NEAR_DEPTH, NEAR_NODES, &complete);
    *better = l->most < most;
    return st;
}

/* Whether the order leaves Cbc, where it is there, more nodes than our own search takes first. */
static bool cbc_may(const tp_subproblem *l)
{
    int64_t most = l->order->node_limit;
    return tp_cbc_there() && (!most || most > OWN_NODES);
}

/* Our own branching first: most trees are small. What it does not end soon is Cbc's. */
static tp_status branch(tp_subproblem *l, bool *complete)
{
    int64_t most = l->order->node_limit;
    bool second = cbc_may(l) && l->order->depth < NEAR_DEPTH;
    tp_status st = tp_branch_and_bound(l, second ? OWN_NODES : most, complete);
    if (st || *complete || !second || tp_subproblem_settled(l))
        return st;
    st = tp_cbc_search(l, complete);
    return st == TP_E_SOLVER ? tp_branch_and_bound(l, most, complete) : st;
}

/* Good points near the relaxation's, and boxes that hold what is better than the best of them. */
static tp_status close_in(tp_subproblem *l, const tp_relax_point *point, bool dive)
{
    size_t n = (size_t)l->program->n_cols;
    double *x = tp_arena_array(l->arena, n + 1, sizeof *x);
    const double *y = l->y;
    if (!x)
        return tp_fail_nomem(l->err);
    memcpy(x, point->x, n * sizeof *x);
    tp_status st = exact_bound(l, y, true);
    if (!st && dive && !tp_subproblem_settled(l))
        st = tp_dive(l);
    for (int k = 0; k < NEAR_TRIES && !st && !tp_subproblem_settled(l) && l->best &&
                    l->order->depth < DEPTH_MAX - NEAR_DEPTH;
         k++) {
        bool better;
        st = look_near(l, x, &better);
        if (!better)
            break;
    }
    return st || tp_subproblem_settled(l) ? st : exact_bound(l, y, true);
}

/* From the cut relaxation on: good points, narrower boxes, one level down or branching. A large
 * program that these do not make much smaller is left to Cbc. */
static tp_status refine(tp_subproblem *l, const tp_relax_point *point, bool large, bool *complete)
{
    int32_t had = free_columns(l, l->lo, l->hi);
    tp_status st = close_in(l, point, !large);
    if (st || tp_subproblem_settled(l)) {
        *complete = !st && !l->stopped && l->bound > l->most;
        return st;
    }
    if (l->order->depth < DEPTH_MAX && free_columns(l, l->lo, l->hi) * 10 < had * 7)
        return below(l, l->lo, l->hi, l->order->depth + 1, l->order->node_limit, complete);
    return large ? tp_cbc_search(l, complete) : branch(l, complete);
}

/* The multipliers that go with the program as cut. */
static tp_status keep_last(tp_subproblem *l, const tp_relax_point *point)
{
    size_t rows = (size_t)l->program->n_rows;
    l->y = tp_arena_array(l->arena, rows + 1, sizeof *l->y);
    if (!l->y)
        return tp_fail_nomem(l->err);
    memcpy(l->y, point->y, rows * sizeof *l->y);
    return TP_OK;
}

/* One engine's vertices give the better cuts, another's steps are the quicker ones in a tree. */
static tp_status change_engine(tp_subproblem *l)
{
    const tp_relax_engine *engine;
    if (!tp_relax_tree_engine(l->relax, &engine))
        return TP_OK;
    tp_task task = l->task;
    task.program = l->program;
    task.lo = l->lo;
    task.hi = l->hi;
    task.row_lo = l->program->row_lo;
    task.row_hi = l->program->row_hi;
    tp_relax_close(l->relax);
    size_t size = (size_t)l->program->n_cols * sizeof *l->lo;
    memcpy(l->lp_lo, l->lo, size);
    memcpy(l->lp_hi, l->hi, size);
    tp_relax_spec spec = {.task = &task, .engine = engine};
    return tp_relax_open(&l->relax, &spec, l->arena, l->err);
}

/* Rounds of cuts and dives over a large program cost more than a search by Cbc, which has its
 * own. */
static bool is_large(const tp_subproblem *l)
{
    return cbc_may(l) && l->order->depth == 0 && !l->order->capped &&
           l->program->n_cols + l->program->n_rows >= LEFT_TO_CBC;
}

static tp_status from_root(tp_subproblem *l, tp_search_outcome *out)
{
    tp_relax_point point;
    tp_status st = tp_subproblem_relax(l, l->lo, l->hi, &point);
    if (st || l->stopped)
        return st;
    out->method = "simplex";
    if (point.status == TP_RELAXED_FAILED)
        return l->best ? TP_OK : tp_fail(l->err, TP_E_SOLVER, "no method solved the relaxation");
    if (point.status == TP_RELAXED_INFEASIBLE) {
        out->complete = true;
        return l->order->depth == 0 && !l->order->task->judge ? farkas(l, out) : TP_OK;
    }
    if (l->order->depth == 0)
        st = keep_multipliers(l, point.y, (double)l->step, out);
    if (!st)
        st = exact_bound(l, point.y, false);
    if (st)
        return st;
    out->integral = tp_subproblem_round(l, point.x);
    if (tp_subproblem_floor(l, &point) > l->most && l->bound <= l->most)
        l->bound = tp_subproblem_floor(l, &point);
    bool go_on = !l->order->task->relax && !tp_subproblem_settled(l);
    if (go_on && l->order->depth == 0) {
        out->method = "branch-and-bound";
        st = keep_last(l, &point);
        if (!st)
            st = tp_window_search(l, window, &out->complete);
        go_on = !st && !out->complete && !tp_subproblem_settled(l);
    }
    if (go_on && is_large(l)) {
        out->method = "branch-and-bound";
        st = keep_last(l, &point);
        if (!st)
            st = refine(l, &point, true, &out->complete);
        go_on = st == TP_E_SOLVER && !tp_subproblem_settled(l); /* Cbc gave up: another way */
        st = st == TP_E_SOLVER ? TP_OK : st;
    }
    if (go_on) {
        st = tp_cutting_loop(l, &point);
        if (!st && point.status == TP_RELAXED_OPTIMAL)
            st = keep_last(l, &point);
        out->method = "branch-and-bound";
        if (!st && !tp_subproblem_settled(l) && point.status == TP_RELAXED_OPTIMAL) {
            st = change_engine(l);
            return st ? st : refine(l, &point, false, &out->complete);
        }
    }
    out->complete = out->complete || (!st && l->bound > l->most);
    return st;
}

static tp_status search(tp_subproblem *l, tp_search_outcome *out)
{
    if (l->program->n_cols == 0) {
        int64_t none = 0;
        tp_subproblem_offer(l, &none);
        out->method = "fixed";
        out->complete = out->integral = true;
        return TP_OK;
    }
    tp_relax_spec spec = {.task = &l->task};
    tp_status st = tp_relax_open(&l->relax, &spec, l->arena, l->err);
    if (!st)
        st = from_root(l, out);
    tp_relax_close(l->relax);
    return st;
}

tp_status tp_search(tp_search_outcome *out, const tp_search_order *order, tp_arena *arena,
                    tp_err *err)
{
    tp_subproblem l;
    memset(out, 0, sizeof *out);
    tp_status st = tp_subproblem_init(&l, order, arena, err);
    if (st)
        return st;
    if (l.red.empty) {
        out->complete = true;
        out->method = "propagation";
        return TP_OK;
    }
    st = search(&l, out);
    if (st)
        return st;
    out->nodes = l.nodes;
    out->stopped = l.stopped;
    if (l.best) {
        out->x = tp_arena_array(arena, (size_t)order->task->program->n_cols + 1, sizeof *out->x);
        if (!out->x)
            return tp_fail_nomem(err);
        tp_reduce_expand(&l.red, l.best, out->x);
        out->value = l.value * l.step + l.red.constant;
    }
    if (order->depth == 0 && l.best && l.y)
        st = tp_pass_on(&l, out);
    if (st)
        return st;
    tp_wide bound = l.best && (out->complete || l.bound > l.value) ? l.value : l.bound;
    out->bound = bound <= -FAR ? -FAR : bound * l.step + l.red.constant;
    return TP_OK;
}
