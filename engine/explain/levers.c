/* What might give a live demand more, in the order of the bounds it ran into. Only the solver knows
 * whether it does: explain.c tries. */
#include "explain/explain.h"

#include "models/rules/conversions.h"
#include "models/say.h"
#include "models/totals.h"

#include <string.h>

extern const int tp_rule_at_minimum, tp_rule_at_sectors, tp_rule_at_locks;

typedef struct lever_maker {
    tp_levers *out;
    const tp_run *run;
    const tp_case *c;
    int32_t demand, line, pool;
    int64_t want; /* slots more it needs at once: 1, or up to its minimum */
    int64_t lent; /* on the line */
    tp_knob *knobs;
    size_t n_knobs;
    tp_matrix_columns columns;
    tp_arena *arena;
    tp_err *err;
} lever_maker;

tp_status tp_lever_add(tp_levers *out, const tp_lever *lever, tp_arena *arena, tp_err *err)
{
    if (!tp_arena_grow(arena, &out->items, &out->capacity, out->count, 1))
        return tp_fail_nomem(err);
    for (size_t i = 0; i < out->count; i++) {
        const tp_lever *at = &out->items[i];
        bool same =
            at->by_knob
                ? at->knob.kind == lever->knob.kind && at->knob.subject == lever->knob.subject
                : strcmp(at->rule, lever->rule) == 0 && at->excepts == lever->excepts;
        if (at->by_knob == lever->by_knob && same)
            return TP_OK;
    }
    out->items[out->count++] = *lever;
    return TP_OK;
}

static tp_status add(lever_maker *m, const tp_lever *lever)
{
    return tp_lever_add(m->out, lever, m->arena, m->err);
}

/* A knob turned step by step (target -1), or to `target` at once. */
static tp_status turn(lever_maker *m, tp_knob_kind kind, int32_t subject, int64_t step,
                      int64_t target)
{
    const tp_knob *knob = tp_knob_find(m->knobs, m->n_knobs, kind, subject);
    if (!knob || (step < 0 && knob->value <= knob->least) ||
        (step > 0 && knob->value >= knob->most))
        return TP_OK;
    return add(
        m, &(tp_lever){
               .rule = knob->rule, .knob = *knob, .by_knob = true, .step = step, .target = target});
}

static const tp_words w_no_minimum = {"申请 {0} 不再坚持最低 {1} 个",
                                      "demand {0} no longer insists on at least {1}"};
static const tp_words w_weight = {"领域“{0}”的权重提到 {1}", "the weight of sector {0} up to {1}"};
static const tp_words w_force = {"锁定申请 {0} 至少借用 {1} 个",
                                 "lock: demand {0} borrows at least {1}"};

/* Widens a bound to `wanted` slots on the line. */
static tp_status widen(lever_maker *m, const tp_rule *rule, int64_t wanted)
{
    const tp_position *at = &m->c->line[m->line];
    const tp_widen *how = &rule->widen;
    tp_lever lever = {.rule = rule->id};
    tp_wide share = (tp_wide)(wanted + m->run->data->lines[m->line].borrowed) * TP_DEC_ONE;
    tp_status status;
    switch (how->kind) {
    case TP_WIDEN_SHARE:
        if (at->authorised <= 0)
            return TP_OK;
        share = tp_ceil_div(share, at->authorised);
        return share <= TP_DEC_ONE ? turn(m, how->knob, 0, 1, (int64_t)share) : TP_OK;
    case TP_WIDEN_USAGE:
        return turn(m, how->knob, m->line, 1, at->usage + wanted);
    case TP_WIDEN_SET:
        status = tp_change_set(&lever.change, how->key, how->value, how->text, m->arena, m->err);
        return status == TP_OK ? add(m, &lever) : status;
    case TP_WIDEN_NONE:
        break;
    }
    return TP_OK;
}

/* An exception for this demand, where the bound holds in principle. */
static tp_status except(lever_maker *m, int r)
{
    const tp_reason reason = {.rule = tp_rules[r]->id};
    tp_lever lever = {.rule = tp_rules[r]->id, .excepts = true};
    if (!tp_rules[r]->in_principle || m->c->demand[m->demand].eased >> r & 1)
        return TP_OK;
    tp_status status =
        tp_gates_except_one(&lever.change, m->c, m->demand, &reason, m->arena, m->err);
    return status == TP_OK && lever.change.n_settings ? add(m, &lever) : status;
}

