#include "store/plan_run.h"

#include "models/backing.h"
#include "models/rules/filing.h"
#include "models/rules/reorganise.h"

typedef struct planner {
    tp_plan *plan;
    const tp_run *run;
    tp_arena *arena;
} planner;

static tp_account pool_account(const planner *p, int32_t pool)
{
    const tp_pool *q = &p->run->kase->pools[pool];
    return (tp_account){.scope = q->scope, .ring = q->ring};
}

static tp_status add_line(planner *p, int32_t index, tp_err *err)
{
    const tp_dataset *data = p->run->data, *before = data->before;
    const tp_line *line = &data->lines[index];
    static const tp_line nothing = {0};
    int32_t unit = line->unit;
    const char *category = tp_dataset_name(data, line->category);
    if (before) { /* it starts as it was before the reorganisation */
        int32_t was = tp_dataset_line(before, unit, category);
        line = was == TP_ID_NONE ? &nothing : &before->lines[was];
    }
    if (!tp_arena_grow(p->arena, &p->plan->lines, &p->plan->lines_capacity, p->plan->n_lines, 1))
        return tp_fail_nomem(err);
    p->plan->lines[p->plan->n_lines++] =
        (tp_plan_line){.unit = data->units[unit].code,
                       .category = category,
                       .authorised = line->authorised,
                       .lent = line->lent,
                       .borrowed = line->borrowed + line->given_back,
                       .pool = pool_account(p, p->run->kase->line[index].pool)};
    return TP_OK;
}

static tp_status add_move(planner *p, tp_plan_move move, tp_err *err)
{
    if (!move.count && move.kind != TP_JOURNAL_SUCCEED && move.kind != TP_JOURNAL_RENEW)
        return TP_OK;
    if (!tp_arena_grow(p->arena, &p->plan->moves, &p->plan->moves_capacity, p->plan->n_moves, 1))
        return tp_fail_nomem(err);
    p->plan->moves[p->plan->n_moves++] = move;
    return TP_OK;
}

static tp_status add_lines(planner *p, const tp_approved *counts, tp_err *err)
{
    const tp_dataset *data = p->run->data;
    const tp_result *result = p->run->result;
    tp_status status = TP_OK;
    bool *regrouped = tp_arena_array(p->arena, (size_t)data->n_lines + 1, sizeof *regrouped);
    if (!regrouped)
        return tp_fail_nomem(err);
    for (size_t i = 0; i < data->n_regroups; i++) {
        regrouped[data->regroups[i].from] = true;
        if (data->regroups[i].to != TP_ID_NONE)
            regrouped[data->regroups[i].to] = true;
    }
    for (int32_t at = 0; !status && at < data->n_lines; at++) {
        int32_t i = data->line_input_order[at];
        const tp_line *line = &data->lines[i];
        bool moves = line->lent || line->borrowed || line->given_back || counts->deposit[i] ||
                     result->reclaimed[i] || regrouped[i];
        for (int32_t d = 0; d < line->demands && !moves; d++)
            moves = counts->loan[data->demand_of_line[line->first_demand + d]] > 0;
        if (moves)
            status = add_line(p, i, err);
    }
    return status;
}

static tp_status add_pools(planner *p, tp_err *err)
{
    const tp_case *c = p->run->kase;
    p->plan->pools = tp_arena_array(p->arena, (size_t)c->n_pools + 1, sizeof *p->plan->pools);
    if (!p->plan->pools)
        return tp_fail_nomem(err);
    for (int32_t i = 0; i < c->n_pools; i++)
        p->plan->pools[p->plan->n_pools++] =
            (tp_plan_pool){.scope = c->pools[i].scope,
                           .ring = c->pools[i].ring,
                           .category = c->pools[i].category,
                           .opening = c->pools[i].opening - c->pools[i].reclaimed -
                                      c->pools[i].ceded - c->pools[i].returned};
    return TP_OK;
}

/* Loans as loans.csv has them, for books that are to be opened. */
static tp_status add_running(planner *p, tp_err *err)
{
    const tp_dataset *read = tp_dataset_as_read(p->run->data);
    if (!read->loans_given)
        return TP_OK;
    p->plan->loans = tp_arena_array(p->arena, (size_t)read->n_running + 1, sizeof *p->plan->loans);
    if (!p->plan->loans)
        return tp_fail_nomem(err);
    for (int32_t i = 0; i < read->n_running; i++) {
        const tp_running *at = &read->running[i];
        const tp_line *line = &read->lines[at->line];
        p->plan->loans[p->plan->n_loans++] =
            (tp_plan_loan){.loan = at->loan,
                           .demand = *at->demand ? at->demand : at->loan,
                           .unit = read->units[line->unit].code,
                           .category = tp_dataset_name(read, line->category),
                           .count = at->count,
                           .due = at->due};
    }
    return TP_OK;
}

