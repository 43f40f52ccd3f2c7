#include "solve/side_rows/pricing.h"

#include "lp/dual.h"
#include "solve/exact/feasible.h"
#include "solve/exact/multipliers.h"

#include <stdlib.h>
#include <string.h>

enum {
    ROUNDS = 25,       /* of network and core in turn */
    CORE_LEAST = 1500, /* columns, beside those that cost nothing to move */
    CORE_PART = 25,    /* of all columns, one in so many */
    CORE_NODES = 200,  /* of the search for a whole point in the core */
    SMALL = 1000000,   /* columns up to which a core without a point becomes the whole at once */
    SCALE_MOST = 1000000
};

/* Smaller programs are soon searched whole; those with more side rows than one in so many columns
 * are hardly a network. */
enum { COLUMNS_LEAST = 3000, SIDE_PART = 12 };

#define FAR ((tp_wide)1 << 100)

typedef struct pricing {
    tp_network *network;
    const tp_task *task;
    tp_arena *arena;
    tp_err *err;
    int32_t n_side, *side; /* rows the network does not have */
    int64_t *price;        /* [n_rows] of side rows, in units of 1 / scale */
    int64_t scale;
    int64_t *wanted, wanted_scale; /* [n_rows] prices as the core gave them */
    int64_t *cost;                 /* [n_cols] priced, times scale */
    bool *core;                    /* [n_cols] */
    int64_t *lo, *hi;
    int64_t target;  /* columns wanted in the core */
    bool whole_core; /* it holds all columns */
    int64_t *fixed;  /* [n_cols] the network's point of the round before */
    int64_t *y;      /* [n_rows] multipliers of the best bound; of scale best_scale */
    int64_t best_scale, step;
    tp_wide bound;                /* proved by y, in whole steps */
    tp_wide had_bound, had_least; /* a round before */
    tp_wide least; /* value of the core's relaxation, rounded likewise; FAR: not known */
    int64_t *x;    /* [n_cols] best whole point; NULL: none */
    tp_wide value;
    int64_t nodes;
    tp_stop_reason stopped;
    /* What every whole point no worse than x keeps. */
    int64_t *narrow_lo, *narrow_hi;
    tp_program *holds;
} pricing;

static bool open_row(const tp_task *t, int32_t i)
{
    return t->row_lo[i] == -TP_INF && t->row_hi[i] == TP_INF;
}

static tp_status prepare(pricing *p)
{
    const tp_task *t = p->task;
    size_t cols = (size_t)t->program->n_cols + 1, rows = (size_t)t->program->n_rows + 1;
    p->side = tp_arena_array(p->arena, rows, sizeof *p->side);
    p->price = tp_arena_array(p->arena, rows, sizeof *p->price);
    p->wanted = tp_arena_array(p->arena, rows, sizeof *p->wanted);
    p->y = tp_arena_array(p->arena, rows, sizeof *p->y);
    p->core = tp_arena_array(p->arena, cols, sizeof *p->core);
    int64_t **arrays[] = {&p->cost, &p->lo, &p->hi, &p->fixed};
    for (size_t k = 0; k < sizeof arrays / sizeof *arrays; k++)
        if (!(*arrays[k] = tp_arena_array(p->arena, cols, sizeof **arrays[k])))
            return tp_fail_nomem(p->err);
    if (!p->side || !p->price || !p->wanted || !p->y || !p->core)
        return tp_fail_nomem(p->err);
    for (int32_t i = 0; i < t->program->n_rows; i++)
        if (!tp_network_keeps_row(p->network, i) && !open_row(t, i))
            p->side[p->n_side++] = i;
    p->scale = p->wanted_scale = 1;
    p->bound = -FAR;
    p->least = FAR;
    p->step = tp_cost_gcd(t->cost, t->program->n_cols);
    p->target = CORE_LEAST + t->program->n_cols / CORE_PART;
    return TP_OK;
}

/* scale·cost - Σ price·row; false: a figure is too large. */
static bool priced_costs(pricing *p)
{
    const tp_program *q = p->task->program;
    for (int32_t j = 0; j < q->n_cols; j++)
        if (__builtin_mul_overflow(p->task->cost[j], p->scale, &p->cost[j]))
            return false;
    for (int32_t k = 0; k < p->n_side; k++) {
        int32_t i = p->side[k];
        int64_t part;
        for (int64_t e = q->start[i]; p->price[i] && e < q->start[i + 1]; e++)
            if (__builtin_mul_overflow(q->entries[e].coef, p->price[i], &part) ||
                __builtin_sub_overflow(p->cost[q->entries[e].col], part,
                                       &p->cost[q->entries[e].col]))
                return false;
    }
    return true;
}

