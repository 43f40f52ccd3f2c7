#include "solve/network/network.h"

#include "base/invariant.h"
#include "solve/network/laminar.h"
#include "solve/network/simplex.h"

#include <string.h>

/* Arcs: first one per column that has a row, then one per row kept (its activity). */
struct tp_network {
    const tp_program *program; /* as recognised: without its parameters */
    tp_parameters *parameters; /* NULL: none */
    tp_forest forest;
    tp_flow *flow;
    int32_t nodes, arcs;
    tp_arc_end *ends;        /* [arcs] */
    int32_t *arc_of_col;     /* [n_cols]; -1: in no kept row */
    int32_t *arc_of_row;     /* [n_rows]; -1: not kept */
    int64_t *lo, *hi, *cost; /* [arcs] */
};

static int32_t node_of(const tp_network *net, int32_t row)
{
    return row < 0 ? net->nodes - 1 : net->forest.node[row];
}

/* +1 at a node leaves it, -1 enters it; what has no second end goes to or from the outside. */
static tp_arc_end ends_of_column(const tp_network *net, int32_t col)
{
    const tp_forest_column *c = &net->forest.column[col];
    int32_t u = c->first >= 0 ? c->first : c->second;
    int32_t v = c->first >= 0 ? (c->link >= 0 ? c->link : c->second) : -1;
    int sign = c->first >= 0 ? c->first_sign : c->second_sign;
    int32_t from = node_of(net, u), to = node_of(net, v);
    return sign > 0 ? (tp_arc_end){from, to} : (tp_arc_end){to, from};
}

static tp_status build(tp_network *net, tp_arena *arena, tp_err *err)
{
    const tp_program *p = net->program;
    size_t most = (size_t)p->n_cols + (size_t)p->n_rows + 1;
    tp_arc_end *ends = net->ends = tp_arena_array(arena, most, sizeof *ends);
    net->arc_of_col = tp_arena_array(arena, (size_t)p->n_cols + 1, sizeof *net->arc_of_col);
    net->arc_of_row = tp_arena_array(arena, (size_t)p->n_rows + 1, sizeof *net->arc_of_row);
    net->lo = tp_arena_array(arena, most, sizeof *net->lo);
    net->hi = tp_arena_array(arena, most, sizeof *net->hi);
    net->cost = tp_arena_array(arena, most, sizeof *net->cost);
    if (!ends || !net->arc_of_col || !net->arc_of_row || !net->lo || !net->hi || !net->cost)
        return tp_fail_nomem(err);
    net->nodes = net->forest.nodes + 1; /* the last one is the outside */
    for (int32_t j = 0; j < p->n_cols; j++) {
        const tp_forest_column *c = &net->forest.column[j];
        net->arc_of_col[j] = c->first < 0 && c->second < 0 ? -1 : net->arcs;
        if (net->arc_of_col[j] >= 0)
            ends[net->arcs++] = ends_of_column(net, j);
    }
    for (int32_t i = 0; i < p->n_rows; i++) {
        net->arc_of_row[i] = net->forest.node[i] < 0 ? -1 : net->arcs;
        if (net->arc_of_row[i] >= 0)
            ends[net->arcs++] =
                (tp_arc_end){node_of(net, net->forest.parent[i]), net->forest.node[i]};
    }
    net->flow = tp_flow_create(arena, net->nodes, net->arcs, ends);
    return net->flow ? TP_OK : tp_fail_nomem(err);
}

tp_status tp_network_recognise(tp_network **out, const tp_program *program, int64_t *misfits,
                               tp_arena *arena, tp_err *err)
{
    *out = NULL;
    tp_network *net = tp_arena_alloc(arena, sizeof *net);
    if (!net)
        return tp_fail_nomem(err);
    tp_status status = tp_parameters_find(&net->parameters, program, arena, err);
    if (status != TP_OK)
        return status;
    net->program = net->parameters ? net->parameters->rest : program;
    status = tp_forest_grow(&net->forest, net->program, arena, err);
    if (status == TP_OK && misfits)
        *misfits = net->forest.misfits;
    if (status != TP_OK || net->forest.nodes == 0)
        return status;
    status = build(net, arena, err);
    if (status == TP_OK)
        *out = net;
    return status;
}

