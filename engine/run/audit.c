#include "run/audit.h"

#include "solve/exact/multipliers.h"
#include "solve/exact/propagate.h"
#include "solve/held/held.h"
#include "solve/prove/prove.h"

#include <string.h>

enum { ROUNDS = 4 };

typedef struct auditor {
    const tp_run *run;
    tp_audit *out;
    tp_program *program; /* a copy: the rows that hold earlier tiers are appended */
    tp_space space;
    size_t row_room;
    int32_t *hold_row; /* [n_tiers] */
    tp_arena *arena;
    tp_err *err;
} auditor;

static tp_status begin(auditor *a)
{
    const tp_program *p = a->run->task.program;
    size_t n = (size_t)p->n_cols + 1, rows = (size_t)p->n_rows + a->run->task.n_tiers + 1;
    tp_program *copy = tp_program_create(a->arena);
    if (!copy)
        return tp_fail_nomem(a->err);
    for (int32_t j = 0; j < p->n_cols; j++)
        if (tp_program_col(copy, p->lo[j], p->hi[j], p->col_origin[j]) < 0)
            return tp_fail_nomem(a->err);
    for (int32_t i = 0; i < p->n_rows; i++)
        if (tp_program_row(copy, p->row_lo[i], p->row_hi[i], p->row_origin[i],
                           p->entries + p->start[i], p->start[i + 1] - p->start[i]) < 0)
            return tp_fail_nomem(a->err);
    a->program = copy;
    a->out->program = copy;
    a->space = (tp_space){.program = copy,
                          .lo = tp_arena_array(a->arena, n, sizeof(int64_t)),
                          .hi = tp_arena_array(a->arena, n, sizeof(int64_t)),
                          .row_lo = tp_arena_array(a->arena, rows, sizeof(int64_t)),
                          .row_hi = tp_arena_array(a->arena, rows, sizeof(int64_t))};
    if (!a->space.lo || !a->space.hi || !a->space.row_lo || !a->space.row_hi)
        return tp_fail_nomem(a->err);
    memcpy(a->space.lo, p->lo, (n - 1) * sizeof *p->lo);
    memcpy(a->space.hi, p->hi, (n - 1) * sizeof *p->hi);
    memcpy(a->space.row_lo, copy->row_lo, (size_t)p->n_rows * sizeof *p->lo);
    memcpy(a->space.row_hi, copy->row_hi, (size_t)p->n_rows * sizeof *p->lo);
    return TP_OK;
}

static tp_status add_step(auditor *a, size_t tier, tp_audit_step step)
{
    tp_audit_tier *to = &a->out->tiers[tier];
    if (!tp_arena_grow(a->arena, &to->steps, &to->capacity, to->n_steps, 1))
        return tp_fail_nomem(a->err);
    to->steps[to->n_steps++] = step;
    return TP_OK;
}

/* Rows in order, while one moves something; only those that did are steps. */
static tp_status visit_all(auditor *a, size_t tier)
{
    tp_audit_step step = {0};
    size_t capacity = 0;
    bool moved = true, empty = false;
    for (int round = 0; round < ROUNDS && moved && !empty; round++) {
        moved = false;
        for (int32_t i = 0; i < a->program->n_rows && !empty; i++) {
            if (!tp_propagate_row(&a->space, i, &empty))
                continue;
            moved = true;
            if (!tp_arena_grow(a->arena, &step.visit, &capacity, step.n_visit, 1))
                return tp_fail_nomem(a->err);
            step.visit[step.n_visit++] = i;
        }
    }
    if (empty)
        return tp_fail(a->err, TP_E_INTERNAL, "what the answer keeps leaves nothing");
    return step.n_visit ? add_step(a, tier, step) : TP_OK;
}

