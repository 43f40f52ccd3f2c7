#include "solve/prove/prove.h"

#include "base/invariant.h"
#include "solve/exact/multipliers.h"
#include "solve/prove/parts.h"

#include <string.h>

/* Counted, not timed. Work is pivots times rows. */
enum { NODES_MOST = 40000, DEEPEST = 1500, LEVELS_MOST = 8, STEPS_MOST = 2000 };
/* Splits on columns and splits on totals as well take turns, each longer than the one before: which
 * of the two ends a proof is not known before. */
enum { NODES_FIRST = 400, LONGER = 10 };
#define WORK_MOST ((int64_t)2000000000)

static tp_dual_problem problem_of(const tp_prover *p, bool empty)
{
    const tp_program *r = p->program;
    return (tp_dual_problem){r, empty ? NULL : p->cost, p->lo, p->hi, r->row_lo, r->row_hi};
}

static tp_case_node *leaf_of(tp_prover *p, const tp_proved *proved, bool empty)
{
    int32_t rows = p->program->n_rows, n = 0;
    tp_case_node *node = tp_arena_alloc(p->arena, sizeof *node);
    for (int32_t i = 0; i < rows; i++)
        n += proved->y[i] != 0;
    if (!node || !(node->row = tp_arena_array(p->arena, (size_t)n + 1, sizeof *node->row)) ||
        !(node->y = tp_arena_array(p->arena, (size_t)n + 1, sizeof *node->y)))
        return NULL;
    node->empty = empty;
    node->scale = proved->scale;
    for (int32_t i = 0; i < rows; i++) {
        if (!proved->y[i])
            continue;
        node->row[node->count] = i;
        node->y[node->count++] = proved->y[i];
    }
    return node;
}

static bool good(const tp_prover *p, const tp_proved *proved, bool empty)
{
    return proved->scale && (empty ? proved->numerator > 0 : proved->bound >= p->want);
}

/* *out: a leaf that these multipliers make of the case at hand; NULL: they do not close it. */
static tp_status close_with(tp_prover *p, tp_case_node **out, const double *y, bool empty,
                            tp_arena *scratch)
{
    tp_proved proved;
    const tp_dual_problem q = problem_of(p, empty);
    *out = NULL;
    tp_status st = tp_multipliers_prove(&proved, &q, y, scratch, p->err);
    if (st || !good(p, &proved, empty))
        return st;
    *out = leaf_of(p, &proved, empty);
    return *out ? TP_OK : tp_fail_nomem(p->err);
}

tp_status tp_prover_sync(tp_prover *p, tp_relax *relax, int64_t *lp_lo, int64_t *lp_hi)
{
    tp_status st = TP_OK;
    for (int32_t j = 0; j < p->program->n_cols && !st; j++) {
        if (lp_lo[j] == p->lo[j] && lp_hi[j] == p->hi[j])
            continue;
        lp_lo[j] = p->lo[j];
        lp_hi[j] = p->hi[j];
        st = tp_relax_box(relax, j, p->lo[j], p->hi[j], p->err);
    }
    return st;
}

static tp_status relaxed(tp_prover *p, bool elastic, tp_relax_point *point)
{
    tp_relax *relax = elastic ? p->elastic : p->relax;
    tp_status st = tp_prover_sync(p, relax, elastic ? p->elastic_lo : p->relax_lo,
                                  elastic ? p->elastic_hi : p->relax_hi);
    if (!st)
        st = tp_relax_solve(relax, point, p->err);
    if (!st) {
        p->work += (point->iterations > 0 ? 20 : 1) * (int64_t)(p->program->n_rows + 1);
        p->failed |= point->status == TP_RELAXED_FAILED || point->status == TP_RELAXED_STOPPED;
    }
    return st;
}

static tp_status open_elastic(tp_prover *p)
{
    tp_task task = p->red.task;
    task.program = p->program;
    task.lo = p->elastic_lo;
    task.hi = p->elastic_hi;
    task.row_lo = p->program->row_lo;
    task.row_hi = p->program->row_hi;
    size_t n = (size_t)p->program->n_cols * sizeof *p->lo;
    memcpy(p->elastic_lo, p->lo, n);
    memcpy(p->elastic_hi, p->hi, n);
    return tp_relax_open(&p->elastic,
                         &(tp_relax_spec){.task = &task, .elastic = true, .beside = p->relax},
                         p->arena, p->err);
}