/* A row with a parameter, in a task over the program as it was given. */
static bool left_open(const tp_network *net, const tp_task *task, int32_t row)
{
    return net->parameters && task->program != net->program && net->parameters->bound[row];
}

static const int64_t *row_lo_of(const tp_task *task)
{
    return task->row_lo ? task->row_lo : task->program->row_lo;
}

static const int64_t *row_hi_of(const tp_task *task)
{
    return task->row_hi ? task->row_hi : task->program->row_hi;
}

/* Sides of a row in the direction of its node. Those that can never bind are put a step beyond
 * what the boxes allow; a side nothing can reach stays where it is, for the flow to find out. */
static bool set_row(tp_network *net, const tp_task *task, int32_t row)
{
    int64_t row_lo = task->row_lo ? task->row_lo[row] : net->program->row_lo[row];
    int64_t row_hi = task->row_hi ? task->row_hi[row] : net->program->row_hi[row];
    tp_wide least = 0, most = 0;
    tp_row_reach(net->program, row, task->lo, task->hi, &least, &most);
    if (left_open(net, task, row)) {
        row_lo = -TP_INF;
        row_hi = TP_INF;
    }
    tp_wide lo = row_lo == -TP_INF || row_lo < least ? least - 1 : row_lo;
    tp_wide hi = row_hi == TP_INF || row_hi > most ? most + 1 : row_hi;
    if (lo > hi && lo == row_lo)
        hi = lo;
    else if (lo > hi)
        lo = hi;
    if (lo < INT64_MIN / 8 || hi > INT64_MAX / 8 || lo > INT64_MAX / 8 || hi < INT64_MIN / 8)
        return false;
    int32_t arc = net->arc_of_row[row];
    bool flipped = net->forest.flip[row] < 0;
    net->lo[arc] = (int64_t)(flipped ? -hi : lo);
    net->hi[arc] = (int64_t)(flipped ? -lo : hi);
    net->cost[arc] = 0;
    return true;
}

/* *empty: a box is, and nothing else needs to be said. */
static tp_status set_figures(tp_network *net, const tp_task *task, bool *empty, tp_err *err)
{
    for (int32_t j = 0; j < net->program->n_cols; j++) {
        int32_t arc = net->arc_of_col[j];
        *empty |= task->lo[j] > task->hi[j];
        if (arc < 0)
            continue;
        net->lo[arc] = task->lo[j];
        net->hi[arc] = task->hi[j];
        net->cost[arc] = task->cost[j];
    }
    for (int32_t i = 0; i < task->program->n_rows; i++)
        *empty |= row_lo_of(task)[i] > row_hi_of(task)[i];
    for (int32_t i = 0; i < net->program->n_rows && !*empty; i++)
        if (net->arc_of_row[i] >= 0 && !set_row(net, task, i))
            return tp_fail(err, TP_E_OVERFLOW, "bounds too large for the network method");
    return TP_OK;
}

/* A row's multiplier is the reduced cost of its activity. */
static tp_status read_multipliers(const tp_network *net, const tp_task *task, tp_solution *out,
                                  tp_arena *arena, tp_err *err)
{
    const tp_program *p = net->program;
    const int64_t *pi = tp_flow_potential(net->flow);
    out->y = tp_arena_array(arena, (size_t)task->program->n_rows + 1, sizeof *out->y);
    if (!out->y)
        return tp_fail_nomem(err);
    out->scale = 1;
    for (int32_t i = 0; i < p->n_rows; i++)
        if (net->arc_of_row[i] >= 0)
            out->y[i] = net->forest.flip[i] *
                        (pi[node_of(net, net->forest.parent[i])] - pi[net->forest.node[i]]);
    return TP_OK;
}

