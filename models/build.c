#include "models/build.h"

#include "models/goal.h"
#include "models/name.h"
#include "models/rules/horizon.h"
#include "models/steps.h"
#include "models/tiers.h"

#include <stdlib.h>

static const tp_msg too_large = {
    "tiers.overflow", "目标 {0} 的数值可能超出精确运算范围：请减小权重或数量",
    "the goal {0} may leave the range of exact arithmetic: use smaller weights or counts"};

/* Σ |cost| × box must stay well inside 63 bits, for whatever solver sums it. */
static bool fits(const tp_program *program, const int64_t *cost, tp_wide constant)
{
    const tp_wide most = (tp_wide)1 << 62;
    tp_wide sum = constant < 0 ? -constant : constant;
    for (int32_t j = 0; j < program->n_cols && sum < most; j++)
        sum += (tp_wide)(cost[j] < 0 ? -cost[j] : cost[j]) * program->hi[j];
    return sum < most;
}

/* What a goal of single periods says of one, weighed by it. */
static tp_status weigh_period(const tp_case *c, const tp_tier_params *tier, tp_tier_spec *spec,
                              tp_err *err)
{
    const tp_wide before = spec->objective.constant;
    tp_status status = tp_goals[tier->goal]->objective(c, tier, spec, err);
    if (status != TP_OK || c->weight == TP_DEC_ONE)
        return status;
    /* Constants count whole slots, so that nothing is rounded. */
    spec->objective.constant =
        before + (spec->objective.constant - before) / TP_DEC_ONE * c->weight;
    for (int32_t j = c->cols_from; j < c->cols_to; j++)
        spec->objective.cost[j] = tp_horizon_weigh(c->weight, spec->objective.cost[j]);
    return TP_OK;
}

static tp_status state_objective(const tp_case *c, const tp_tier_params *tier, tp_tier_spec *spec,
                                 tp_err *err)
{
    tp_status status = TP_OK;
    if (tp_goals[tier->goal]->whole)
        return tp_goals[tier->goal]->objective(c, tier, spec, err);
    for (int t = 0; t < c->n_periods && status == TP_OK; t++)
        status = weigh_period(c->periods[t], tier, spec, err);
    return status;
}

static tp_status build_tiers(tp_case *c, tp_diags *diags, tp_err *err)
{
    size_t count;
    const tp_tier_params *tiers = tp_tiers_of(c->scenario, &count);
    c->tiers = tp_arena_array(c->arena, count + 1, sizeof *c->tiers);
    c->tier_reads = tp_arena_array(c->arena, count + 1, sizeof *c->tier_reads);
    if (!c->tiers || !c->tier_reads)
        return tp_fail_nomem(err);
    c->n_tiers = count;
    bool all_fit = true;
    for (size_t i = 0; i < count; i++) {
        const tp_goal *goal = tp_goals[tiers[i].goal];
        tp_tier_spec *spec = &c->tiers[i];
        bool kept = tp_step_tier_kept(c, i);
        if (kept)
            *spec = c->base->tiers[i];
        if (kept && fits(c->program, spec->objective.cost, spec->objective.constant))
            continue;
        *spec = (tp_tier_spec){.goal = goal->id, .concede = tiers[i].concede};
        spec->objective.sense = goal->sense;
        spec->objective.cost =
            tp_arena_array(c->arena, (size_t)c->program->n_cols + 1, sizeof *spec->objective.cost);
        if (!spec->objective.cost)
            return tp_fail_nomem(err);
        tp_step_tier_begin(c, i);
        tp_status status = state_objective(c, &tiers[i], spec, err);
        tp_step_end(c);
        bool overflow = status == TP_E_OVERFLOW;
        if (status != TP_OK && !overflow)
            return status;
        if (overflow || !fits(c->program, spec->objective.cost, spec->objective.constant)) {
            tp_diag_error(diags, tiers[i].pos, &too_large, goal->id);
            all_fit = false;
        }
    }
    return all_fit ? TP_OK : tp_fail(err, TP_E_INPUT, "an objective is too large");
}

typedef struct turn {
    tp_date filed_on;
    int32_t demand;
} turn;

static int by_turn(const void *a, const void *b)
{
    const turn *p = a, *q = b;
    if (p->filed_on != q->filed_on)
        return p->filed_on < q->filed_on ? -1 : 1;
    return (p->demand > q->demand) - (p->demand < q->demand);
}

static bool sort_by_filing(tp_case *c)
{
    size_t n = (size_t)c->data->n_demands;
    turn *turns = tp_arena_array(c->arena, n + 1, sizeof *turns);
    int32_t *order = tp_arena_array(c->arena, n + 1, sizeof *order);
    if (!turns || !order)
        return false;
    for (size_t d = 0; d < n; d++) {
        tp_date filed = c->data->demands[d].filed_on;
        turns[d] = (turn){filed == TP_DATE_NONE ? INT32_MAX : filed, (int32_t)d};
    }
    qsort(turns, n, sizeof *turns, by_turn);
    for (size_t i = 0; i < n; i++)
        order[i] = turns[i].demand;
    c->by_filing = order;
    return true;
}

