/* Before the cases: what stands where it is in every point that is still of interest.
 *
 * A line is a set of multipliers whose reduced costs fix columns: of the task's own costs (whoever
 * moves one reaches what is to be proven), or of a row that holds an earlier tier (whoever moves
 * one breaks it). Cuts make the multipliers strong: those of the own costs are there, those of a
 * held row are made here. All columns of a line together are one row of the proof. */
#include "solve/exact/multipliers.h"
#include "solve/network/laminar.h"
#include "solve/prove/parts.h"

#include <string.h>

enum { PASSES = 4 }; /* over all rows */

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

/* Cuts a box where that takes a good part of it. */
static tp_status cut(narrowing *n, tp_prover_step step)
{
    tp_prover *p = n->p;
    int64_t lo = n->lo[step.col], hi = n->hi[step.col];
    int64_t left = step.up ? hi - step.at - 1 : step.at - lo;
    if (lo >= hi || left < 0 || left > (hi - lo) / 4 * 3 || left >= hi - lo || p->steps_left <= 0)
        return TP_OK;
    if (!tp_arena_grow(p->arena, &p->steps, &p->step_room, p->n_steps, 1))
        return tp_fail_nomem(p->err);
    p->steps[p->n_steps++] = step;
    p->steps_left--;
    if (step.up)
        n->lo[step.col] = step.at + 1;
    else
        n->hi[step.col] = step.at;
    return TP_OK;
}

/* The line as a row: what lies between the costs and what the multipliers make of them. */
static tp_status range_of(narrowing *n, tp_prover_line *line, const tp_dual_bound *b,
                          const int64_t *cost, int64_t scale)
{
    tp_prover *p = n->p;
    size_t count = (size_t)p->task->program->n_cols;
    line->range.col = tp_arena_array(p->arena, count + 1, sizeof *line->range.col);
    line->range.coef = tp_arena_array(p->arena, count + 1, sizeof *line->range.coef);
    if (!line->range.col || !line->range.coef)
        return tp_fail_nomem(p->err);
    for (int32_t c = 0; c < p->program->n_cols; c++) {
        tp_wide d = b->reduced ? b->reduced[c] : b->wide[c];
        tp_wide coef = line->own ? (tp_wide)cost[c] * scale - d : -d;
        if (size_of(coef) >= COEFFICIENT_MOST) {
            line->range.count = 0;
            return TP_OK;
        }
        for (int32_t j = coef ? p->red.first[c] : -1; j >= 0; j = p->red.next[j]) {
            line->range.col[line->range.count] = j;
            line->range.coef[line->range.count++] = (int64_t)coef;
        }
    }
    return TP_OK;
}

/* How far each column may go from its better end. */
static tp_status cut_by_line(narrowing *n, int32_t at, const tp_dual_bound *b, tp_wide room)
{
    tp_prover *p = n->p;
    tp_status st = TP_OK;
    for (int32_t c = 0; c < p->program->n_cols; c++) {
        tp_wide d = b->reduced ? b->reduced[c] : b->wide[c], k = d ? room / size_of(d) : 0;
        if (d == 0 || k >= (tp_wide)1 << 60)
            continue;
        for (int32_t j = p->red.first[c]; j >= 0 && !st; j = p->red.next[j]) {
            const tp_prover_step step = {.col = j,
                                         .at = d > 0 ? p->task->lo[j] + (int64_t)k
                                                     : p->task->hi[j] - (int64_t)k - 1,
                                         .up = d < 0,
                                         .line = at};
            st = cut(n, step);
        }
    }
    return st;
}