static tp_status room_levers(lever_maker *m)
{
    tp_bound_item *items;
    size_t count;
    int64_t wanted = m->lent + m->want;
    tp_status status = tp_case_bounds(m->c, TP_OF_ROOM, m->line, m->arena, &items, &count, m->err);
    for (size_t i = 0; status == TP_OK && i < count; i++) {
        if (items[i].most >= wanted)
            continue;
        int r = tp_rule_find(items[i].rule);
        status = except(m, r);
        if (status == TP_OK)
            status = widen(m, tp_rules[r], wanted);
    }
    return status;
}

/* What the share would have to be for so many slots more. */
static int64_t share_target(const lever_maker *m, int32_t row, bool at_least)
{
    const tp_program *p = m->c->program;
    const int64_t *x = m->run->answer.x;
    tp_wide some = 0, all = x[tp_totals_of_share(m->c, p->row_origin[row])];
    for (int64_t e = p->start[row]; e < p->start[row + 1]; e++)
        if (!tp_totals_is(m->c, p->entries[e].col))
            some += x[p->entries[e].col];
    if (at_least)
        return (int64_t)tp_floor_div(some * TP_DEC_ONE, all + m->want);
    return (int64_t)tp_ceil_div((some + m->want) * TP_DEC_ONE, all + m->want);
}

static tp_status share_lever(lever_maker *m, int32_t row)
{
    const tp_program *p = m->c->program;
    int32_t number = p->row_origin[row].subject;
    bool at_least = p->row_lo[row] != -TP_INF;
    const tp_rule *rule = tp_rules[p->row_origin[row].maker];
    const tp_knob *knob =
        tp_knob_find(m->knobs, m->n_knobs, at_least ? rule->knob_least : rule->knob_most, number);
    if (!knob)
        return TP_OK;
    int64_t target = share_target(m, row, at_least);
    target = target > TP_DEC_ONE ? TP_DEC_ONE : target;
    return turn(m, knob->kind, number, at_least ? -1 : 1, target);
}

typedef struct own_levering {
    tp_levering ask; /* first: the rule sees this */
    lever_maker *m;
} own_levering;

static tp_status own_turn(tp_levering *ask, tp_knob_kind kind, int32_t subject, int64_t step,
                          int64_t target)
{
    return turn(((own_levering *)ask)->m, kind, subject, step, target);
}

static tp_status own_levers(lever_maker *m, const tp_rule *rule)
{
    const tp_pool_result *at = tp_answer_pool(m->run, m->pool);
    own_levering own = {.ask = {.c = m->c,
                                .want = m->want,
                                .own = at ? at->opening + at->reclaimed + at->deposits : 0,
                                .closing = at ? at->closing : 0,
                                .turn = own_turn,
                                .knobs = m->knobs,
                                .n_knobs = m->n_knobs},
                        .m = m};
    return rule->levers(&own.ask);
}

/* The lever on a row that a move by `coef` per slot would break. */
static tp_status row_lever(lever_maker *m, int32_t row, bool upwards)
{
    const tp_program *p = m->c->program;
    const tp_origin *origin = &p->row_origin[row];
    if (origin->maker < 0 || origin->maker >= tp_n_rules)
        return TP_OK;
    const tp_rule *rule = tp_rules[origin->maker];
    tp_status status;
    switch (rule->ease) {
    case TP_EASE_SIDES:
        return turn(m, upwards ? rule->knob_most : rule->knob_least, origin->subject,
                    upwards ? 1 : -1, -1);
    case TP_EASE_SHARE:
        return share_lever(m, row);
    case TP_EASE_OWN:
        return own_levers(m, rule);
    case TP_EASE_WIDEN:
        status = except(m, p->row_origin[row].maker);
        return status == TP_OK ? widen(m, rule, m->lent + m->want) : status;
    case TP_EASE_NONE:
        break;
    }
    return TP_OK;
}

