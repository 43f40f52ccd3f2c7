/* A tier's program for another solver: earlier tiers held by rows of their own. */
#include "solve/held/held.h"

static tp_status copy_of(tp_program **out, const tp_program *p, tp_arena *arena, tp_err *err)
{
    tp_program *copy = tp_program_create(arena);
    if (!copy)
        return tp_fail_nomem(err);
    copy->namer = p->namer;
    copy->namer_user = p->namer_user;
    for (int32_t j = 0; j < p->n_cols; j++)
        if (tp_program_col(copy, p->lo[j], p->hi[j], p->col_origin[j]) < 0)
            return tp_fail_nomem(err);
    for (int32_t i = 0; i < p->n_rows; i++)
        if (tp_program_row(copy, p->row_lo[i], p->row_hi[i], p->row_origin[i],
                           p->entries + p->start[i], p->start[i + 1] - p->start[i]) < 0)
            return tp_fail_nomem(err);
    *out = copy;
    return TP_OK;
}

static tp_status hold_linear(tp_program *p, const tp_tier_spec *spec, const tp_tier_result *tier,
                             size_t index, tp_entry *entries, tp_err *err)
{
    int sense = (int)spec->objective.sense;
    tp_wide most =
        (tier->value - spec->objective.constant) * sense + tp_held_concession(spec, tier->value);
    if (most <= -(tp_wide)TP_INF || most >= (tp_wide)TP_INF)
        return tp_fail(err, TP_E_OVERFLOW, "value of a held tier");
    int64_t n = 0;
    for (int32_t j = 0; j < p->n_cols; j++)
        if (spec->objective.cost[j])
            entries[n++] = (tp_entry){j, spec->objective.cost[j]};
    /* In the tier's own direction, so that the row reads as the goal does. */
    int64_t lo = sense > 0 ? -TP_INF : -(int64_t)most, hi = sense > 0 ? (int64_t)most : TP_INF;
    tp_origin origin = {.maker = -1, .subject = (int32_t)index};
    return tp_program_row(p, lo, hi, origin, entries, n) < 0 ? tp_fail_nomem(err) : TP_OK;
}

static tp_status hold_ratio(tp_program *p, const tp_tier_spec *spec, const tp_tier_result *tier,
                            tp_err *err)
{
    for (size_t g = 0; g < spec->n_groups; g++) {
        int64_t need;
        tp_status st = tp_ratio_need(&spec->groups[g], tier->numerator, tier->denominator,
                                     spec->concede, &need, err);
        if (st)
            return st;
        if (need > p->row_lo[spec->groups[g].row])
            p->row_lo[spec->groups[g].row] = need;
    }
    return TP_OK;
}

/* θ in millionths as a last column: 1e6·(base + activity) - total·θ >= 0 for every group. */
static tp_status add_theta(tp_program *p, const tp_tier_spec *spec, size_t index, tp_entry *entries,
                           tp_err *err)
{
    tp_origin origin = {.maker = -1, .subject = (int32_t)index, .role = 1};
    int32_t theta = tp_program_col(p, 0, TP_DEC_ONE, origin);
    if (theta < 0)
        return tp_fail_nomem(err);
    for (size_t g = 0; g < spec->n_groups; g++) {
        const tp_ratio_group *group = &spec->groups[g];
        int64_t n = 0, base;
        for (int64_t k = p->start[group->row]; k < p->start[group->row + 1]; k++) {
            entries[n] = p->entries[k];
            if (__builtin_mul_overflow(entries[n].coef, TP_DEC_ONE, &entries[n].coef))
                return tp_fail(err, TP_E_OVERFLOW, "row of a ratio");
            n++;
        }
        if (__builtin_mul_overflow(group->base, -TP_DEC_ONE, &base))
            return tp_fail(err, TP_E_OVERFLOW, "row of a ratio");
        entries[n++] = (tp_entry){theta, -group->total};
        origin.part = (int16_t)(g & 0x7fff);
        if (tp_program_row(p, base, TP_INF, origin, entries, n) < 0)
            return tp_fail_nomem(err);
    }
    return TP_OK;
}

tp_status tp_tiers_program(tp_program **out, const tp_tiers_task *task,
                           const tp_tiers_answer *answer, size_t index, tp_arena *arena,
                           tp_err *err)
{
    tp_program *p = NULL;
    if (index >= task->n_tiers || index > answer->n_tiers)
        return tp_fail(err, TP_E_INPUT, "tier %zu is not reached", index);
    tp_status st = copy_of(&p, task->program, arena, err);
    if (st)
        return st;
    tp_entry *entries = tp_arena_array(arena, (size_t)p->n_cols + 2, sizeof *entries);
    if (!entries)
        return tp_fail_nomem(err);
    for (size_t t = 0; t < index && !st; t++) {
        const tp_tier_spec *spec = &task->tiers[t];
        st = spec->kind == TP_TIER_RATIO ? hold_ratio(p, spec, &answer->tiers[t], err)
                                         : hold_linear(p, spec, &answer->tiers[t], t, entries, err);
    }
    if (!st && task->tiers[index].kind == TP_TIER_RATIO)
        st = add_theta(p, &task->tiers[index], index, entries, err);
    *out = st ? NULL : p;
    return st;
}