/* *out: a leaf that shows the case to be empty; NULL: it has points, at least fractional ones. */
static tp_status close_empty(tp_prover *p, tp_case_node **out, tp_relax_point *point,
                             tp_arena *scratch)
{
    *out = NULL;
    tp_status st = p->elastic ? TP_OK : open_elastic(p);
    if (!st)
        st = relaxed(p, true, point);
    if (!st && !p->failed && point->value > 1e-9)
        st = close_with(p, out, point->y, true, scratch);
    return st;
}

static tp_status search(tp_prover *p, tp_case_node **out, int depth);

/* A child's multipliers may close the case without the split. */
static tp_status without_split(tp_prover *p, tp_case_node **node, tp_case_node *child)
{
    if (child->low)
        return TP_OK;
    tp_arena *scratch = tp_arena_create();
    int64_t *y =
        scratch ? tp_arena_array(scratch, (size_t)p->program->n_rows + 1, sizeof *y) : NULL;
    tp_dual_bound bound;
    const tp_dual_problem q = problem_of(p, child->empty);
    if (!y) {
        tp_arena_free(scratch);
        return tp_fail_nomem(p->err);
    }
    for (int32_t k = 0; k < child->count; k++)
        y[child->row[k]] = child->y[k];
    tp_status st = tp_dual_bound_of(&bound, &q, y, child->scale, false, scratch, p->err);
    const tp_proved proved = {child->scale, y, bound.numerator,
                              tp_round_up_to(bound.bound, p->step)};
    if (!st && good(p, &proved, child->empty))
        *node = child;
    tp_arena_free(scratch);
    return st == TP_E_OVERFLOW ? TP_OK : st;
}

static tp_status split(tp_prover *p, tp_case_node **out, int32_t col, int64_t at, int depth)
{
    tp_case_node *node = tp_arena_alloc(p->arena, sizeof *node);
    if (!node)
        return tp_fail_nomem(p->err);
    int64_t lo = p->lo[col], hi = p->hi[col];
    *out = node;
    node->col = col;
    node->at = at;
    p->hi[col] = at;
    tp_status st = search(p, &node->low, depth + 1);
    p->hi[col] = hi;
    if (!st && !p->failed)
        st = without_split(p, out, node->low);
    if (st || p->failed || *out != node)
        return st;
    p->lo[col] = at + 1;
    st = search(p, &node->high, depth + 1);
    p->lo[col] = lo;
    return st || p->failed ? st : without_split(p, out, node->high);
}

static bool over_limit(tp_prover *p, int depth)
{
    tp_stop_reason stop =
        p->task->stop.ask && p->nodes % 8 == 0 ? p->task->stop.ask(p->task->stop.user) : TP_GO_ON;
    return ++p->nodes > p->nodes_most || depth > DEEPEST || p->work > p->work_limit || stop;
}

/* What the relaxation says of the case at hand: closed, or the point to split at. */
static tp_status look(tp_prover *p, tp_case_node **out, tp_relax_point *point, tp_relax **relax,
                      tp_arena *scratch)
{
    *relax = p->relax;
    if (!p->task->cost) {
        tp_status st = close_empty(p, out, point, scratch);
        *relax = p->elastic;
        return st;
    }
    tp_status st = relaxed(p, false, point);
    if (st || p->failed)
        return st;
    if (point->status == TP_RELAXED_INFEASIBLE) {
        st = close_empty(p, out, point, scratch);
        *relax = p->elastic;
        return st;
    }
    if (point->value > (double)(p->want - p->step) + 1e-9 * (double)p->step)
        st = close_with(p, out, point->y, false, scratch);
    return st;
}

static tp_status search(tp_prover *p, tp_case_node **out, int depth)
{
    *out = NULL;
    if (over_limit(p, depth)) {
        p->failed = true;
        return TP_OK;
    }
    tp_arena *scratch = tp_arena_create();
    tp_relax_point point;
    tp_relax *relax;
    int32_t col = -1;
    int64_t at = 0;
    bool any = false;
    if (!scratch)
        return tp_fail_nomem(p->err);
    tp_status st = look(p, out, &point, &relax, scratch);
    if (!st && !p->failed && !*out)
        st = tp_prover_choose(p, &point, relax, &col, &at, &any);
    tp_arena_free(scratch);
    if (st || p->failed || *out)
        return st;
    p->failed = !any;
    return any ? split(p, out, col, at, depth) : TP_OK;
}