/* Rows that one step of this column would break. */
static tp_status column_levers(lever_maker *m, int32_t col, int64_t step)
{
    const tp_program *p = m->c->program;
    tp_step *rows;
    size_t count;
    tp_status status = tp_totals_step(m->c, &m->columns, col, m->arena, &rows, &count, m->err);
    for (size_t k = 0; status == TP_OK && k < count; k++) {
        int32_t i = rows[k].row;
        tp_wide activity;
        if (!tp_program_activity(p, i, m->run->answer.x, &activity))
            continue;
        tp_wide next = activity + (tp_wide)rows[k].coef * step;
        if (p->row_hi[i] != TP_INF && next > p->row_hi[i])
            status = row_lever(m, i, true);
        else if (p->row_lo[i] != -TP_INF && next < p->row_lo[i])
            status = row_lever(m, i, false);
    }
    return status;
}

/* More of another category may become this one; what that pool keeps stands in the way as well. */
static tp_status conversion_levers(lever_maker *m)
{
    const tp_case *c = m->c;
    const tp_pool *pool = &c->pools[m->pool];
    const tp_list *stated = tp_conversions_stated(c->bind);
    const tp_conversion *entries = stated->items;
    tp_status status = TP_OK;
    for (size_t i = 0; i < stated->count && status == TP_OK; i++)
        if (strcmp(entries[i].scope, pool->scope) == 0 &&
            strcmp(entries[i].to, pool->category) == 0 &&
            strcmp(entries[i].ring ? entries[i].ring : "", pool->ring) == 0)
            status = turn(m, TP_KNOB_CONVERSION, (int32_t)i, 1, -1);
    for (int32_t a = 0; a < c->n_arcs && status == TP_OK; a++)
        if (c->arcs[a].converts && c->arcs[a].to == m->pool) {
            status = turn(m, TP_KNOB_OPENING, c->arcs[a].from, 1, -1);
            if (status == TP_OK)
                status = column_levers(m, c->pools[c->arcs[a].from].closing_col, -m->want);
        }
    return status;
}

static tp_status pool_levers(lever_maker *m)
{
    const tp_case *c = m->c;
    tp_status status = column_levers(m, c->pools[m->pool].closing_col, -m->want);
    if (status == TP_OK)
        status = turn(m, TP_KNOB_OPENING, m->pool, 1, -1);
    /* What wider pools keep or lack stands in the way as well. */
    for (int32_t a = 0; a < c->n_arcs && status == TP_OK; a++)
        if (c->arcs[a].step && c->arcs[a].to == m->pool) {
            status = turn(m, TP_KNOB_OPENING, c->arcs[a].from, 1, -1);
            if (status == TP_OK)
                status = column_levers(m, c->pools[c->arcs[a].from].closing_col, -m->want);
        }
    const tp_node *list = tp_node_path(c->scenario->normal, "pools.transfers");
    for (size_t i = 0; list && i < list->count && status == TP_OK; i++) {
        const tp_node *to = tp_node_get(list->child[i], "to");
        if (to && to->text && strcmp(to->text, c->pools[m->pool].scope) == 0)
            status = turn(m, TP_KNOB_TRANSFER, (int32_t)i, 1, -1);
    }
    if (status == TP_OK)
        status = conversion_levers(m);
    for (int32_t i = c->pool_start[m->pool]; i < c->pool_start[m->pool + 1] && status == TP_OK;
         i++) {
        int32_t l = c->pool_line[i];
        if (c->line[l].deposit_col >= 0 && m->run->result->deposit[l] < c->line[l].supply)
            status = column_levers(m, c->line[l].deposit_col, 1);
    }
    return status;
}

static tp_status minimum_lever(lever_maker *m)
{
    const tp_demand *d = &m->run->data->demands[m->demand];
    if (m->c->demand[m->demand].switch_col < 0 || m->run->result->loan[m->demand])
        return TP_OK;
    tp_lever lever = {.rule = tp_rules[tp_rule_at_minimum]->id};
    tp_status status =
        tp_change_edit(&lever.change, (tp_data_edit){TP_EDIT_MINIMUM, m->demand, 0, 0},
                       TP_SAY(m->arena, w_no_minimum, d->code, tp_say_int(m->arena, d->minimum)),
                       m->arena, m->err);
    return status == TP_OK ? add(m, &lever) : status;
}