/* A held tier's multipliers decide columns and rows: K·cost - Σ y·row, with the tier's row. */
static tp_status tighten(auditor *a, size_t tier, const int64_t *cost, const int64_t *y,
                         int64_t scale, tp_wide most, int32_t hold)
{
    int32_t rows = a->program->n_rows - 1, n = 0;
    tp_arena *scratch = tp_arena_create();
    tp_dual_bound bound;
    if (!scratch)
        return tp_fail_nomem(a->err);
    const tp_dual_problem q = {a->program,      cost,           a->space.lo, a->space.hi,
                               a->space.row_lo, a->space.row_hi};
    tp_status st = tp_dual_bound_of(&bound, &q, y, scale, true, scratch, a->err);
    if (!st)
        st = tp_dual_tighten(&bound, y, scale, most, a->program, a->space.lo, a->space.hi,
                             a->space.row_lo, a->space.row_hi, NULL, a->err);
    tp_arena_free(scratch);
    if (st)
        return st == TP_E_INPUT || st == TP_E_OVERFLOW ? TP_OK : st;
    tp_audit_step step = {.tighten = {.scale = 1}};
    for (int32_t i = 0; i < rows; i++)
        n += y[i] != 0;
    step.tighten.row = tp_arena_array(a->arena, (size_t)n + 2, sizeof *step.tighten.row);
    step.tighten.y = tp_arena_array(a->arena, (size_t)n + 2, sizeof *step.tighten.y);
    if (!step.tighten.row || !step.tighten.y)
        return tp_fail_nomem(a->err);
    for (int32_t i = 0; i < rows; i++) {
        if (!y[i])
            continue;
        step.tighten.row[step.tighten.count] = i;
        step.tighten.y[step.tighten.count++] = y[i];
    }
    step.tighten.row[step.tighten.count] = hold;
    step.tighten.y[step.tighten.count++] = -scale * tp_cost_gcd(cost, a->program->n_cols);
    return add_step(a, tier, step);
}

/* The engine numbers the rows that hold tiers by tier, and what is in scope after them. */
static int32_t renumbered(const auditor *a, int32_t row, int32_t count)
{
    int32_t own = a->run->task.program->n_rows;
    if (row < own)
        return row;
    return row < count ? a->hold_row[row - own] : row - count + a->program->n_rows;
}

/* NULL: memory is out, or a row has no counterpart (*lost). */
static tp_proof_node *carry_over(const auditor *a, const tp_proof_node *from, int32_t count,
                                 bool *lost)
{
    tp_proof_node *node = tp_arena_alloc(a->arena, sizeof *node);
    if (!node)
        return NULL;
    *node = *from;
    node->rows = tp_arena_array(a->arena, from->n_rows + 1, sizeof *node->rows);
    node->leaf.row = tp_arena_array(a->arena, (size_t)from->leaf.count + 1, sizeof *node->leaf.row);
    if (!node->rows || !node->leaf.row)
        return NULL;
    for (size_t k = 0; k < from->n_rows; k++) {
        node->rows[k] = from->rows[k];
        if (!(node->rows[k].proof = carry_over(a, from->rows[k].proof, count, lost)))
            return NULL;
    }
    for (int32_t k = 0; k < from->leaf.count; k++) {
        node->leaf.row[k] = renumbered(a, from->leaf.row[k], count);
        *lost |= node->leaf.row[k] < 0;
    }
    if (from->low && (!(node->low = carry_over(a, from->low, count, lost)) ||
                      !(node->high = carry_over(a, from->high, count, lost))))
        return NULL;
    return node;
}

/* Multipliers as a leaf; dense likewise over this program's rows (may be NULL). */
static tp_proof_node *leaf_of(const auditor *a, const tp_multipliers *m, bool empty, int64_t *dense,
                              bool *lost)
{
    tp_proof_node *node = tp_arena_alloc(a->arena, sizeof *node);
    size_t n = (size_t)m->count + 1;
    if (!node || !(node->leaf.row = tp_arena_array(a->arena, n, sizeof *node->leaf.row)) ||
        !(node->leaf.y = tp_arena_array(a->arena, n, sizeof *node->leaf.y)))
        return NULL;
    node->empty = empty;
    node->leaf.scale = m->scale > 0 ? m->scale : 1;
    for (int32_t i = 0; m->y && i < m->count; i++) {
        int32_t row = m->y[i] ? renumbered(a, i, m->count) : 0;
        if (!m->y[i])
            continue;
        *lost |= row < 0;
        node->leaf.row[node->leaf.count] = row;
        node->leaf.y[node->leaf.count++] = m->y[i];
        if (dense && row >= 0)
            dense[row] = m->y[i];
    }
    return node;
}

