#include "solve/integer/subproblem.h"

#include "solve/exact/feasible.h"
#include "solve/exact/propagate.h"

#include <math.h>
#include <string.h>

#define FAR TP_SUBPROBLEM_FAR

static bool value_of(const tp_subproblem *l, const int64_t *x, tp_wide *out)
{
    tp_objective plain = {
        .sense = TP_MIN, .constant = 0, .cost = (int64_t *)(uintptr_t)l->task.cost};
    return tp_objective_value(&plain, l->program->n_cols, x, out);
}

void tp_subproblem_offer(tp_subproblem *l, const int64_t *x)
{
    tp_wide value;
    if (!value_of(l, x, &value) || value > l->most)
        return;
    /* Within the first boxes: the tightened ones only exclude what is no better. */
    tp_task whole = l->task;
    if (!tp_task_keeps(&whole, x))
        return;
    size_t n = (size_t)l->program->n_cols;
    if (!l->best && !(l->best = tp_arena_array(l->arena, n + 1, sizeof *l->best)))
        return;
    memcpy(l->best, x, n * sizeof *x);
    l->value = value;
    l->most = value - 1;
}

/* The whole number nearest to v within a box; what is no number becomes its lower end. */
static int64_t nearest_within(double v, int64_t lo, int64_t hi)
{
    if (!(v > (double)lo))
        return lo;
    return v >= (double)hi ? hi : (int64_t)v;
}

bool tp_subproblem_round(tp_subproblem *l, const double *x)
{
    bool whole = true;
    for (int32_t j = 0; j < l->program->n_cols; j++) {
        double v = nearbyint(x[j]);
        whole = whole && fabs(v - x[j]) < 1e-6;
        l->trial[j] = nearest_within(v, l->task.lo[j], l->task.hi[j]);
    }
    tp_wide before = l->most;
    tp_subproblem_offer(l, l->trial);
    if (whole && l->most < before)
        return true;
    tp_task now = l->task;
    if (tp_repair_run(l->repair, &now, l->trial))
        tp_subproblem_offer(l, l->trial);
    return whole && l->most < before;
}

tp_status tp_subproblem_relax(tp_subproblem *l, const int64_t *lo, const int64_t *hi,
                              tp_relax_point *point)
{
    for (int32_t j = 0; j < l->program->n_cols; j++) {
        if (lo[j] == l->lp_lo[j] && hi[j] == l->lp_hi[j])
            continue;
        tp_status st = tp_relax_box(l->relax, j, lo[j], hi[j], l->err);
        if (st)
            return st;
        l->lp_lo[j] = lo[j];
        l->lp_hi[j] = hi[j];
    }
    tp_status st = tp_relax_solve(l->relax, point, l->err);
    if (!st && point->stopped)
        l->stopped = point->stopped;
    return st;
}

tp_wide tp_subproblem_floor(const tp_subproblem *l, const tp_relax_point *point)
{
    (void)l;
    double slack = 1e-6 + 1e-10 * fabs(point->value);
    if (!(fabs(point->value) < 9e15))
        return -FAR;
    return (tp_wide)ceil(point->value - slack);
}

bool tp_subproblem_propagate(const tp_subproblem *l, int64_t *lo, int64_t *hi, int64_t *sides)
{
    size_t rows = (size_t)l->program->n_rows;
    memcpy(sides, l->program->row_lo, rows * sizeof *sides);
    memcpy(sides + rows, l->program->row_hi, rows * sizeof *sides);
    tp_space space = {l->program, lo, hi, sides, sides + rows};
    bool empty;
    tp_propagate(&space, &empty);
    return !empty;
}

tp_status tp_subproblem_init(tp_subproblem *l, const tp_search_order *order, tp_arena *arena,
                             tp_err *err)
{
    *l = (tp_subproblem){.order = order, .arena = arena, .err = err, .most = FAR, .bound = -FAR};
    tp_status st = tp_reduce(&l->red, order->task, arena, err);
    if (st || l->red.empty)
        return st;
    l->program = l->red.program;
    l->task = l->red.task;
    size_t n = (size_t)l->program->n_cols;
    int64_t **boxes[] = {&l->lo, &l->hi, &l->lp_lo, &l->lp_hi, &l->trial};
    for (size_t k = 0; k < sizeof boxes / sizeof *boxes; k++)
        if (!(*boxes[k] = tp_arena_array(arena, n + 1, sizeof **boxes[k])))
            return tp_fail_nomem(err);
    for (size_t j = 0; j < n; j++) {
        l->lo[j] = l->lp_lo[j] = l->task.lo[j];
        l->hi[j] = l->lp_hi[j] = l->task.hi[j];
    }
    int64_t *cost = tp_arena_array(arena, n + 1, sizeof *cost);
    if (!cost)
        return tp_fail_nomem(err);
    l->step = tp_cost_gcd(l->task.cost, (int32_t)n);
    for (size_t j = 0; j < n; j++)
        cost[j] = l->task.cost[j] / l->step;
    l->task.cost = cost;
    tp_wide unit = order->unit ? order->unit : 1;
    l->unit = unit * l->step;
    l->zero = order->zero + unit * l->red.constant;
    if (order->capped)
        l->most = tp_floor_div(order->most - l->red.constant, l->step);
    if (order->task->start) {
        tp_reduce_compress(&l->red, order->task->start, l->trial);
        bool inside = true; /* a start off a fixed column's value is not ours */
        for (int32_t j = 0; j < order->task->program->n_cols; j++)
            inside =
                inside && (l->red.col_of[j] >= 0 || order->task->start[j] == order->task->lo[j]);
        if (inside)
            tp_subproblem_offer(l, l->trial);
    }
    return tp_repair_create(&l->repair, &l->task, arena, err);
}

bool tp_subproblem_near(const tp_subproblem *l)
{
    if (l->task.gap <= 0 || l->most >= FAR || l->bound <= -FAR)
        return false;
    /* Only a better point than the best known is wanted: that is one step above. */
    tp_wide value = l->unit * (l->most + 1) + l->zero, bound = l->unit * l->bound + l->zero;
    tp_wide size = value < 0 ? -value : value;
    return value - bound <= tp_share_of(size, l->task.gap);
}

bool tp_subproblem_settled(const tp_subproblem *l)
{
    return l->bound > l->most || l->stopped != TP_GO_ON || tp_subproblem_near(l);
}
