/* The general solver behind the common interface: the search, then the certificate of its first
 * relaxation, recomputed on the task's own rows. */
#include "solve/exact/feasible.h"
#include "solve/integer/search.h"

#include <string.h>

/* Integer multipliers on the task's own rows. */
static tp_status certify(const tp_task *t, const tp_search_outcome *found, tp_solution *out,
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

static bool close_enough(const tp_task *task, const tp_search_outcome *found)
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
    tp_search_order order = {
        .task = &task, .node_limit = given->node_limit, .unit = 1, .zero = task.constant};
    tp_search_outcome found;
    tp_status st = tp_search(&found, &order, arena, err);
    if (st)
        return st;
    if (found.x && !tp_task_keeps(&task, found.x))
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

const tp_solver tp_solver_glpk = {"GLPK", "5.0", solve_task};