static void offer(pricing *p, const int64_t *x)
{
    size_t n = (size_t)p->task->program->n_cols;
    tp_objective plain = {
        .sense = TP_MIN, .constant = 0, .cost = (int64_t *)(uintptr_t)p->task->cost};
    tp_wide value;
    if (!tp_objective_value(&plain, (int32_t)n, x, &value) || (p->x && value >= p->value) ||
        !tp_task_keeps(p->task, x))
        return;
    if (!p->x && !(p->x = tp_arena_array(p->arena, n + 1, sizeof *p->x)))
        return;
    memcpy(p->x, x, n * sizeof *x);
    p->value = value;
}

/* The prices wanted, in lowest terms; where their denominator is beyond `most`, rounded. */
static void set_prices(pricing *p, int64_t most)
{
    int64_t scale = p->wanted_scale > most ? most : p->wanted_scale, common = scale;
    for (int32_t k = 0; k < p->n_side; k++) {
        int32_t i = p->side[k];
        tp_wide v = (tp_wide)p->wanted[i] * scale;
        p->price[i] = (int64_t)tp_floor_div(v + p->wanted_scale / 2, p->wanted_scale);
        common = tp_gcd(common, p->price[i]);
    }
    for (int32_t k = 0; k < p->n_side; k++)
        p->price[p->side[k]] /= common;
    p->scale = scale / common;
}

/* The network at the prices wanted: its bound, and reduced costs of all columns. *fine = false:
 * the figures are too much for it, or it was stopped. */
static tp_status ask_network(pricing *p, tp_solution *got, tp_dual_bound *bound, bool *fine,
                             tp_arena *scratch)
{
    const tp_task *t = p->task;
    tp_task priced = *t;
    priced.cost = p->cost;
    priced.start = NULL;
    tp_status st = TP_E_OVERFLOW;
    for (int64_t most = SCALE_MOST; most > 0 && st == TP_E_OVERFLOW; most /= 100) {
        set_prices(p, most);
        if (priced_costs(p))
            st = tp_network_solve(p->network, &priced, got, scratch, p->err);
    }
    *fine = !st && got->status == TP_SOLVED_OPTIMAL;
    p->stopped = st ? TP_GO_ON : got->stopped;
    if (st || !*fine)
        return st == TP_E_OVERFLOW ? TP_OK : st;
    for (int32_t k = 0; k < p->n_side; k++)
        got->y[p->side[k]] = p->price[p->side[k]];
    tp_dual_problem q = {t->program, t->cost, t->lo, t->hi, t->row_lo, t->row_hi};
    st = tp_dual_bound_of(bound, &q, got->y, p->scale, true, scratch, p->err);
    if (st == TP_E_INPUT || st == TP_E_OVERFLOW) {
        *fine = false;
        return TP_OK;
    }
    tp_wide proved = st ? p->bound : tp_round_up_to(bound->bound, p->step);
    if (!st && proved > p->bound) {
        p->bound = proved;
        p->best_scale = p->scale;
        memcpy(p->y, got->y, (size_t)t->program->n_rows * sizeof *p->y);
    }
    return st;
}

/* --- the core --- */

static tp_wide distance(const tp_dual_bound *b, int32_t j)
{
    tp_wide d = b->reduced ? b->reduced[j] : b->wide[j];
    return d < 0 ? -d : d;
}

typedef struct near_column {
    tp_wide distance;
    int32_t col;
} near_column;

static int by_distance(const void *a, const void *b)
{
    const near_column *p = a, *q = b;
    if (p->distance != q->distance)
        return p->distance < q->distance ? -1 : 1;
    return (p->col > q->col) - (p->col < q->col);
}

/* Columns of a broken row, the nearest first, until they could mend it twice over. */
static void mend_row(pricing *p, int32_t i, const tp_dual_bound *b, const int64_t *x,
                     near_column *list)
{
    const tp_task *t = p->task;
    const tp_program *q = t->program;
    tp_wide sum;
    if (!tp_program_activity(q, i, x, &sum))
        return;
    bool over = t->row_hi[i] != TP_INF && sum > t->row_hi[i];
    bool under = t->row_lo[i] != -TP_INF && sum < t->row_lo[i];
    if (!over && !under)
        return;
    tp_wide wanted = 2 * (over ? sum - t->row_hi[i] : t->row_lo[i] - sum), got = 0;
    size_t n = 0;
    for (int64_t e = q->start[i]; e < q->start[i + 1]; e++) {
        int32_t j = q->entries[e].col;
        bool down = (q->entries[e].coef > 0) == over;
        if (down ? x[j] > t->lo[j] : x[j] < t->hi[j])
            list[n++] = (near_column){distance(b, j), j};
    }
    qsort(list, n, sizeof *list, by_distance);
    for (size_t k = 0; k < n && got < wanted; k++) {
        int32_t j = list[k].col;
        p->core[j] = true;
        got += t->hi[j] - t->lo[j];
    }
}

