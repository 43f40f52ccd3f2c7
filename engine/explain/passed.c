#include "explain/passed.h"

#include <string.h>

typedef struct looker {
    const tp_run *plan, *now;
    int t; /* period of the plan that begins on now's day */
    tp_passed *items;
    size_t count, capacity;
    tp_arena *arena;
    bool failed;
} looker;

int tp_passed_period(const tp_run *plan, const tp_run *now)
{
    for (int t = 1; t < plan->result->n_periods; t++)
        if (plan->result->periods[t]->from == now->scenario->as_of)
            return t;
    return -1;
}

static void add(looker *w, tp_passed item)
{
    if (!tp_arena_grow(w->arena, &w->items, &w->capacity, w->count, 1))
        w->failed = true;
    else
        w->items[w->count++] = item;
}

static tp_passed of_line(const tp_dataset *data, int32_t line, tp_passed_kind kind)
{
    const tp_unit *unit = &data->units[data->lines[line].unit];
    return (tp_passed){.kind = kind,
                       .unit = unit->code,
                       .name = unit->name,
                       .category = tp_dataset_name(data, data->lines[line].category),
                       .of = ""};
}

static int32_t twin_line(const tp_dataset *data, const tp_dataset *other, int32_t line)
{
    int32_t unit = tp_dataset_unit(other, data->units[data->lines[line].unit].code);
    return unit == TP_ID_NONE
               ? TP_ID_NONE
               : tp_dataset_line(other, unit, tp_dataset_name(data, data->lines[line].category));
}

/* A demand's loan of the period before that is still out: own slots that newly serve it bring the
 * others back. */
static int64_t still_out(const looker *w, int32_t d)
{
    const tp_result *before = w->plan->result->periods[w->t - 1];
    int64_t more = tp_case_at(w->plan->kase, w->t)->demand[d].own - before->own[d];
    return more >= before->loan[d] ? 0 : before->loan[d] - (more > 0 ? more : 0);
}

typedef struct foreseen {
    int64_t people, authorised, borrowed, lent;
} foreseen;

static foreseen foresee(const looker *w, int32_t line)
{
    const tp_result *before = w->plan->result->periods[w->t - 1];
    const tp_dataset *data = tp_case_at(w->plan->kase, w->t)->data;
    const tp_line *at = &data->lines[line];
    foreseen f = {at->in_post + at->committed, at->authorised, at->borrowed,
                  at->lent + before->deposit[line]};
    for (int32_t i = 0; i < at->demands; i++) {
        int32_t d = data->demand_of_line[at->first_demand + i];
        f.people += before->live[d] ? before->own[d] + before->loan[d] : 0;
        f.borrowed += still_out(w, d);
    }
    return f;
}

static void look_at_lines(looker *w, tp_passed_kind kind)
{
    const tp_dataset *data = w->plan->data, *now = w->now->data;
    for (int32_t i = 0; i < data->n_lines; i++) {
        int32_t line = data->line_input_order[i], twin = twin_line(data, now, line);
        tp_passed item = of_line(data, line, kind);
        if (twin == TP_ID_NONE && kind == TP_PASSED_LINE) {
            item.foreseen = 1;
            add(w, item);
        }
        if (twin == TP_ID_NONE || kind == TP_PASSED_LINE)
            continue;
        const tp_line *is = &now->lines[twin];
        foreseen f = foresee(w, line);
        item.foreseen = kind == TP_PASSED_PEOPLE       ? f.people
                        : kind == TP_PASSED_AUTHORISED ? f.authorised
                        : kind == TP_PASSED_BORROWED   ? f.borrowed
                                                       : f.lent;
        item.is = kind == TP_PASSED_PEOPLE       ? is->in_post + is->committed
                  : kind == TP_PASSED_AUTHORISED ? is->authorised
                  : kind == TP_PASSED_BORROWED   ? is->borrowed
                                                 : is->lent;
        if (item.foreseen != item.is)
            add(w, item);
    }
    for (int32_t i = 0; i < now->n_lines && kind == TP_PASSED_LINE; i++) {
        int32_t line = now->line_input_order[i];
        tp_passed item = of_line(now, line, kind);
        item.is = 1;
        if (twin_line(now, data, line) == TP_ID_NONE)
            add(w, item);
    }
}

static tp_passed of_demand(const tp_dataset *data, int32_t d, tp_passed_kind kind)
{
    tp_passed item = of_line(data, data->demands[d].line, kind);
    item.of = data->demands[d].code;
    return item;
}