static tp_status read_point(const tp_network *net, const tp_task *task, tp_solution *out,
                            tp_arena *arena, tp_err *err)
{
    int32_t n = net->program->n_cols;
    const int64_t *flow = tp_flow_x(net->flow);
    out->x = tp_arena_array(arena, (size_t)n + 1, sizeof *out->x);
    if (!out->x)
        return tp_fail_nomem(err);
    for (int32_t j = 0; j < n; j++) {
        int32_t arc = net->arc_of_col[j];
        out->x[j] = arc >= 0 ? flow[arc] : task->cost[j] < 0 ? task->hi[j] : task->lo[j];
    }
    if (net->parameters)
        tp_parameters_complete(net->parameters, out->x);
    out->value = 0;
    for (int32_t j = 0; j < n; j++)
        out->value += (tp_wide)task->cost[j] * out->x[j];
    out->bound = out->value;
    out->integral = true;
    return TP_OK;
}

bool tp_network_keeps_row(const tp_network *net, int32_t row)
{
    return row < net->program->n_rows && net->arc_of_row[row] >= 0 &&
           !(net->parameters && net->parameters->bound[row]);
}

const tp_parameters *tp_network_parameters(const tp_network *net)
{
    return net->parameters;
}

bool tp_network_costs_parameter(const tp_network *net, const int64_t *cost)
{
    for (int32_t k = 0; net->parameters && k < net->parameters->count; k++)
        if (cost[net->parameters->col[k]])
            return true;
    return false;
}

bool tp_network_is_whole(const tp_network *net)
{
    for (int32_t k = 0; net->parameters && k < net->parameters->n_rows; k++) {
        int32_t row = net->parameters->row[k];
        bool any = net->program->start[row] < net->program->start[row + 1];
        if (any && (net->parameters->unit[k] == 0 || net->arc_of_row[row] < 0))
            return false;
    }
    return net->forest.misfits == 0;
}

/* What holds of every optimal flow: it keeps its boxes and balances at every node, and the
 * potentials prove it: an arc that could carry more costs nothing less, one that could carry less
 * nothing more. */
static bool flow_sound(const tp_network *net, tp_arena *arena)
{
    const int64_t *x = tp_flow_x(net->flow), *pi = tp_flow_potential(net->flow);
    int64_t *balance = tp_arena_array(arena, (size_t)net->nodes, sizeof *balance);
    for (int32_t a = 0; balance && a < net->arcs; a++) {
        const tp_arc_end *end = &net->ends[a];
        tp_wide reduced = (tp_wide)net->cost[a] + pi[end->tail] - pi[end->head];
        if (end->tail == end->head || x[a] < net->lo[a] || x[a] > net->hi[a] ||
            (reduced < 0 && x[a] < net->hi[a]) || (reduced > 0 && x[a] > net->lo[a]))
            return false;
        balance[end->tail] -= x[a];
        balance[end->head] += x[a];
    }
    for (int32_t v = 0; balance && v < net->nodes; v++)
        if (balance[v])
            return false;
    return true;
}

tp_status tp_network_solve(tp_network *net, const tp_task *task, tp_solution *out, tp_arena *arena,
                           tp_err *err)
{
    *out = (tp_solution){.status = TP_SOLVED_INFEASIBLE, .method = "network"};
    bool empty = false;
    tp_status status = set_figures(net, task, &empty, err);
    if (status != TP_OK || empty)
        return status;
    const tp_flow_figures figures = {net->cost, net->lo, net->hi};
    switch (tp_flow_solve(net->flow, &figures, &task->stop, &out->nodes)) {
    case TP_FLOW_OPTIMAL:
        out->status = TP_SOLVED_OPTIMAL;
        tp_invariant(flow_sound(net, arena));
        status = read_point(net, task, out, arena, err);
        break;
    case TP_FLOW_INFEASIBLE:
        break;
    case TP_FLOW_STOPPED:
        out->status = TP_SOLVED_NONE;
        out->stopped = task->stop.ask(task->stop.user);
        return TP_OK;
    case TP_FLOW_RANGE:
        return tp_fail(err, TP_E_OVERFLOW, "costs too large for the network method");
    }
    out->nodes = 0;
    return status == TP_OK ? read_multipliers(net, task, out, arena, err) : status;
}