/* Adds what stands between its ends, what the network has moved since, what mends broken rows, and
 * the nearest of the rest. */
static tp_status grow_core(pricing *p, const tp_dual_bound *b, const int64_t *x, bool first,
                           tp_arena *scratch)
{
    const tp_task *t = p->task;
    int32_t n = t->program->n_cols;
    near_column *list = tp_arena_array(scratch, (size_t)n + 1, sizeof *list);
    if (!list)
        return tp_fail_nomem(p->err);
    for (int32_t k = 0; k < p->n_side; k++)
        mend_row(p, p->side[k], b, x, list);
    size_t far = 0;
    int64_t open = 0;
    for (int32_t j = 0; j < n; j++) {
        if (t->lo[j] == t->hi[j])
            continue;
        p->core[j] =
            p->core[j] || (!first && x[j] != p->fixed[j]) || (x[j] > t->lo[j] && x[j] < t->hi[j]);
        open += p->core[j];
        if (!p->core[j])
            list[far++] = (near_column){distance(b, j), j};
    }
    if (open < p->target)
        qsort(list, far, sizeof *list, by_distance);
    for (size_t k = 0; k < far && open < p->target; k++, open++)
        p->core[list[k].col] = true;
    p->whole_core = true;
    for (int32_t j = 0; j < n; j++) {
        bool in = p->core[j] || t->lo[j] == t->hi[j];
        p->whole_core &= in;
        p->lo[j] = in ? t->lo[j] : x[j];
        p->hi[j] = in ? t->hi[j] : x[j];
        p->fixed[j] = x[j];
    }
    return TP_OK;
}

static tp_task core_task(const pricing *p, bool relax)
{
    tp_task core = *p->task;
    core.lo = p->lo;
    core.hi = p->hi;
    core.relax = relax;
    core.start = p->x;
    core.judge = true;
    return core;
}

/* The core's relaxation: new prices. *empty: nothing fits in it. *fine = false: no prices came. */
static tp_status ask_core(pricing *p, bool *empty, bool *fine, tp_arena *scratch)
{
    tp_task core = core_task(p, true);
    tp_solution got;
    tp_status st = tp_solver_glpk.solve(&core, &got, scratch, p->err);
    *empty = !st && got.status == TP_SOLVED_INFEASIBLE;
    *fine = !st && !*empty && got.scale > 0;
    p->stopped = st ? TP_GO_ON : got.stopped;
    if (st == TP_E_OVERFLOW || st == TP_E_SOLVER)
        return TP_OK;
    if (st || !*fine)
        return st;
    if (got.x)
        offer(p, got.x);
    p->least = got.bound;
    p->wanted_scale = got.scale;
    for (int32_t k = 0; k < p->n_side; k++)
        p->wanted[p->side[k]] = got.y[p->side[k]];
    return TP_OK;
}

/* --- all of it --- */

static bool closed(const pricing *p)
{
    return p->x && p->value <= p->bound;
}

/* One round; *go_on = false where there is nothing more to learn. */
static tp_status round_of(pricing *p, bool first, bool *go_on, bool *fine, tp_arena *scratch)
{
    tp_solution got;
    tp_dual_bound bound;
    *go_on = false;
    tp_status st = ask_network(p, &got, &bound, fine, scratch);
    if (st || !*fine)
        return st;
    offer(p, got.x);
    if (closed(p) || p->bound >= p->least)
        return TP_OK;
    bool empty = true;
    while (!st && empty) {
        st = grow_core(p, &bound, got.x, first, scratch);
        if (!st)
            st = ask_core(p, &empty, fine, scratch);
        if (empty && p->whole_core)
            *fine = false;
        if (empty && p->whole_core)
            break;
        p->target *= !empty ? 1 : p->task->program->n_cols <= SMALL ? 64 : 4;
    }
    bool stalls = p->bound == p->had_bound && p->least == p->had_least;
    p->had_bound = p->bound;
    p->had_least = p->least;
    if (stalls)
        p->target *= 4;
    *go_on = !st && *fine && !(stalls && p->whole_core);
    return st;
}