static void look_at_demand(looker *w, int32_t d, tp_passed_kind kind)
{
    const tp_dataset *data = w->plan->data, *now = w->now->data;
    const tp_result *before = w->plan->result->periods[w->t - 1];
    const tp_standing *at = &tp_case_at(w->plan->kase, w->t)->demand[d];
    int64_t had = before->live[d] ? before->own[d] + before->loan[d] : 0;
    int64_t open = data->demands[d].quantity - had;
    bool admitted = !at->denied_by && !at->stopped_by;
    int32_t twin = tp_dataset_demand(now, data->demands[d].code);
    tp_passed item = of_demand(data, d, kind);
    item.foreseen = open;
    if (twin == TP_ID_NONE) {
        if (kind == TP_PASSED_GONE && open && admitted)
            add(w, item);
        return;
    }
    /* A demand may be stated in full: what was lent under its number is counted elsewhere. */
    item.is = now->demands[twin].quantity;
    bool live = w->now->result->live[twin];
    bool same = item.is == open || item.is == data->demands[d].quantity;
    if ((kind == TP_PASSED_QUANTITY && !same) ||
        (kind == TP_PASSED_REFUSED && open && admitted && !live) ||
        (kind == TP_PASSED_ADMITTED && !admitted && live))
        add(w, item);
}

static void look_at_demands(looker *w, tp_passed_kind kind)
{
    const tp_dataset *data = w->plan->data, *now = w->now->data;
    for (int32_t i = 0; i < data->n_demands && kind != TP_PASSED_FILED; i++)
        look_at_demand(w, data->demand_input_order[i], kind);
    for (int32_t i = 0; i < now->n_demands && kind == TP_PASSED_FILED; i++) {
        int32_t d = now->demand_input_order[i];
        tp_passed item = of_demand(now, d, kind);
        item.is = now->demands[d].quantity;
        if (tp_dataset_demand(data, now->demands[d].code) == TP_ID_NONE)
            add(w, item);
    }
}

static bool same_pool(const tp_pool_result *a, const tp_pool_result *b)
{
    return !strcmp(a->scope, b->scope) && !strcmp(a->category, b->category) &&
           !strcmp(a->ring, b->ring);
}

/* What was left, and what has come back since. */
static int64_t foreseen_balance(const looker *w, size_t p)
{
    const tp_result *before = w->plan->result->periods[w->t - 1];
    const tp_case *c = tp_case_at(w->plan->kase, w->t);
    const tp_pool_result *pool = &w->plan->result->periods[w->t]->pools[p];
    int64_t balance = before->pools[p].closing + pool->returned;
    for (int32_t d = 0; d < before->n_demands; d++) {
        const tp_pool *of = &c->pools[c->line[c->data->demands[d].line].pool];
        if (before->loan[d] && !strcmp(of->scope, pool->scope) &&
            !strcmp(of->category, pool->category) && !strcmp(of->ring, pool->ring))
            balance += before->loan[d] - still_out(w, d);
    }
    return balance;
}

static void look_at_pools(looker *w)
{
    const tp_result *plan = w->plan->result, *now = w->now->result;
    for (size_t p = 0; p < plan->n_pools; p++)
        for (size_t k = 0; k < now->n_pools; k++) {
            if (!same_pool(&plan->pools[p], &now->pools[k]))
                continue;
            tp_passed item = {.kind = TP_PASSED_POOL,
                              .unit = "",
                              .name = "",
                              .category = plan->pools[p].category,
                              .of = plan->pools[p].scope,
                              .foreseen = foreseen_balance(w, p),
                              .is = now->pools[k].opening};
            if (item.foreseen != item.is)
                add(w, item);
        }
}

tp_status tp_passed_find(tp_passed **out, size_t *count, const tp_run *plan, const tp_run *now,
                         tp_arena *arena, tp_err *err)
{
    looker w = {.plan = plan, .now = now, .t = tp_passed_period(plan, now), .arena = arena};
    for (int kind = 0; kind < TP_PASSED_KINDS && w.t > 0; kind++) {
        if (kind <= TP_PASSED_LINE)
            look_at_lines(&w, (tp_passed_kind)kind);
        else if (kind < TP_PASSED_POOL)
            look_at_demands(&w, (tp_passed_kind)kind);
        else
            look_at_pools(&w);
    }
    *out = w.items;
    *count = w.count;
    return w.failed ? tp_fail_nomem(err) : TP_OK;
}
