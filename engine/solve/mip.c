/* The solver as the rest of the program sees it: the hunt, then the certificate of its first
 * relaxation, recomputed on the task's own rows. */
#include "solve/mip.h"

#include "solve/hunt.h"
#include "solve/polish.h"
#include "solve/split.h"

#include <string.h>

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

/* Integer multipliers on the task's own rows. */
static tp_status certify(const tp_task *t, const tp_hunt_outcome *found, tp_solution *out,
                         tp_arena *arena, tp_err *err)
{
    bool contradiction = out->status == TP_SOLVED_INFEASIBLE;
    double *y = found->y;
    if (contradiction ? !found->ray : found->ray)
        return TP_OK;
    if (!y && !(y = tp_arena_array(arena, (size_t)t->program->n_rows + 1, sizeof *y)))
        return tp_fail_nomem(err);
    tp_dual_problem q = {.program = t->program,
                         .cost = contradiction ? NULL : t->cost,
                         .lo = t->lo,
                         .hi = t->hi,
                         .row_lo = t->row_lo,
                         .row_hi = t->row_hi};
    tp_proved proved;
    tp_status st = tp_multipliers_prove(&proved, &q, y, arena, err);
    if (st || (contradiction && proved.numerator <= 0))
        return st;
    out->scale = proved.scale;
    out->y = proved.y;
    if (!contradiction && proved.scale && proved.bound > out->bound)
        out->bound = proved.bound;
    return TP_OK;
}

static bool close_enough(const tp_task *task, const tp_hunt_outcome *found)
{
    tp_wide value = found->value + task->constant;
    return task->gap > 0 && found->x &&
           found->value - found->bound <= tp_share_of(value < 0 ? -value : value, task->gap);
}

static tp_status solve_task(const tp_task *given, tp_solution *out, tp_arena *arena, tp_err *err)
{
    memset(out, 0, sizeof *out);
    tp_task task = *given;
    task.row_lo = task.row_lo ? task.row_lo : task.program->row_lo;
    task.row_hi = task.row_hi ? task.row_hi : task.program->row_hi;
    tp_hunt_order order = {
        .task = &task, .node_limit = given->node_limit, .unit = 1, .zero = task.constant};
    tp_hunt_outcome found;
    tp_status st = tp_hunt(&found, &order, arena, err);
    if (st)
        return st;
    if (found.x && !tp_mip_keeps(&task, found.x))
        return tp_fail(err, TP_E_INTERNAL, "a reduced answer breaks the original program");
    out->status = found.x ? (found.complete ? TP_SOLVED_OPTIMAL : TP_SOLVED_FEASIBLE)
                          : (found.complete ? TP_SOLVED_INFEASIBLE : TP_SOLVED_NONE);
    if (task.relax && !found.ray && out->status == TP_SOLVED_NONE && !found.stopped)
        out->status = TP_SOLVED_FEASIBLE;
    out->x = found.x;
    out->value = found.value;
    out->bound = found.bound;
    out->integral = found.integral;
    out->nodes = found.nodes;
    out->stopped = close_enough(&task, &found) ? TP_GO_ON : found.stopped;
    out->cuts = found.cuts;
    out->narrow_lo = found.narrow_lo;
    out->narrow_hi = found.narrow_hi;
    out->method = found.method ? found.method : "simplex";
    return certify(&task, &found, out, arena, err);
}

tp_status tp_mip_solve(tp_network *network, const tp_task *task, tp_solution *out, tp_arena *arena,
                       tp_err *err)
{
    if (!network)
        return solve_task(task, out, arena, err);
    tp_task set = *task;
    bool done = true;
    set.row_lo = set.row_lo ? set.row_lo : set.program->row_lo;
    set.row_hi = set.row_hi ? set.row_hi : set.program->row_hi;
    tp_status st = tp_network_solve(network, &set, out, arena, err);
    bool broken = !st && out->status == TP_SOLVED_OPTIMAL && !tp_mip_keeps(&set, out->x),
         found = false;
    if (broken)
        st = tp_polish(network, &set, out, &found, err);
    if (!st && broken && !found)
        st = tp_split_solve(network, &set, out, &done, arena, err);
    if (st == TP_E_OVERFLOW || st == TP_E_SOLVER)
        return solve_task(task, out, arena, err);
    if (!st && out->status == TP_SOLVED_NONE)
        out->bound = -((tp_wide)1 << 100); /* nothing is known */
    bool usable =
        done && (out->x ? tp_mip_keeps(&set, out->x)
                        : out->status == TP_SOLVED_INFEASIBLE || out->stopped != TP_GO_ON);
    return st || usable ? st : solve_task(task, out, arena, err);
}

const tp_solver tp_solver_glpk = {"GLPK", "5.0", solve_task};