/* Whole points wherever reduced costs leave room for one as good. */
static tp_status search_rest(pricing *p, bool *complete)
{
    const tp_task *t = p->task;
    size_t rows = (size_t)t->program->n_rows, cols = (size_t)t->program->n_cols;
    tp_dual_problem q = {t->program, t->cost, t->lo, t->hi, t->row_lo, t->row_hi};
    tp_dual_bound bound;
    int64_t *sides = tp_arena_array(p->arena, 2 * rows + 1, sizeof *sides);
    tp_status st = sides ? TP_OK : tp_fail_nomem(p->err);
    if (!st)
        st = tp_dual_bound_of(&bound, &q, p->y, p->best_scale, true, p->arena, p->err);
    if (st)
        return st;
    memcpy(sides, t->row_lo, rows * sizeof *sides);
    memcpy(sides + rows, t->row_hi, rows * sizeof *sides);
    memcpy(p->lo, t->lo, cols * sizeof *p->lo);
    memcpy(p->hi, t->hi, cols * sizeof *p->hi);
    st = tp_dual_tighten(&bound, p->y, p->best_scale, p->value, t->program, p->lo, p->hi, sides,
                         sides + rows, NULL, p->err);
    tp_task rest = core_task(p, false);
    rest.node_limit = t->node_limit;
    tp_solution got = {0};
    if (!st)
        st = tp_solver_glpk.solve(&rest, &got, p->arena, p->err);
    if (st)
        return st;
    p->nodes += got.nodes;
    p->stopped = got.stopped;
    if (got.x)
        offer(p, got.x);
    *complete = got.status == TP_SOLVED_OPTIMAL;
    if (got.x && got.bound > p->bound)
        p->bound = got.bound < p->value ? got.bound : p->value;
    p->narrow_lo = got.narrow_lo ? got.narrow_lo : p->lo;
    p->narrow_hi = got.narrow_lo ? got.narrow_hi : p->hi;
    p->holds = got.cuts;
    return TP_OK;
}

/* Whole points: first in the core, then in all that is left. */
static tp_status close_gap(pricing *p, bool *complete)
{
    *complete = false;
    tp_arena *scratch = tp_arena_create();
    if (!scratch)
        return tp_fail_nomem(p->err);
    tp_task core = core_task(p, false);
    int64_t limit = p->task->node_limit;
    core.node_limit = limit && limit < CORE_NODES ? limit : CORE_NODES;
    tp_solution got = {0};
    tp_status st = tp_solver_glpk.solve(&core, &got, scratch, p->err);
    if (!st && got.x)
        offer(p, got.x);
    p->nodes += st ? 0 : got.nodes;
    p->stopped = st ? TP_GO_ON : got.stopped;
    tp_arena_free(scratch);
    if (!st && p->x && !closed(p) && !p->stopped && !limit)
        st = search_rest(p, complete);
    return st == TP_E_OVERFLOW || st == TP_E_SOLVER ? TP_OK : st;
}

bool tp_pricing_pays(const tp_network *network, const tp_task *task)
{
    const tp_program *p = task->program;
    int32_t side = 0;
    for (int32_t i = 0; i < p->n_rows; i++)
        side += !tp_network_keeps_row(network, i) && !open_row(task, i);
    return p->n_cols >= COLUMNS_LEAST && side <= p->n_cols / SIDE_PART;
}

tp_status tp_price_side_rows(tp_network *network, const tp_task *task, tp_solution *out, bool *done,
                             tp_arena *arena, tp_err *err)
{
    pricing p = {.network = network, .task = task, .arena = arena, .err = err};
    bool go_on = true, fine = true, complete = false;
    *done = false;
    tp_status st = prepare(&p);
    if (!st && task->start)
        offer(&p, task->start);
    for (int round = 0; !st && go_on && round < ROUNDS; round++) {
        tp_arena *scratch = tp_arena_create();
        st = scratch ? round_of(&p, round == 0, &go_on, &fine, scratch) : tp_fail_nomem(err);
        tp_arena_free(scratch);
    }
    if (st || (!fine && !p.x) || !p.best_scale)
        return st;
    if (!closed(&p) && !p.stopped)
        st = close_gap(&p, &complete);
    if (st || !p.x)
        return st;
    *done = closed(&p) || complete || p.stopped || task->node_limit;
    *out = (tp_solution){.x = p.x,
                         .value = p.value,
                         .bound = p.bound,
                         .scale = p.best_scale,
                         .y = p.y,
                         .nodes = p.nodes,
                         .method = "priced network",
                         .stopped = closed(&p) ? TP_GO_ON : p.stopped};
    out->status = closed(&p) || complete ? TP_SOLVED_OPTIMAL : TP_SOLVED_FEASIBLE;
    out->narrow_lo = p.narrow_lo;
    out->narrow_hi = p.narrow_hi;
    out->holds = p.holds;
    if (out->status == TP_SOLVED_OPTIMAL)
        out->bound = out->value;
    return TP_OK;
}