static tp_status begin(tp_prover *p, bool totals)
{
    const tp_prove_task *t = p->task;
    size_t given = (size_t)t->program->n_cols + 1;
    int64_t *cost = tp_arena_array(p->arena, given, sizeof *cost);
    if (!cost)
        return tp_fail_nomem(p->err);
    if (t->cost)
        memcpy(cost, t->cost, (given - 1) * sizeof *cost);
    p->given = (tp_task){.program = t->program,
                         .cost = cost,
                         .lo = t->lo,
                         .hi = t->hi,
                         .row_lo = t->row_lo,
                         .row_hi = t->row_hi};
    tp_status st = tp_reduce(&p->red, &p->given, p->arena, p->err);
    if (st)
        return st;
    p->program = p->red.program;
    p->n_merged = p->program->n_cols;
    p->n_plain = p->program->n_rows;
    if (totals && !p->red.empty && (st = tp_prover_add_totals(p)))
        return st;
    p->n_own = p->program->n_rows;
    size_t n = (size_t)p->program->n_cols + 1;
    p->cost = tp_arena_array(p->arena, n, sizeof *p->cost);
    int64_t **arrays[] = {&p->lo,       &p->hi,         &p->relax_lo,
                          &p->relax_hi, &p->elastic_lo, &p->elastic_hi};
    for (size_t i = 0; i < 6; i++)
        if (!(*arrays[i] = tp_arena_array(p->arena, n, sizeof(int64_t))))
            return tp_fail_nomem(p->err);
    for (int i = 0; i < 2; i++)
        if (!(p->gain[i] = tp_arena_array(p->arena, n, sizeof(double))) ||
            !(p->tried[i] = tp_arena_array(p->arena, n, sizeof(int32_t))))
            return tp_fail_nomem(p->err);
    if (!p->cost)
        return tp_fail_nomem(p->err);
    for (int32_t j = 0; j < p->program->n_cols; j++) {
        p->cost[j] = j < p->n_merged ? p->red.task.cost[j] : 0;
        p->lo[j] = p->relax_lo[j] = p->program->lo[j];
        p->hi[j] = p->relax_hi[j] = p->program->hi[j];
    }
    p->step = tp_cost_gcd(p->cost, p->program->n_cols);
    p->want = t->want - p->red.constant;
    p->work_limit = WORK_MOST;
    return TP_OK;
}

static tp_status open_relax(tp_prover *p, const tp_relax_engine *engine)
{
    tp_task task = p->red.task;
    task.cost = p->cost;
    task.lo = p->lo;
    task.hi = p->hi;
    task.row_lo = p->program->row_lo;
    task.row_hi = p->program->row_hi;
    return tp_relax_open(&p->relax, &(tp_relax_spec){.task = &task, .engine = engine}, p->arena,
                         p->err);
}

/* What was cut may be searched by another engine. */
static tp_status change_engine(tp_prover *p)
{
    const tp_relax_engine *engine;
    if (!tp_relax_tree_engine(p->relax, &engine))
        return TP_OK;
    tp_relax_close(p->relax);
    size_t size = (size_t)p->program->n_cols * sizeof *p->lo;
    memcpy(p->relax_lo, p->lo, size);
    memcpy(p->relax_hi, p->hi, size);
    return open_relax(p, engine);
}

/* A proof is what the checker takes for one. */
static tp_status check(tp_proof_node **out, const tp_prove_task *t, tp_arena *scratch, tp_err *err)
{
    const tp_proof_problem about = {t->program, t->lo, t->hi, t->row_lo, t->row_hi, t->cost};
    tp_proof_found found;
    if (!*out)
        return TP_OK;
    tp_status st = tp_proof_check(&found, &about, *out, scratch, err);
    if (st || (t->cost ? found.empty || found.bound < t->want : !found.empty))
        *out = NULL;
    return st == TP_E_INPUT || st == TP_E_OVERFLOW ? TP_OK : st;
}

static void close_relaxations(tp_prover *p)
{
    tp_relax_close(p->elastic); /* the first one opened holds the environment: it goes last */
    tp_relax_close(p->relax);
}

static tp_status prove_within(tp_proof_node **out, const tp_prove_task *task, int level,
                              int32_t steps, tp_arena *arena, tp_err *err);

