/* Before the cases: what stands where it is in every point that is still of interest.
 *
 * A line is a set of multipliers whose reduced costs fix columns: of the task's own costs (whoever
 * moves one reaches what is to be proven), or of a row that holds an earlier tier (whoever moves
 * one breaks it). Cuts make the multipliers strong: those of the own costs are there, those of a
 * held row are made here. All columns of a line together are one row of the proof. */
#include "solve/exact/multipliers.h"
#include "solve/prove/parts.h"

#include <string.h>

#define COEFFICIENT_MOST ((tp_wide)1 << 60)

typedef struct narrowing {
    tp_prover *p;
    int64_t *lo, *hi; /* [task n_cols] */
    bool *taken;      /* [reduced n_cols] by a line before */
    tp_arena *scratch;
} narrowing;

/* A held row takes part as it stands: the costs are its own. */
static tp_status keep_leaf(tp_prover *p, tp_case_node *leaf, const tp_proved *proved, int32_t held)
{
    int32_t rows = p->program->n_rows;
    *leaf = (tp_case_node){0};
    leaf->row = tp_arena_array(p->arena, (size_t)rows + 1, sizeof *leaf->row);
    leaf->y = tp_arena_array(p->arena, (size_t)rows + 1, sizeof *leaf->y);
    if (!leaf->row || !leaf->y)
        return tp_fail_nomem(p->err);
    for (int32_t i = 0; i < rows; i++) {
        int64_t y = proved->y[i] - (i == held ? proved->scale : 0);
        if (!y)
            continue;
        leaf->row[leaf->count] = i;
        leaf->y[leaf->count++] = y;
    }
    return TP_OK;
}

static tp_wide size_of(tp_wide v)
{
    return v < 0 ? -v : v;
}

/* Every member of a merged column stands at its own end. */
static void fix_members(narrowing *n, tp_prover_line *line, int32_t c, bool low)
{
    const tp_prover *p = n->p;
    for (int32_t j = p->red.first[c]; j >= 0; j = p->red.next[j]) {
        int64_t at = low ? n->lo[j] : n->hi[j];
        n->lo[j] = n->hi[j] = at;
        line->form.col[line->form.count] = j;
        line->form.coef[line->form.count++] = low ? 1 : -1;
        line->at += low ? at : -at;
    }
}

/* room: how far scale·cost may lie above what the multipliers prove. */
static tp_status add_line(narrowing *n, const tp_proved *proved, const tp_dual_problem *q,
                          tp_wide room, int32_t held)
{
    tp_prover *p = n->p;
    tp_prover_line *line = &p->lines[p->n_lines];
    tp_dual_bound bound;
    tp_wide least = COEFFICIENT_MOST;
    size_t count = 0;
    if (room < 0)
        return TP_OK;
    tp_status st = tp_dual_bound_of(&bound, q, proved->y, proved->scale, true, n->scratch, p->err);
    if (st)
        return st == TP_E_OVERFLOW || st == TP_E_INPUT ? TP_OK : st;
    for (int32_t c = 0; c < p->program->n_cols; c++) {
        tp_wide d = size_of(bound.reduced ? bound.reduced[c] : bound.wide[c]);
        if (d >= COEFFICIENT_MOST)
            return TP_OK;
        if (n->taken[c] || d <= room)
            continue;
        least = d < least ? d : least;
        for (int32_t j = p->red.first[c]; j >= 0; j = p->red.next[j])
            count++;
    }
    if (count < 2) /* a split on a single column would be its box */
        return TP_OK;
    *line = (tp_prover_line){.own = held < 0, .weight = (int64_t)least};
    line->form.col = tp_arena_array(p->arena, count, sizeof *line->form.col);
    line->form.coef = tp_arena_array(p->arena, count, sizeof *line->form.coef);
    if (!line->form.col || !line->form.coef)
        return tp_fail_nomem(p->err);
    for (int32_t c = 0; c < p->program->n_cols; c++) {
        tp_wide d = bound.reduced ? bound.reduced[c] : bound.wide[c];
        if (n->taken[c] || size_of(d) <= room)
            continue;
        n->taken[c] = true;
        fix_members(n, line, c, d > 0);
    }
    p->n_lines++;
    tp_status kept = keep_leaf(p, &line->leaf, proved, held);
    line->leaf.scale = line->own ? proved->scale : line->weight;
    return kept;
}

/* What the relaxation's multipliers fix; `most`: points with costs above it are of no interest. */
static tp_status fix_by(narrowing *n, const int64_t *cost, const double *y, tp_wide most,
                        int32_t held)
{
    tp_prover *p = n->p;
    const tp_dual_problem q = {p->program,        cost, p->lo, p->hi, p->program->row_lo,
                               p->program->row_hi};
    tp_proved proved;
    tp_status st = tp_multipliers_prove(&proved, &q, y, n->scratch, p->err);
    if (st || !proved.scale)
        return st;
    tp_wide room;
    if (__builtin_mul_overflow((tp_wide)proved.scale, most, &room) ||
        __builtin_sub_overflow(room, proved.numerator, &room))
        return TP_OK;
    return add_line(n, &proved, &q, room, held);
}

