#include "models/case.h"

#include "base/invariant.h"
#include "models/build.h"
#include "models/foresee.h"
#include "models/lots.h"
#include "models/own.h"
#include "models/rule.h"
#include "models/rules/horizon.h"
#include "models/rules/idle.h"
#include "models/steps.h"
#include "models/value.h"

#include <string.h>

tp_dec tp_case_saturation(const tp_case *c, int32_t unit)
{
    const tp_outcome *o = c->outcome[unit];
    return o ? o->saturation : TP_DEC_NONE;
}

tp_status tp_case_contradiction(tp_case *c, const tp_conflict_item *item, tp_err *err)
{
    tp_contradictions *list = &c->contradictions;
    if (!tp_arena_grow(c->arena, &list->items, &list->capacity, list->count, 1))
        return tp_fail_nomem(err);
    list->items[list->count++] = *item;
    return TP_OK;
}

static void set_usage(const tp_line *line, tp_position *at)
{
    at->authorised = line->authorised - at->reclaimed;
    at->usage = at->authorised - line->lent + line->borrowed;
    at->occupied = line->in_post + line->committed;
    int64_t free = at->usage - at->occupied;
    at->vacant = free > 0 ? free : 0;
    at->over = free < 0 ? -free : 0;
}

static void derive_positions(tp_case *c)
{
    for (int32_t l = 0; l < c->data->n_lines; l++) {
        set_usage(&c->data->lines[l], &c->line[l]);
    }
    for (int r = 0; r < tp_n_rules && c->period == 0; r++) {
        if (!tp_rules[r]->reclaim)
            continue;
        tp_step_asks(c, r);
        for (int32_t l = 0; l < c->data->n_lines; l++) {
            c->line[l].reclaimed = tp_rules[r]->reclaim(c, r, l);
            if (c->line[l].reclaimed)
                set_usage(&c->data->lines[l], &c->line[l]);
        }
    }
}

/* Idle slots: the lots as they were, less what reclaim took of the oldest. */
static void derive_idle(tp_case *c)
{
    const tp_idle_params *idle = tp_idle_params_of(c->bind);
    for (int32_t l = 0; l < c->data->n_lines; l++) {
        tp_position *at = &c->line[l];
        tp_lots_query query = {.line = l,
                               .vacant = at->vacant + at->reclaimed,
                               .taken = at->reclaimed,
                               .unknown_age = idle->idle.unknown_age_months,
                               .months = idle->idle.min_months};
        at->idle = query.vacant ? tp_lots_aged(c->data, c->as_of, &query) : 0;
    }
}

static void lower(int64_t *to, int64_t most)
{
    if (most < *to)
        *to = most > 0 ? most : 0;
}

/* What its own demands may use of a line's vacancies. */
static void derive_usable(tp_case *c)
{
    for (int32_t l = 0; l < c->data->n_lines; l++)
        c->line[l].usable = c->line[l].vacant;
    for (int r = 0; r < tp_n_rules; r++) {
        if (!tp_rules[r]->usable)
            continue;
        tp_step_asks(c, r);
        for (int32_t l = 0; l < c->data->n_lines; l++) {
            tp_bound bound = {0};
            if (c->line[l].usable > 0 && tp_rules[r]->usable(c, r, l, NULL, &bound))
                lower(&c->line[l].usable, bound.most);
        }
    }
}

static void derive_denials(tp_case *c)
{
    for (int r = 0; r < tp_n_rules; r++) {
        if (!tp_rules[r]->denies)
            continue;
        tp_step_asks(c, r);
        for (int32_t d = 0; d < c->data->n_demands; d++)
            if (tp_rules[r]->denies(c, r, d, NULL, NULL))
                c->demand[d].denied_by |= (uint64_t)1 << r;
    }
    for (int r = 0; r < tp_n_rules; r++) {
        if (!tp_rules[r]->lifts)
            continue;
        tp_step_asks(c, r);
        for (int32_t d = 0; d < c->data->n_demands; d++) {
            c->demand[d].lifted = c->demand[d].denied_by & tp_rules[r]->lifts(c->bind, r, d);
            c->demand[d].denied_by &= ~c->demand[d].lifted;
        }
    }
    const tp_case *before = tp_case_before(c);
    for (int32_t d = 0; before && d < c->data->n_demands; d++) {
        if (before->demand[d].denied_by)
            continue;
        c->demand[d].stopped_by = c->demand[d].denied_by;
        c->demand[d].denied_by = 0;
    }
}

