#include "solve/held/held.h"

#include "solve/exact/multipliers.h"
#include "solve/held/partition.h"

#include <string.h>

tp_status tp_held_init(tp_held *h, const tp_tiers_task *task, tp_arena *arena, bool *empty,
                       tp_err *err)
{
    const tp_program *p = task->program;
    /* Each tier may add a row, and a second one when what it conceded is given back. */
    size_t cols = (size_t)p->n_cols, rows = (size_t)p->n_rows + 2 * task->n_tiers;
    *h = (tp_held){.task = task, .arena = arena, .before = p};
    h->space.program = p;
    h->space.lo = tp_arena_array(arena, cols + 1, sizeof(int64_t));
    h->space.hi = tp_arena_array(arena, cols + 1, sizeof(int64_t));
    h->space.row_lo = tp_arena_array(arena, rows + 1, sizeof(int64_t));
    h->space.row_hi = tp_arena_array(arena, rows + 1, sizeof(int64_t));
    if (!h->space.lo || !h->space.hi || !h->space.row_lo || !h->space.row_hi)
        return tp_fail_nomem(err);
    if (cols) {
        memcpy(h->space.lo, p->lo, cols * sizeof(int64_t));
        memcpy(h->space.hi, p->hi, cols * sizeof(int64_t));
    }
    if (p->n_rows) {
        memcpy(h->space.row_lo, p->row_lo, (size_t)p->n_rows * sizeof(int64_t));
        memcpy(h->space.row_hi, p->row_hi, (size_t)p->n_rows * sizeof(int64_t));
    }
    tp_status st = tp_parameters_find(&h->parameters, p, arena, err);
    if (!st && h->parameters) {
        size_t bound = (size_t)h->parameters->n_rows + 1;
        h->inner_lo = tp_arena_array(arena, bound, sizeof *h->inner_lo);
        h->inner_hi = tp_arena_array(arena, bound, sizeof *h->inner_hi);
        h->implied = tp_arena_array(arena, 2 * task->n_tiers + 1, sizeof *h->implied);
        if (!h->inner_lo || !h->inner_hi || !h->implied)
            return tp_fail_nomem(err);
        for (size_t k = 0; k < bound; k++) {
            h->inner_lo[k] = -TP_INF;
            h->inner_hi[k] = TP_INF;
        }
    }
    tp_propagate(&h->space, empty);
    return st;
}

tp_status tp_held_cost(int64_t **out, const tp_held *h, size_t tier, tp_arena *arena, tp_err *err)
{
    int32_t n = h->before->n_cols;
    const tp_objective *o = &h->task->tiers[tier].objective;
    int64_t *cost = tp_arena_array(arena, (size_t)n + 1, sizeof *cost);
    if (!cost)
        return tp_fail_nomem(err);
    for (int32_t j = 0; j < n; j++)
        cost[j] = o->sense == TP_MAX ? -o->cost[j] : o->cost[j];
    *out = cost;
    return TP_OK;
}

tp_status tp_held_tree(tp_proof_found *out, const tp_held *h, const int64_t *cost,
                       const tp_multipliers *m, tp_arena *arena, tp_err *err)
{
    const tp_proof_problem about = {.program = h->space.program,
                                    .cost = cost,
                                    .lo = h->space.lo,
                                    .hi = h->space.hi,
                                    .row_lo = h->space.row_lo,
                                    .row_hi = h->space.row_hi};
    return tp_proof_check(out, &about, m->tree, arena, err);
}

/* A tree proves at least what its multipliers do. */
static tp_status with_tree(tp_wide *rounded, const tp_held *h, const int64_t *cost,
                           const tp_multipliers *m, tp_arena *arena, tp_err *err)
{
    tp_proof_found found;
    if (!m->tree)
        return TP_OK;
    tp_status st = tp_held_tree(&found, h, cost, m, arena, err);
    if (!st && found.empty)
        return tp_fail(err, TP_E_INPUT, "a proof says that nothing is left");
    if (!st && found.bound > *rounded)
        *rounded = found.bound;
    return st;
}