/* By the task's own costs. Points that reach what is to be proven are no matter. */
static tp_status by_costs(narrowing *n)
{
    tp_prover *p = n->p;
    tp_relax_point point;
    tp_status st = tp_relax_solve(p->relax, &point, p->err);
    if (st || point.status != TP_RELAXED_OPTIMAL)
        return st;
    tp_wide step = tp_cost_gcd(p->task->cost, p->task->program->n_cols);
    return fix_by(n, p->cost, point.y, p->want - step, -1);
}

/* Cuts that the relaxation of a held row found are given to the own one. */
static tp_status share_cuts(tp_prover *p, int32_t from)
{
    tp_status st = TP_OK;
    for (int32_t i = from; i < p->program->n_rows && !st; i++)
        st = tp_relax_add(p->relax, p->program, i, p->err);
    return st;
}

static tp_status by_held_row(narrowing *n, int32_t row)
{
    tp_prover *p = n->p;
    int32_t from = p->program->n_rows;
    tp_relax *relax;
    int64_t *cost = tp_arena_array(n->scratch, (size_t)p->program->n_cols + 1, sizeof *cost);
    if (!cost)
        return tp_fail_nomem(p->err);
    for (int64_t k = p->program->start[row]; k < p->program->start[row + 1]; k++)
        cost[p->program->entries[k].col] = p->program->entries[k].coef;
    tp_task task = p->red.task;
    task.program = p->program;
    task.cost = cost;
    task.lo = p->lo;
    task.hi = p->hi;
    task.row_lo = p->program->row_lo;
    task.row_hi = p->program->row_hi;
    tp_status st = tp_relax_open(&relax, &(tp_relax_spec){.task = &task, .beside = p->relax},
                                 p->arena, p->err);
    if (st)
        return st;
    tp_relax_point point;
    double enough = (double)p->program->row_hi[row] - 0.5;
    st = tp_prover_cut_off(p, relax, cost, enough);
    if (!st)
        st = tp_relax_solve(relax, &point, p->err);
    if (!st && point.status == TP_RELAXED_OPTIMAL)
        st = fix_by(n, cost, point.y, p->program->row_hi[row], row);
    tp_relax_close(relax);
    return st ? st : share_cuts(p, from);
}

/* The reduced row of the next tier held by one, from `*at` on; -1: none. */
static int32_t next_held(const tp_prover *p, int32_t *at)
{
    const tp_program *q = p->task->program;
    for (; *at < q->n_rows; ++*at) {
        int32_t row = q->row_origin[*at].maker == -1 ? p->red.row_of[*at] : -1;
        if (row < 0 || p->program->row_hi[row] == TP_INF)
            continue;
        ++*at;
        return row;
    }
    return -1;
}

static int32_t free_columns(const tp_prover *p, const int64_t *lo, const int64_t *hi)
{
    int32_t n = 0;
    for (int32_t j = 0; j < p->task->program->n_cols; j++)
        n += lo[j] < hi[j];
    return n;
}

tp_status tp_prover_narrow(tp_prover *p, bool *pays, int64_t **lo, int64_t **hi)
{
    size_t cols = (size_t)p->task->program->n_cols;
    narrowing n = {.p = p, .scratch = tp_arena_create()};
    n.lo = tp_arena_array(p->arena, cols + 1, sizeof *n.lo);
    n.hi = tp_arena_array(p->arena, cols + 1, sizeof *n.hi);
    n.taken = tp_arena_array(p->arena, (size_t)p->program->n_cols + 1, sizeof *n.taken);
    *pays = false;
    if (!n.scratch || !n.lo || !n.hi || !n.taken) {
        tp_arena_free(n.scratch);
        return tp_fail_nomem(p->err);
    }
    memcpy(n.lo, p->task->lo, cols * sizeof *n.lo);
    memcpy(n.hi, p->task->hi, cols * sizeof *n.hi);
    int32_t had = free_columns(p, n.lo, n.hi), row, at = 0;
    tp_status st = by_costs(&n);
    while (!st && p->n_lines < TP_PROVER_LINES && (row = next_held(p, &at)) >= 0)
        st = by_held_row(&n, row);
    int32_t left = free_columns(p, n.lo, n.hi);
    *pays = !st && left < had - had / 10;
    *lo = n.lo;
    *hi = n.hi;
    tp_arena_free(n.scratch);
    return st == TP_E_OVERFLOW || st == TP_E_SOLVER ? TP_OK : st;
}