/* Whether the sum of the multipliers' sides is a figure that a row can have. */
static bool handy(const tp_prover *p, const tp_case_node *leaf)
{
    tp_wide sum = 0;
    for (int32_t k = 0; k < leaf->count; k++) {
        int32_t i = leaf->row[k];
        sum +=
            (tp_wide)leaf->y[k] * (leaf->y[k] > 0 ? p->program->row_lo[i] : p->program->row_hi[i]);
    }
    return size_of(sum) < COEFFICIENT_MOST;
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
    *line = (tp_prover_line){.own = held < 0, .weight = (int64_t)least, .scale = proved->scale};
    line->form.col = tp_arena_array(p->arena, count, sizeof *line->form.col);
    line->form.coef = tp_arena_array(p->arena, count, sizeof *line->form.coef);
    if (!line->form.col || !line->form.coef)
        return tp_fail_nomem(p->err);
    for (int32_t c = 0; c < p->program->n_cols; c++) {
        tp_wide d = bound.reduced ? bound.reduced[c] : bound.wide[c];
        if (count < 2 || n->taken[c] || size_of(d) <= room)
            continue; /* a split on a single column would be its box */
        n->taken[c] = true;
        fix_members(n, line, c, d > 0);
    }
    st = keep_leaf(p, &line->leaf, proved, held);
    line->leaf.scale = line->own ? proved->scale : line->weight;
    size_t had = p->n_steps;
    if (!st && handy(p, &line->leaf))
        st = range_of(n, line, &bound, q->cost, proved->scale);
    if (!st && line->range.count)
        st = cut_by_line(n, p->n_lines, &bound, room);
    if (p->n_steps == had)
        line->range.count = 0;
    p->n_lines += line->form.count || line->range.count;
    return st;
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
    bool closed;
    st = tp_prover_cut_off(p, relax, cost, enough, &closed);
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

/* What one row leaves its columns in the boxes as they are when it is looked at. */
static tp_status cut_by_row(narrowing *n, int32_t i)
{
    const tp_prove_task *t = n->p->task;
    const tp_program *q = t->program;
    tp_wide least = 0, most = 0;
    tp_status st = TP_OK;
    tp_row_reach(q, i, n->lo, n->hi, &least, &most);
    for (int64_t e = q->start[i]; e < q->start[i + 1] && !st; e++) {
        int32_t j = q->entries[e].col;
        tp_wide a = size_of(q->entries[e].coef);
        bool plus = q->entries[e].coef > 0;
        tp_wide below = t->row_hi[i] == TP_INF ? -1 : (t->row_hi[i] - least) / a;
        tp_wide above = t->row_lo[i] == -TP_INF ? -1 : (most - t->row_lo[i]) / a;
        if (n->lo[j] >= n->hi[j] || (t->row_hi[i] != TP_INF && t->row_hi[i] < least) ||
            (t->row_lo[i] != -TP_INF && t->row_lo[i] > most))
            continue;
        int64_t lo = n->lo[j], hi = n->hi[j];
        if (below >= 0 && below < (tp_wide)hi - lo)
            st = cut(n, (tp_prover_step){.col = j,
                                         .at = plus ? lo + (int64_t)below : hi - (int64_t)below - 1,
                                         .up = !plus,
                                         .line = -1,
                                         .row = i,
                                         .y = -1});
        lo = n->lo[j];
        hi = n->hi[j];
        if (!st && above >= 0 && above < (tp_wide)hi - lo)
            st = cut(n, (tp_prover_step){.col = j,
                                         .at = plus ? hi - (int64_t)above - 1 : lo + (int64_t)above,
                                         .up = plus,
                                         .line = -1,
                                         .row = i,
                                         .y = 1});
    }
    return st;
}

static tp_status cut_by_rows(narrowing *n)
{
    tp_status st = TP_OK;
    size_t had = n->p->n_steps + 1;
    for (int pass = 0; pass < PASSES && n->p->n_steps != had && !st; pass++) {
        had = n->p->n_steps;
        for (int32_t i = 0; i < n->p->task->program->n_rows && !st; i++)
            st = cut_by_row(n, i);
    }
    return st;
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
    if (!st && p->n_lines)
        st = cut_by_rows(&n);
    int32_t left = free_columns(p, n.lo, n.hi);
    *pays = !st && left < had - had / 10;
    *lo = n.lo;
    *hi = n.hi;
    tp_arena_free(n.scratch);
    return st == TP_E_OVERFLOW || st == TP_E_SOLVER ? TP_OK : st;
}