tp_status tp_held_bound(tp_dual_bound *out, tp_wide *rounded, const tp_held *h, const int64_t *cost,
                        const tp_multipliers *m, tp_arena *arena, tp_err *err)
{
    int32_t rows = h->space.program->n_rows;
    if (m->count < 0 || m->count > rows)
        return tp_fail(err, TP_E_INPUT, "%d multipliers for %d rows", (int)m->count, (int)rows);
    if (m->n_parts) {
        *out = (tp_dual_bound){0};
        tp_status st = tp_parts_bound(rounded, h, cost, m, arena, err);
        return st ? st : with_tree(rounded, h, cost, m, arena, err);
    }
    int64_t *y = tp_arena_array(arena, (size_t)rows + 1, sizeof *y);
    if (!y)
        return tp_fail_nomem(err);
    if (m->y)
        memcpy(y, m->y, (size_t)m->count * sizeof *y);
    tp_dual_problem q = {.program = h->space.program,
                         .cost = cost,
                         .lo = h->space.lo,
                         .hi = h->space.hi,
                         .row_lo = h->space.row_lo,
                         .row_hi = h->space.row_hi};
    tp_status st = tp_dual_bound_of(out, &q, y, m->count ? m->scale : 1, true, arena, err);
    if (!st)
        *rounded = tp_round_up_to(out->bound, tp_cost_gcd(cost, h->before->n_cols));
    return st ? st : with_tree(rounded, h, cost, m, arena, err);
}

tp_wide tp_held_concession(const tp_tier_spec *spec, tp_wide value)
{
    tp_wide size = value < 0 ? -value : value;
    return spec->concede <= 0 ? 0 : tp_share_of(size, spec->concede);
}

/* A copy of the task's program that rows can be added to; empty rows stand for earlier tiers. */
static tp_status extend(tp_held *h, tp_err *err)
{
    const tp_program *p = h->before;
    tp_program *copy = tp_program_create(h->arena);
    if (!copy)
        return tp_fail_nomem(err);
    for (int32_t j = 0; j < p->n_cols; j++)
        if (tp_program_col(copy, p->lo[j], p->hi[j], p->col_origin[j]) < 0)
            return tp_fail_nomem(err);
    for (int32_t i = 0; i < p->n_rows; i++)
        if (tp_program_row(copy, p->row_lo[i], p->row_hi[i], p->row_origin[i],
                           p->entries + p->start[i], p->start[i + 1] - p->start[i]) < 0)
            return tp_fail_nomem(err);
    for (size_t t = 0; t < h->tiers; t++)
        if (tp_program_row(copy, -TP_INF, TP_INF, (tp_origin){.maker = -1}, NULL, 0) < 0)
            return tp_fail_nomem(err);
    copy->namer = p->namer;
    copy->namer_user = p->namer_user;
    for (size_t t = 0; t < h->tiers; t++) {
        h->space.row_lo[(size_t)p->n_rows + t] = -TP_INF;
        h->space.row_hi[(size_t)p->n_rows + t] = TP_INF;
    }
    h->space.program = copy;
    h->extended = true;
    return TP_OK;
}

/* Adds the row of the next tier: cost·x <= most, or an empty one if most is NULL. */
static tp_status add_row(tp_held *h, const int64_t *cost, const tp_wide *most, tp_err *err)
{
    tp_program *p = (tp_program *)(uintptr_t)h->space.program; /* our own copy */
    tp_entry *entries = NULL;
    int64_t n = 0, limit = TP_INF;
    if (most) {
        if (*most <= -(tp_wide)TP_INF || *most >= (tp_wide)TP_INF)
            return tp_fail(err, TP_E_OVERFLOW, "value of a held tier");
        limit = (int64_t)*most;
        entries = tp_arena_array(h->arena, (size_t)p->n_cols + 1, sizeof *entries);
        if (!entries)
            return tp_fail_nomem(err);
        for (int32_t j = 0; j < p->n_cols; j++)
            if (cost[j])
                entries[n++] = (tp_entry){j, cost[j]};
    }
    int32_t at = tp_program_row(p, -TP_INF, limit, (tp_origin){.maker = -1}, entries, n);
    if (at < 0)
        return tp_fail_nomem(err);
    h->space.row_lo[at] = p->row_lo[at];
    h->space.row_hi[at] = p->row_hi[at];
    return TP_OK;
}