static void derive_supply(tp_case *c)
{
    for (int32_t l = 0; l < c->data->n_lines; l++)
        c->line[l].supply = c->line[l].vacant;
    for (int r = 0; r < tp_n_rules; r++) {
        const tp_rule *rule = tp_rules[r];
        if (!rule->supply)
            continue;
        tp_step_asks(c, r);
        for (int32_t l = 0; l < c->data->n_lines; l++) {
            tp_bound bound = {0};
            if (c->line[l].supply > 0 && rule->supply(c, r, l, NULL, &bound))
                lower(&c->line[l].supply, bound.most);
        }
    }
}

/* Whose loans a bound does not count, by an exception; only where the bound applies. */
static void derive_eased(tp_case *c)
{
    uint64_t bounding = 0;
    for (int r = 0; r < tp_n_rules; r++)
        bounding |= (uint64_t)(tp_rules[r]->room && tp_rules[r]->in_principle) << r;
    for (int32_t d = 0; d < c->data->n_demands; d++)
        c->demand[d].eased = 0;
    for (int x = 0; x < tp_n_rules; x++) {
        if (!tp_rules[x]->lifts)
            continue;
        tp_step_asks(c, x);
        for (int32_t d = 0; d < c->data->n_demands; d++)
            if (!c->demand[d].denied_by)
                c->demand[d].eased |= tp_rules[x]->lifts(c->bind, x, d) & bounding;
    }
    for (int r = 0; r < tp_n_rules; r++)
        for (int32_t d = 0; d < c->data->n_demands && bounding >> r & 1; d++) {
            tp_bound bound = {0};
            if (c->demand[d].eased >> r & 1 &&
                !tp_rules[r]->room(c, r, c->data->demands[d].line, NULL, &bound))
                c->demand[d].eased &= ~((uint64_t)1 << r);
        }
}

static void derive_room(tp_case *c)
{
    derive_eased(c);
    for (int32_t l = 0; l < c->data->n_lines; l++)
        c->line[l].room = c->line[l].need;
    for (int r = 0; r < tp_n_rules; r++) {
        const tp_rule *rule = tp_rules[r];
        if (!rule->room)
            continue;
        tp_step_asks(c, r);
        for (int32_t l = 0; l < c->data->n_lines; l++) {
            tp_bound bound = {0};
            if (c->line[l].room > 0 && rule->room(c, r, l, NULL, &bound))
                lower(&c->line[l].room, bound.most);
        }
    }
}

static tp_status derive_standing(tp_case *c, tp_err *err)
{
    const tp_dataset *data = c->data;
    if (tp_step_kept(c, TP_STEP_STANDING)) {
        c->outcome = c->base->outcome;
        memcpy(c->line, c->base->line, (size_t)data->n_lines * sizeof *c->line);
        memcpy(c->demand, c->base->demand, (size_t)data->n_demands * sizeof *c->demand);
        return TP_OK;
    }
    c->outcome = tp_arena_array(c->arena, (size_t)data->n_units + 1, sizeof(const tp_outcome *));
    if (!c->outcome)
        return tp_fail_nomem(err);
    for (int32_t u = 0; u < data->n_units; u++)
        c->outcome[u] = tp_dataset_outcome(data, u, c->as_of);
    tp_step_begin(c, TP_STEP_STANDING);
    for (int r = 0; r < tp_n_rules; r++)
        if (tp_rules[r]->shields)
            tp_step_asks(c, r);
    derive_positions(c);
    derive_idle(c);
    derive_usable(c);
    derive_denials(c);
    tp_status status = tp_own_derive(c, err);
    tp_step_end(c);
    return status;
}

/* What the rules' own hooks left in the base. */
static void keep_derived(tp_case *c)
{
    const tp_case *base = c->base;
    c->pools = base->pools;
    c->n_pools = base->n_pools;
    c->pool_start = base->pool_start;
    c->pool_line = base->pool_line;
    c->arcs = base->arcs;
    c->n_arcs = base->n_arcs;
    c->ends = base->ends;
    c->n_ends = base->n_ends;
    c->contradictions = base->contradictions;
    memcpy(c->total, base->total, sizeof c->total);
    for (int r = 0; r < tp_n_rules; r++)
        if (tp_rules[r]->derive || tp_rules[r]->emit)
            c->bind->state[r] = base->bind->state[r];
}

/* Does the rule speak of this period at all? */
static bool applies(const tp_case *c, int r)
{
    return c->period == 0 || !tp_rules[r]->first_period;
}