typedef struct claim {
    const int64_t *cost; /* NULL: there is nothing */
    tp_wide want;
    const int64_t *row_lo;
} claim;

static tp_status holds(const auditor *a, const claim *c, const tp_proof_node *proof, bool *out)
{
    const tp_proof_problem about = {a->program, a->space.lo,     a->space.hi,
                                    c->row_lo,  a->space.row_hi, c->cost};
    tp_proof_found found;
    tp_arena *scratch = tp_arena_create();
    if (!scratch)
        return tp_fail_nomem(a->err);
    tp_status st = tp_proof_check(&found, &about, proof, scratch, a->err);
    tp_arena_free(scratch);
    *out = !st && (c->cost ? !found.empty && found.bound >= c->want : found.empty);
    return st == TP_E_INPUT || st == TP_E_OVERFLOW ? TP_OK : st;
}

/* The stored multipliers, the stored cases, or a proof found here. */
static tp_status prove(auditor *a, const claim *c, const tp_multipliers *m, int64_t *dense,
                       const tp_proof_node **out)
{
    bool good = false, lost = false;
    *out = NULL;
    tp_proof_node *leaf = leaf_of(a, m, !c->cost, dense, &lost);
    if (!leaf)
        return tp_fail_nomem(a->err);
    tp_status st = lost ? TP_OK : holds(a, c, leaf, &good);
    if (st || good) {
        *out = good ? leaf : NULL;
        return st;
    }
    lost = !m->tree;
    tp_proof_node *tree = m->tree ? carry_over(a, m->tree, m->count, &lost) : NULL;
    if (m->tree && !tree)
        return tp_fail_nomem(a->err);
    st = lost ? TP_OK : holds(a, c, tree, &good);
    if (st || good) {
        *out = good ? tree : NULL;
        return st;
    }
    const tp_prove_task task = {.program = a->program,
                                .lo = a->space.lo,
                                .hi = a->space.hi,
                                .row_lo = c->row_lo,
                                .row_hi = a->space.row_hi,
                                .cost = c->cost,
                                .want = c->want};
    tp_proof_node *found = NULL;
    st = tp_prove(&found, &task, a->arena, a->err);
    *out = found;
    return st;
}

static tp_status append_hold(auditor *a, size_t t, const int64_t *cost, tp_wide most)
{
    int32_t n = 0;
    tp_entry *entries = tp_arena_array(a->arena, (size_t)a->program->n_cols + 1, sizeof *entries);
    if (!entries)
        return tp_fail_nomem(a->err);
    if (most <= -(tp_wide)TP_INF || most >= (tp_wide)TP_INF)
        return tp_fail(a->err, TP_E_OVERFLOW, "value of a held tier");
    for (int32_t j = 0; j < a->program->n_cols; j++)
        if (cost[j])
            entries[n++] = (tp_entry){j, cost[j]};
    /* Divided by the costs' gcd, as the engine's own. */
    int32_t at = tp_program_row(a->program, -TP_INF, (int64_t)most,
                                (tp_origin){.maker = -1, .subject = (int32_t)t}, entries, n);
    if (at < 0)
        return tp_fail_nomem(a->err);
    a->space.row_lo[at] = -TP_INF;
    a->space.row_hi[at] = a->program->row_hi[at];
    a->hold_row[t] = a->out->tiers[t].hold_row = at;
    a->out->tiers[t].most = most;
    return TP_OK;
}