/* Ranks of one period's columns. */
static void rank_period(const tp_case *c, int32_t parts, int64_t *cost)
{
    int64_t rank = 0;
    for (int32_t i = 0; i < c->data->n_demands; i++) {
        int32_t d = c->periods[0]->by_filing[i];
        const tp_standing *at = &c->demand[d];
        bool any = false;
        for (int t = 0; t < c->n_periods && !any; t++)
            any = c->periods[t]->demand[d].cols > 0;
        rank += any;
        for (int32_t k = 0; k < at->cols; k++)
            cost[at->first_col + k] = rank * parts + k;
    }
    rank = 0;
    for (int32_t l = 0; l < c->data->n_lines; l++) {
        bool any = false;
        for (int t = 0; t < c->n_periods && !any; t++)
            any = c->periods[t]->line[l].deposit_col >= 0;
        rank += any;
        if (c->line[l].deposit_col >= 0)
            cost[c->line[l].deposit_col] = rank;
    }
    for (int32_t a = 0; a < c->n_arcs; a++)
        cost[c->arcs[a].col] = a + 1;
    for (int32_t k = 0; k < c->n_ends; k++)
        cost[c->ends[k].col] = k + 1;
}

/* Between equals: a demand filed earlier borrows before one filed later (none last), then canonical
 * order; a line earlier in canonical order deposits first; the first tranches of a demand fill
 * first. Ranks are the costs, so fewer movements win as well. Of several periods the last decides
 * first, since what is given stays, then all others together. */
static tp_status build_tie_break(tp_case *c, tp_err *err)
{
    int32_t n = c->data->n_demands, parts = 1;
    size_t cols = (size_t)c->program->n_cols + 1;
    c->tie_break = tp_arena_array(c->arena, cols, sizeof *c->tie_break);
    if (c->n_periods > 1)
        c->tie_break_then = tp_arena_array(c->arena, cols, sizeof *c->tie_break);
    if (!c->tie_break || (c->n_periods > 1 && !c->tie_break_then) ||
        (!c->by_filing && !sort_by_filing(c)))
        return tp_fail_nomem(err);
    for (int t = 0; t < c->n_periods; t++)
        for (int32_t d = 0; d < n; d++)
            if (c->periods[t]->demand[d].cols > parts)
                parts = c->periods[t]->demand[d].cols;
    for (int t = 0; t < c->n_periods; t++)
        rank_period(c->periods[t], parts, t + 1 < c->n_periods ? c->tie_break_then : c->tie_break);
    return TP_OK;
}

static tp_status emit_period(tp_case *c, tp_err *err)
{
    tp_program *program = c->periods[0]->program;
    tp_status status = TP_OK;
    c->program = program;
    c->cols_from = program->n_cols;
    program->period = (int16_t)c->period;
    for (int r = 0; r < tp_n_rules && status == TP_OK; r++) {
        if (!tp_rules[r]->emit || (c->period && tp_rules[r]->first_period))
            continue;
        tp_step_asks(c, r);
        status = tp_rules[r]->emit(c, r, program, err);
    }
    c->cols_to = program->n_cols;
    program->period = 0;
    return status;
}

/* Period by period, so that what stands together in the program happens together. */
static tp_status emit_all(tp_case *c, tp_diags *diags, tp_err *err)
{
    size_t count;
    const tp_tier_params *tiers = tp_tiers_of(c->scenario, &count);
    tp_status status = TP_OK;
    c->reads[TP_STEP_PROGRAM] |= (uint64_t)1 << TP_TIERS_SECTION;
    for (size_t i = 0; i < count && status == TP_OK; i++)
        if (tp_goals[tiers[i].goal]->prepare)
            status = tp_goals[tiers[i].goal]->prepare(c, &tiers[i], diags, err);
    for (int t = 0; t < c->n_periods && status == TP_OK; t++)
        status = emit_period(c->periods[t], err);
    for (size_t i = 0; i < count && status == TP_OK; i++) {
        int g = tiers[i].goal;
        if (tp_goals[g]->emit)
            status = tp_goals[g]->emit(c, TP_GOAL_MAKER(g), &tiers[i], c->program, err);
    }
    return status;
}

/* The program is the base's, named from this case. */
static void keep_program(tp_case *c)
{
    const tp_case *base = c->base;
    *c->program = *base->program;
    c->program->arena = c->arena;
    c->tie_break = base->tie_break;
}

tp_status tp_build_program(tp_case *c, tp_diags *diags, tp_err *err)
{
    bool kept = c->kept > (int)TP_STEP_PROGRAM;
    c->by_filing = c->base ? c->base->by_filing : NULL;
    c->program = tp_program_create(c->arena);
    if (!c->program)
        return tp_fail_nomem(err);
    if (kept)
        keep_program(c);
    c->program->namer = tp_case_label;
    c->program->namer_user = c;
    tp_status status = TP_OK;
    if (!kept) {
        tp_step_begin(c, TP_STEP_PROGRAM);
        status = emit_all(c, diags, err);
        tp_step_end(c);
    }
    if (status == TP_OK)
        status = build_tiers(c, diags, err);
    if (status == TP_OK && !kept)
        status = build_tie_break(c, err);
    return status;
}