/* The rules' own figures. Columns are the program's to give. */
static tp_status derive_rest(tp_case *c, tp_err *err)
{
    tp_status status = TP_OK;
    for (int32_t l = 0; l < c->data->n_lines; l++) {
        c->line[l].most = c->line[l].supply;
        c->line[l].deposit_col = -1;
    }
    for (int32_t d = 0; d < c->data->n_demands; d++) {
        c->demand[d].first_col = c->demand[d].switch_col = c->demand[d].grant_col = -1;
        c->demand[d].cols = 0;
    }
    tp_step_begin(c, TP_STEP_PROGRAM);
    for (int r = 0; r < tp_n_rules && status == TP_OK; r++) {
        if (!tp_rules[r]->derive || !applies(c, r))
            continue;
        tp_step_asks(c, r);
        status = tp_rules[r]->derive(c, r, err);
    }
    tp_step_end(c);
    return status;
}

static tp_status make_arrays(tp_case *c, tp_err *err)
{
    c->line = tp_arena_array(c->arena, (size_t)c->data->n_lines + 1, sizeof *c->line);
    c->demand = tp_arena_array(c->arena, (size_t)c->data->n_demands + 1, sizeof *c->demand);
    return c->line && c->demand ? TP_OK : tp_fail_nomem(err);
}

/* A later period's case, over the data of its day; with positions, denials and own slots. What its
 * rules have to say of names was said in the first. */
static tp_status begin_period(tp_case *first, int period, tp_err *err)
{
    tp_case *c = tp_arena_alloc(first->arena, sizeof *c);
    if (!c)
        return tp_fail_nomem(err);
    *c = *first;
    c->period = period;
    first->periods[period] = c;
    tp_status status =
        tp_foresee(&c->data, first, first->periods[period - 1], period, c->arena, err);
    if (status != TP_OK)
        return status;
    tp_diags unheard;
    tp_diags_init(&unheard, c->arena);
    c->as_of = tp_horizon_of(first->bind)->at[period];
    c->weight = tp_horizon_of(first->bind)->weight[period];
    const tp_binding_source source = {.data = c->data, .scenario = c->scenario, .as_of = c->as_of};
    status = tp_binding_create(&c->bind, &source, c->arena, &unheard, err);
    if (status == TP_OK)
        status = make_arrays(c, err);
    return status == TP_OK ? derive_standing(c, err) : status;
}

/* What will be needed in any period is not deposited in any. */
static void join_demanded(tp_case *first)
{
    const tp_case *last = first->periods[first->n_periods - 1];
    for (int32_t l = 0; l < first->data->n_lines; l++) {
        const tp_line *line = &first->data->lines[l];
        int64_t all = 0;
        for (int32_t i = 0; i < line->demands; i++) {
            int32_t d = first->data->demand_of_line[line->first_demand + i];
            all += last->demand[d].denied_by ? 0 : first->data->demands[d].quantity;
        }
        for (int t = 0; t < first->n_periods; t++)
            first->periods[t]->line[l].demanded = all;
    }
}

static tp_status derive_periods(tp_case *first, tp_err *err)
{
    int n = first->n_periods;
    tp_status status = TP_OK;
    first->weight = tp_horizon_of(first->bind)->weight[0];
    for (int t = 1; t < n && status == TP_OK; t++)
        status = begin_period(first, t, err);
    if (status == TP_OK)
        join_demanded(first);
    for (int t = 0; t < n && status == TP_OK; t++) {
        derive_supply(first->periods[t]);
        derive_room(first->periods[t]);
        status = derive_rest(first->periods[t], err);
    }
    return status;
}

static tp_status derive(tp_case *c, tp_err *err)
{
    tp_status status = make_arrays(c, err);
    if (status == TP_OK)
        status = derive_standing(c, err);
    if (status != TP_OK)
        return status;
    if (c->n_periods > 1)
        return derive_periods(c, err);
    if (!tp_step_kept(c, TP_STEP_SUPPLY)) {
        tp_step_begin(c, TP_STEP_SUPPLY);
        derive_supply(c);
        tp_step_end(c);
    }
    if (!tp_step_kept(c, TP_STEP_ROOM)) {
        tp_step_begin(c, TP_STEP_ROOM);
        derive_room(c);
        tp_step_end(c);
    }
    if (!tp_step_kept(c, TP_STEP_PROGRAM))
        return derive_rest(c, err);
    keep_derived(c);
    return TP_OK;
}

static tp_status advise(const tp_case *c, tp_diags *diags, tp_err *err)
{
    tp_status status = TP_OK;
    for (int r = 0; r < tp_n_rules && status == TP_OK; r++)
        if (tp_rules[r]->advise)
            status = tp_rules[r]->advise(c, r, diags, err);
    if (status == TP_OK && diags->out_of_memory)
        return tp_fail_nomem(err);
    return status;
}

