#include "solve/mip.h"

#include "solve/exact/feasible.h"
#include "solve/side_rows/decomposition.h"
#include "solve/side_rows/optimal_face.h"
#include "solve/side_rows/pricing.h"

tp_status tp_mip_solve(tp_network *network, const tp_task *task, tp_solution *out, tp_arena *arena,
                       tp_err *err)
{
    if (!network || tp_network_costs_parameter(network, task->cost))
        return tp_solver_glpk.solve(task, out, arena, err);
    tp_task set = *task;
    bool done = true;
    set.row_lo = set.row_lo ? set.row_lo : set.program->row_lo;
    set.row_hi = set.row_hi ? set.row_hi : set.program->row_hi;
    tp_status st = tp_network_solve(network, &set, out, arena, err);
    bool broken = !st && out->status == TP_SOLVED_OPTIMAL && !tp_task_keeps(&set, out->x),
         found = false;
    if (broken)
        st = tp_optimal_face_search(network, &set, out, &found, err);
    if (!st && broken && !found)
        st = tp_decompose(network, &set, out, &done, arena, err);
    if (!st && !done && tp_pricing_pays(network, &set))
        st = tp_price_side_rows(network, &set, out, &done, arena, err);
    if (st == TP_E_OVERFLOW || st == TP_E_SOLVER)
        return tp_solver_glpk.solve(task, out, arena, err);
    if (!st && out->status == TP_SOLVED_NONE)
        out->bound = -((tp_wide)1 << 100); /* nothing is known */
    bool usable =
        done && (out->x ? tp_task_keeps(&set, out->x)
                        : out->status == TP_SOLVED_INFEASIBLE || out->stopped != TP_GO_ON);
    return st || usable ? st : tp_solver_glpk.solve(task, out, arena, err);
}

enum { FURTHER_NODES = 2000 };

tp_status tp_mip_go_on(const tp_task *task, tp_solution *found, tp_arena *arena, tp_err *err)
{
    tp_solution further;
    tp_task from = *task;
    from.start = found->x ? found->x : from.start;
    from.node_limit = task->node_limit ? task->node_limit : FURTHER_NODES;
    tp_status st = tp_solver_glpk.solve(&from, &further, arena, err);
    if (st == TP_E_SOLVER || st == TP_E_OVERFLOW)
        return TP_OK;
    if (st || !further.x)
        return st;
    further.parts = found->parts;
    further.n_parts = found->n_parts;
    *found = further;
    return TP_OK;
}