/* An item of one of the scenario's lists as it stands there, on one line. */
static const char *item_text(const planner *p, const tp_node *list, int32_t item)
{
    tp_buf text;
    tp_buf_init(&text);
    if (list && (size_t)item < list->count)
        tp_tree_write_flow(&text, list->child[item]);
    const char *copy = tp_buf_ok(&text) && text.bytes ? tp_arena_text(p->arena, text.bytes) : NULL;
    tp_buf_finish(&text);
    return copy;
}

/* Units that go are succeeded by those they go to; other slots change their owner. */
static tp_status add_regroups(planner *p, tp_err *err)
{
    const tp_dataset *data = p->run->data;
    const tp_node *list = tp_node_get(p->run->scenario->normal, "reorganise");
    tp_status status = TP_OK;
    for (size_t i = 0; !status && i < data->n_regroups; i++) {
        const tp_regroup *r = &data->regroups[i];
        const tp_line *from = &data->lines[r->from];
        bool heir = r->to != TP_ID_NONE;
        tp_plan_move move = {.kind = heir && r->whole ? TP_JOURNAL_SUCCEED : TP_JOURNAL_REORGANISE,
                             .category = tp_dataset_name(data, from->category),
                             .count = r->slots,
                             .from = {.unit = data->units[from->unit].code},
                             .reason = item_text(p, list, r->item)};
        if (heir)
            move.to.unit = data->units[data->lines[r->to].unit].code;
        else
            move.to = pool_account(p, p->run->kase->line[r->from].pool);
        status = move.reason ? add_move(p, move, err) : tp_fail_nomem(err);
    }
    return status;
}

/* Loans that fall due: what goes back, and until when the rest is used on. */
static tp_status add_expired(planner *p, tp_err *err)
{
    const tp_dataset *data = p->run->data;
    const tp_node *rule = tp_node_get(p->run->scenario->normal, "expiry");
    const tp_node *list = rule ? tp_node_get(rule, "outcomes") : NULL;
    tp_status status = TP_OK;
    for (size_t i = 0; !status && i < data->n_expired; i++) {
        const tp_expired *at = &data->expired[i];
        const tp_line *line = &data->lines[at->line];
        const char *unit = data->units[line->unit].code;
        if (at->item < 0)
            continue;
        tp_plan_move back = {.kind = TP_JOURNAL_RETURN,
                             .category = tp_dataset_name(data, line->category),
                             .count = at->back,
                             .from = {.unit = unit},
                             .to = pool_account(p, p->run->kase->line[at->line].pool),
                             .demand = *at->demand ? at->demand : NULL,
                             .loan = at->loan,
                             .reason = item_text(p, list, at->item)};
        tp_plan_move on = back;
        on.kind = TP_JOURNAL_RENEW;
        on.count = 0;
        on.from = on.to = (tp_account){0};
        on.unit = unit;
        on.due_on = at->due_after;
        status = back.reason ? add_move(p, back, err) : tp_fail_nomem(err);
        if (!status && at->kept)
            status = add_move(p, on, err);
    }
    return status;
}

/* Reclaims or deposits: line to its pool. */
static tp_status add_givers(planner *p, tp_journal_kind kind, const int64_t *count, tp_err *err)
{
    const tp_dataset *data = p->run->data;
    tp_status status = TP_OK;
    for (int32_t at = 0; !status && at < data->n_lines; at++) {
        int32_t i = data->line_input_order[at];
        const tp_line *line = &data->lines[i];
        status = add_move(p,
                          (tp_plan_move){.kind = kind,
                                         .category = tp_dataset_name(data, line->category),
                                         .count = count[i],
                                         .from = {.unit = data->units[line->unit].code},
                                         .to = pool_account(p, p->run->kase->line[i].pool)},
                          err);
    }
    return status;
}