static tp_status linear_tier(auditor *a, size_t t)
{
    const tp_tier_spec *spec = &a->run->task.tiers[t];
    const tp_tier_result *tier = &a->run->result->tiers[t];
    int sense = (int)spec->objective.sense;
    int32_t n = a->program->n_cols;
    int64_t *cost = tp_arena_array(a->arena, (size_t)n + 1, sizeof *cost);
    int64_t *dense = tp_arena_array(a->arena, (size_t)a->program->n_rows + 2, sizeof *dense);
    if (!cost || !dense)
        return tp_fail_nomem(a->err);
    for (int32_t j = 0; j < n; j++)
        cost[j] = sense * spec->objective.cost[j];
    tp_wide value = sense * (tier->value - spec->objective.constant);
    const claim c = {cost, value, a->space.row_lo};
    tp_status st = TP_OK;
    if (tier->proven)
        st = prove(a, &c, &tier->multipliers, dense, &a->out->tiers[t].proof);
    tp_wide most = value + tp_held_concession(spec, tier->value);
    if (!st)
        st = append_hold(a, t, cost, most);
    if (!st && t + 1 < a->out->n_tiers && tier->multipliers.y)
        st = tighten(a, t + 1, cost, dense, tier->multipliers.scale, most, a->hold_row[t]);
    return st;
}

static tp_status raise(auditor *a, size_t t, int64_t *row_lo, int64_t top, int64_t bottom,
                       tp_dec concede)
{
    const tp_tier_spec *spec = &a->run->task.tiers[t];
    for (size_t g = 0; g < spec->n_groups; g++) {
        int64_t need;
        tp_status st = tp_ratio_need(&spec->groups[g], top, bottom, concede, &need, a->err);
        if (st)
            return st;
        if (need > row_lo[spec->groups[g].row])
            row_lo[spec->groups[g].row] = need;
    }
    return TP_OK;
}

static tp_status ratio_tier(auditor *a, size_t t)
{
    const tp_tier_spec *spec = &a->run->task.tiers[t];
    const tp_tier_result *tier = &a->run->result->tiers[t];
    size_t rows = (size_t)a->program->n_rows;
    int64_t *row_lo = tp_arena_array(a->arena, rows + 1, sizeof *row_lo);
    tp_status st = row_lo ? TP_OK : tp_fail_nomem(a->err);
    a->hold_row[t] = a->out->tiers[t].hold_row = -1;
    if (!st && tier->proven && tier->next_denominator > 0) {
        memcpy(row_lo, a->space.row_lo, rows * sizeof *row_lo);
        st = raise(a, t, row_lo, tier->next_numerator, tier->next_denominator, 0);
        const claim c = {NULL, 0, row_lo};
        if (!st)
            st = prove(a, &c, &tier->multipliers, NULL, &a->out->tiers[t].proof);
    }
    return st ? st
              : raise(a, t, a->space.row_lo, tier->numerator, tier->denominator, spec->concede);
}

/* A ratio of 1 is the most there can be, by itself. */
static bool proven(const tp_audit *audit, size_t t)
{
    const tp_tier_result *tier = &audit->run->result->tiers[t];
    return audit->tiers[t].proof || (audit->run->task.tiers[t].kind == TP_TIER_RATIO &&
                                     tier->denominator > 0 && tier->numerator >= tier->denominator);
}

tp_status tp_audit_make(tp_audit *out, const tp_run *run, tp_arena *arena, tp_err *err)
{
    *out = (tp_audit){.run = run, .n_tiers = run->result->n_tiers};
    auditor a = {.run = run, .out = out, .arena = arena, .err = err};
    out->tiers = tp_arena_array(arena, run->task.n_tiers + 2, sizeof *out->tiers);
    a.hold_row = tp_arena_array(arena, run->task.n_tiers + 2, sizeof *a.hold_row);
    if (!out->tiers || !a.hold_row)
        return tp_fail_nomem(err);
    tp_status st = begin(&a);
    if (!st && run->result->status == TP_INFEASIBLE) {
        const claim c = {NULL, 0, a.space.row_lo};
        return prove(&a, &c, &run->answer.farkas, NULL, &out->refutation);
    }
    for (size_t t = 0; t < out->n_tiers && !st; t++) {
        st = visit_all(&a, t);
        if (!st)
            st = run->task.tiers[t].kind == TP_TIER_RATIO ? ratio_tier(&a, t) : linear_tier(&a, t);
        out->n_proven += !st && proven(out, t);
    }
    return st;
}