/* Fixes what the multipliers decide. *exact: nothing but the tier's face is left. */
static tp_status fix(tp_held *h, const tp_hold *hold, bool *exact, tp_arena *scratch, tp_err *err)
{
    const tp_multipliers *m = hold->multipliers;
    tp_dual_bound bound;
    tp_wide rounded;
    tp_status st = TP_OK;
    if (hold->bound)
        bound = *hold->bound;
    else
        st = tp_held_bound(&bound, &rounded, h, hold->cost, m, scratch, err);
    if (st)
        return st;
    size_t rows = (size_t)h->space.program->n_rows;
    int64_t *y = tp_arena_array(scratch, rows + 1, sizeof *y);
    if (!y)
        return tp_fail_nomem(err);
    if (m->y)
        memcpy(y, m->y, (size_t)m->count * sizeof *y);
    return tp_dual_tighten(&bound, y, m->count ? m->scale : 1, hold->most, h->space.program,
                           h->space.lo, h->space.hi, h->space.row_lo, h->space.row_hi, exact, err);
}

tp_status tp_held_linear(tp_held *h, const tp_hold *hold, bool *empty, tp_err *err)
{
    bool exact = false, implied = false;
    tp_arena *scratch = tp_arena_create();
    if (!scratch)
        return tp_fail_nomem(err);
    tp_status st = hold->multipliers->n_parts
                       ? tp_parts_hold(h, hold->cost, hold->multipliers, hold->most, &exact,
                                       &implied, scratch, err)
                       : fix(h, hold, &exact, scratch, err);
    tp_arena_free(scratch);
    if (!st && !exact && !h->extended)
        st = extend(h, err);
    if (!st && h->extended)
        st = add_row(h, hold->cost, exact ? NULL : &hold->most, err);
    if (st)
        return st;
    if (implied && h->extended)
        h->implied[h->space.program->n_rows - 1 - h->before->n_rows] = true;
    h->tiers++;
    tp_propagate(&h->space, empty);
    return TP_OK;
}

tp_status tp_ratio_need(const tp_ratio_group *group, int64_t numerator, int64_t denominator,
                        tp_dec concede, int64_t *out, tp_err *err)
{
    tp_wide top, bottom;
    if (__builtin_mul_overflow((tp_wide)numerator * group->total, TP_DEC_ONE - concede, &top) ||
        __builtin_mul_overflow((tp_wide)denominator, TP_DEC_ONE, &bottom))
        return tp_fail(err, TP_E_OVERFLOW, "what a ratio needs");
    tp_wide need = tp_ceil_div(top, bottom) - group->base;
    if (need <= -(tp_wide)TP_INF || need >= (tp_wide)TP_INF)
        return tp_fail(err, TP_E_OVERFLOW, "what a ratio needs");
    *out = (int64_t)need;
    return TP_OK;
}

tp_status tp_held_ratio(tp_held *h, int64_t numerator, int64_t denominator, bool *empty,
                        tp_err *err)
{
    const tp_tier_spec *spec = &h->task->tiers[h->tiers];
    for (size_t g = 0; g < spec->n_groups; g++) {
        int64_t need;
        tp_status st =
            tp_ratio_need(&spec->groups[g], numerator, denominator, spec->concede, &need, err);
        if (st)
            return st;
        int32_t row = spec->groups[g].row;
        if (need > h->space.row_lo[row])
            h->space.row_lo[row] = need;
    }
    tp_status st = h->extended ? add_row(h, NULL, NULL, err) : TP_OK;
    if (st)
        return st;
    h->tiers++;
    tp_propagate(&h->space, empty);
    return TP_OK;
}