static tp_status fill(tp_case *c, const tp_case_options *options, tp_diags *diags, tp_err *err)
{
    *c = (tp_case){.arena = c->arena,
                   .data = options->data,
                   .scenario = options->scenario,
                   .reference = options->reference,
                   .total = {{-1, -1}, {-1, -1}},
                   .as_of = options->scenario->as_of,
                   .weight = TP_DEC_ONE,
                   .n_periods = tp_horizon_periods(options->scenario)};
    c->periods = tp_arena_array(c->arena, (size_t)c->n_periods, sizeof(tp_case *));
    if (!c->periods)
        return tp_fail_nomem(err);
    c->periods[0] = c;
    /* The periods of a plan stand on each other: it is derived afresh. */
    c->base = options->base && options->base->n_periods == c->n_periods && c->n_periods == 1
                  ? options->base
                  : NULL;
    const tp_binding_source source = {.data = c->data,
                                      .scenario = c->scenario,
                                      .base = c->base ? c->base->bind : NULL,
                                      .as_of = c->as_of};
    tp_status status = tp_binding_create(&c->bind, &source, c->arena, diags, err);
    if (status == TP_OK)
        status = derive(c, err);
    if (status == TP_OK)
        status = advise(c, diags, err);
    if (status == TP_OK && options->derived)
        options->derived(options->user);
    if (status == TP_OK && !options->derive_only)
        status = tp_build_program(c, diags, err);
    return status;
}

tp_status tp_case_create(tp_case **out, const tp_case_options *options, tp_diags *diags,
                         tp_err *err)
{
    tp_arena *arena = tp_arena_create();
    tp_case *c = arena ? tp_arena_alloc(arena, sizeof *c) : NULL;
    if (!c) {
        tp_arena_free(arena);
        return tp_fail_nomem(err);
    }
    c->arena = arena;
    tp_invariant(tp_dataset_sound(options->data));
    tp_status status = fill(c, options, diags, err);
    if (status != TP_OK) {
        tp_arena_free(arena);
        return status;
    }
    tp_invariant(tp_case_sound(c));
    *out = c;
    return TP_OK;
}

void tp_case_free(tp_case *c)
{
    if (c)
        tp_arena_free(c->arena);
}

tp_status tp_case_reasons(const tp_case *c, int32_t demand, tp_arena *arena, tp_reasons *out,
                          tp_err *err)
{
    uint64_t by = c->demand[demand].denied_by | c->demand[demand].stopped_by;
    *out = (tp_reasons){0};
    if (!by)
        return TP_OK;
    out->items = tp_arena_array(arena, (size_t)__builtin_popcountll(by), sizeof *out->items);
    if (!out->items)
        return tp_fail_nomem(err);
    for (int r = 0; r < tp_n_rules; r++) {
        if (!(by >> r & 1))
            continue;
        tp_reason *why = &out->items[out->count++];
        *why = (tp_reason){.rule = tp_rules[r]->id,
                           .basis = tp_scenario_basis(c->scenario, tp_rules[r]->id)};
        tp_rules[r]->denies(c, r, demand, arena, why);
        if (!why->text.zh || !why->text.en)
            return tp_fail_nomem(err);
    }
    return TP_OK;
}

tp_status tp_case_bounds(const tp_case *c, tp_bound_side side, int32_t line, tp_arena *arena,
                         tp_bound_item **items, size_t *count, tp_err *err)
{
    *count = 0;
    *items = tp_arena_array(arena, (size_t)tp_n_rules, sizeof **items);
    if (!*items)
        return tp_fail_nomem(err);
    for (int r = 0; r < tp_n_rules; r++) {
        bool (*hook)(const tp_case *, int, int32_t, tp_arena *, tp_bound *) =
            side == TP_OF_SUPPLY ? tp_rules[r]->supply
            : side == TP_OF_ROOM ? tp_rules[r]->room
                                 : tp_rules[r]->usable;
        tp_bound bound = {0};
        if (!hook || !hook(c, r, line, arena, &bound))
            continue;
        if (!bound.text.zh || !bound.text.en)
            return tp_fail_nomem(err);
        (*items)[(*count)++] =
            (tp_bound_item){.rule = tp_rules[r]->id,
                            .basis = tp_scenario_basis(c->scenario, tp_rules[r]->id),
                            .most = bound.most > 0 ? bound.most : 0,
                            .text = bound.text,
                            .pos = bound.pos};
    }
    return TP_OK;
}

tp_dec tp_case_value(const tp_case *c, int32_t demand, int part)
{
    tp_dec value;
    return tp_value_of(c->bind, demand, part, &value) ? value : 0;
}