/* Begins anew within what the lines leave. */
static tp_status narrower(tp_proof_node **out, tp_prover *p, const int64_t *lo, const int64_t *hi,
                          int level, tp_arena *arena)
{
    tp_prove_task task = *p->task;
    tp_proof_node *rest = NULL;
    task.lo = lo;
    task.hi = hi;
    close_relaxations(p);
    tp_status st = prove_within(&rest, &task, level + 1, p->steps_left, arena, p->err);
    p->arena = arena;
    return st || !rest ? st : tp_prover_put_before(out, p, rest);
}

/* *short_of: the search was not ended, and totals may help. */
static tp_status by_cases(tp_proof_node **out, tp_prover *p, int level, bool totals, bool *short_of,
                          tp_arena *arena)
{
    tp_case_node *root = NULL;
    bool pays = false, closed = false;
    int64_t *lo, *hi;
    double enough = (double)(p->want - p->step) + 0.5;
    tp_status st = open_relax(p, NULL);
    if (!st)
        st = tp_prover_cut_off(p, p->relax, p->task->cost, enough, &closed);
    if (!st && p->task->cost && !closed && !totals && level < LEVELS_MOST)
        st = tp_prover_narrow(p, &pays, &lo, &hi);
    if (!st && pays)
        return narrower(out, p, lo, hi, level, arena);
    if (!st && !closed)
        st = change_engine(p);
    if (!st)
        st = search(p, &root, 0);
    close_relaxations(p);
    *short_of = !st && p->failed && p->nodes > p->nodes_most;
    if (st || p->failed || !root)
        return st;
    p->arena = arena;
    return tp_prover_translate(out, p, root);
}

typedef struct attempt {
    bool totals;
    int64_t nodes_most;
} attempt;

static tp_status prove_with(tp_proof_node **out, const tp_prove_task *task, int level,
                            int32_t steps, attempt by, bool *short_of, tp_arena *arena, tp_err *err)
{
    *out = NULL;
    *short_of = false;
    tp_arena *passing = tp_arena_create();
    if (!passing)
        return tp_fail_nomem(err);
    tp_prover p = {.task = task,
                   .steps_left = steps,
                   .nodes_most = by.nodes_most,
                   .arena = passing,
                   .err = err};
    tp_status st = begin(&p, by.totals);
    if (!st && !p.red.empty)
        st = by_cases(out, &p, level, by.totals, short_of, arena);
    else if (!st && (!task->cost || level > 0))
        st = tp_prover_crossed(out, &p, arena);
    close_relaxations(&p);
    tp_arena_free(passing);
    /* A relaxation that gives up proves nothing, and that is all. */
    return st == TP_E_SOLVER || st == TP_E_OVERFLOW ? TP_OK : st;
}

static tp_status prove_within(tp_proof_node **out, const tp_prove_task *task, int level,
                              int32_t steps, tp_arena *arena, tp_err *err)
{
    bool short_of = true;
    tp_status st = TP_OK;
    *out = NULL;
    for (attempt by = {false, NODES_FIRST}; !st && short_of && by.nodes_most <= NODES_MOST;
         by.nodes_most *= by.totals ? LONGER : 1, by.totals = !by.totals)
        st = prove_with(out, task, level, steps, by, &short_of, arena, err);
    return st;
}

static tp_status prove_plainly(tp_proof_node **out, const tp_prove_task *task, tp_arena *arena,
                               tp_err *err)
{
    return prove_within(out, task, 0, STEPS_MOST, arena, err);
}

static tp_status as_a_whole(tp_proof_node **out, const tp_prove_task *task, tp_prove_within within,
                            tp_arena *arena, tp_err *err)
{
    return within(out, task, arena, err);
}

tp_status tp_prove(tp_proof_node **out, const tp_prove_task *task, tp_arena *arena, tp_err *err)
{
    tp_status (*const ways[])(tp_proof_node **, const tp_prove_task *, tp_prove_within, tp_arena *,
                              tp_err *) = {tp_prover_windows, tp_prover_blocks, as_a_whole};
    tp_status st = TP_OK;
    tp_arena *scratch = tp_arena_create();
    if (!scratch)
        return tp_fail_nomem(err);
    *out = NULL;
    for (size_t i = 0; i < sizeof ways / sizeof *ways && !*out && !st; i++) {
        st = ways[i](out, task, prove_plainly, arena, err);
        if (!st)
            st = check(out, task, scratch, err);
    }
    tp_invariant(!*out || tp_proof_sound(*out, task->program->n_cols));
    tp_arena_free(scratch);
    return st;
}