/* The weight of its sector, so that no slot of the pool is worth more elsewhere. */
static tp_status weight_lever(lever_maker *m)
{
    const tp_case *c = m->c;
    const tp_dataset *data = m->run->data;
    int32_t col = tp_open_column(m->run, m->demand);
    const char *sector = tp_dataset_name(data, data->demands[m->demand].sector);
    if (col < 0 || !*sector)
        return TP_OK;
    tp_dec mine = tp_case_value(c, m->demand, c->program->col_origin[col].part), best = 0;
    for (int32_t i = c->pool_start[m->pool]; i < c->pool_start[m->pool + 1]; i++) {
        const tp_line *line = &data->lines[c->pool_line[i]];
        for (int32_t k = 0; k < line->demands; k++) {
            int32_t d = data->demand_of_line[line->first_demand + k];
            tp_dec value = c->demand[d].cols ? tp_case_value(c, d, 0) : 0;
            best = value > best ? value : best;
        }
    }
    const char *key = tp_arena_format(m->arena, "sectors.\"%s\".weight", sector);
    const tp_node *node = key ? tp_node_path(c->scenario->normal, key) : NULL;
    tp_dec weight = TP_DEC_ONE;
    if (node && node->text)
        tp_dec_parse(node->text, strlen(node->text), &weight);
    if (mine <= 0 || best < mine)
        return TP_OK;
    /* Up to a whole number: weights are chosen by people. */
    tp_wide target = tp_ceil_div((tp_wide)weight * best, mine) + 1;
    target = tp_ceil_div(target, TP_DEC_ONE) * TP_DEC_ONE;
    tp_lever lever = {.rule = tp_rules[tp_rule_at_sectors]->id, .weighs = true};
    const char *to = tp_say_dec(m->arena, target);
    tp_status status = tp_change_set(&lever.change, key, to, TP_SAY(m->arena, w_weight, sector, to),
                                     m->arena, m->err);
    return status == TP_OK ? add(m, &lever) : status;
}

static tp_status force_lever(lever_maker *m)
{
    const tp_demand *d = &m->run->data->demands[m->demand];
    long long least = (long long)(m->run->result->loan[m->demand] + m->want);
    tp_lever lever = {.rule = tp_rules[tp_rule_at_locks]->id, .force = true};
    tp_status status = tp_change_set(
        &lever.change, "locks+",
        tp_arena_format(m->arena, "[{demand: \"%s\", loan_at_least: %lld}]", d->code, least),
        TP_SAY(m->arena, w_force, d->code, tp_say_int(m->arena, least)), m->arena, m->err);
    return status == TP_OK ? add(m, &lever) : status;
}

tp_status tp_levers_of(tp_levers *out, const tp_run *run, int32_t demand, tp_arena *arena,
                       tp_err *err)
{
    const tp_case *c = run->kase;
    *out = (tp_levers){0};
    lever_maker m = {.out = out, .run = run, .c = c, .demand = demand, .arena = arena, .err = err};
    m.line = run->data->demands[demand].line;
    m.pool = c->line[m.line].pool;
    const tp_line *line = &run->data->lines[m.line];
    for (int32_t i = 0; i < line->demands; i++)
        m.lent += run->result->loan[run->data->demand_of_line[line->first_demand + i]];
    int64_t least = run->data->demands[demand].minimum - c->demand[demand].own;
    m.want = run->result->loan[demand] || least < 1 ? 1 : least;
    tp_status status = tp_knobs_of(c, arena, &m.knobs, &m.n_knobs, err);
    if (status == TP_OK)
        status = tp_program_columns(&m.columns, c->program, arena, err);
    if (status == TP_OK)
        status = room_levers(&m);
    /* Where its columns are full, the room is; rows may stand in the way behind it. */
    int32_t col = tp_open_column(run, demand);
    if (col < 0 && c->demand[demand].cols)
        col = c->demand[demand].first_col + c->demand[demand].cols - 1;
    if (status == TP_OK && col >= 0)
        status = column_levers(&m, col, m.want);
    if (status == TP_OK)
        status = pool_levers(&m);
    if (status == TP_OK)
        status = minimum_lever(&m);
    if (status == TP_OK)
        status = weight_lever(&m);
    return status == TP_OK ? force_lever(&m) : status;
}