/* Which loans are filed, of these counts; items NULL: none is. */
static tp_status divide(const planner *p, const tp_approved *counts, tp_filing_split *out,
                        tp_err *err)
{
    tp_result decided = *p->run->result;
    *out = (tp_filing_split){0};
    if (!p->run->result->filed)
        return TP_OK;
    decided.loan = counts->loan;
    decided.deposit = counts->deposit;
    decided.backing = NULL;
    decided.n_backing = 0;
    tp_status status = tp_backing_match(&decided, p->run->kase, p->arena, err);
    return status ? status : tp_filing_divide(out, p->run->kase->bind, &decided, p->arena, err);
}

static tp_status add_loans(planner *p, const tp_approved *counts, tp_err *err)
{
    const tp_dataset *data = p->run->data;
    const tp_filing *items = tp_filings_stated(p->run->kase->bind)->items;
    const int64_t *loan = counts->loan;
    tp_filing_split split;
    tp_status status = divide(p, counts, &split, err);
    for (int32_t at = 0; !status && at < data->n_demands; at++) {
        int32_t i = data->demand_input_order[at];
        const tp_demand *demand = &data->demands[i];
        const tp_line *line = &data->lines[demand->line];
        int32_t item = split.item ? split.item[i] : -1;
        const char *filed = item < 0 ? NULL : tp_filing_text(&items[item], p->arena);
        if (item >= 0 && !filed)
            return tp_fail_nomem(err);
        status =
            add_move(p,
                     (tp_plan_move){.kind = TP_JOURNAL_LOAN,
                                    .reason = filed,
                                    .category = tp_dataset_name(data, line->category),
                                    .count = loan[i],
                                    .from = pool_account(p, p->run->kase->line[demand->line].pool),
                                    .to = {.unit = data->units[line->unit].code},
                                    .demand = demand->code,
                                    .sector = tp_dataset_name(data, demand->sector),
                                    .term_months = demand->term_months},
                     err);
    }
    return status;
}

static tp_status add_people(planner *p, const tp_move_result *move, tp_err *err)
{
    const tp_dataset *data = p->run->data;
    const tp_line *from = &data->lines[move->from], *to = &data->lines[move->to];
    return add_move(p,
                    (tp_plan_move){.kind = TP_JOURNAL_PEOPLE,
                                   .category = tp_dataset_name(data, from->category),
                                   .count = move->count,
                                   .from = {.unit = data->units[from->unit].code},
                                   .to = {.unit = data->units[to->unit].code}},
                    err);
}

/* Out of one category, and into the other. */
static tp_status add_conversion(planner *p, const tp_pool_result *from, const tp_pool_result *to,
                                int64_t count, tp_err *err)
{
    tp_plan_move out = {.kind = TP_JOURNAL_CONVERT,
                        .category = from->category,
                        .count = count,
                        .from = {.scope = from->scope, .ring = from->ring}};
    tp_plan_move in = {.kind = TP_JOURNAL_CONVERT,
                       .category = to->category,
                       .count = count,
                       .to = {.scope = to->scope, .ring = to->ring}};
    tp_status status = add_move(p, out, err);
    return status ? status : add_move(p, in, err);
}

tp_status tp_plan_of_run(tp_plan *out, const tp_run *run, const tp_approved *counts,
                         tp_arena *arena, tp_err *err)
{
    *out = (tp_plan){0};
    planner p = {.plan = out, .run = run, .arena = arena};
    const tp_result *result = run->result;
    tp_status status = add_lines(&p, counts, err);
    if (!status)
        status = add_pools(&p, err);
    if (!status)
        status = add_running(&p, err);
    if (!status)
        status = add_regroups(&p, err);
    if (!status)
        status = add_expired(&p, err);
    if (!status)
        status = add_givers(&p, TP_JOURNAL_RECLAIM, result->reclaimed, err);
    if (!status)
        status = add_givers(&p, TP_JOURNAL_DEPOSIT, counts->deposit, err);
    for (size_t i = 0; !status && i < result->n_moves; i++)
        status = add_people(&p, &result->moves[i], err);
    for (size_t i = 0; !status && i < result->n_transfers; i++) {
        const tp_transfer_result *t = &result->transfers[i];
        const tp_pool_result *from = &result->pools[t->from], *to = &result->pools[t->to];
        if (tp_transfer_converts(result, t)) {
            status = add_conversion(&p, from, to, t->count, err);
            continue;
        }
        status = add_move(&p,
                          (tp_plan_move){.kind = TP_JOURNAL_TRANSFER,
                                         .category = from->category,
                                         .count = t->count,
                                         .from = {.scope = from->scope, .ring = from->ring},
                                         .to = {.scope = to->scope, .ring = to->ring}},
                          err);
    }
    return status ? status : add_loans(&p, counts, err);
}
