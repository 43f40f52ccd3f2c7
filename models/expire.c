#include "models/expire.h"

#include "domain/where.h"
#include "models/rules/expiry.h"

#include <stdlib.h>
#include <string.h>

static const tp_msg no_loans = {
    "expiry.no-loans", "没有在借编制的到期日：既无在借明细（loans.csv），台账中也没有",
    "no loan's due date is known: there is no loans.csv, and none in the ledger"};
static const tp_msg nobody = {"expiry.nobody", "这一项没有对应任何到期的借用",
                              "this item decides no loan that falls due"};
static const tp_msg open_loans = {"expiry.open",
                                  "{0} 笔到期借用（{1} 个编制）没有写明处理，照旧在借（如 {2}）",
                                  "{0} {0|loan|loans} that {0|falls|fall} due ({1} slots) "
                                  "{0|is|are} not decided: on loan as before "
                                  "(such as {2})"};

typedef struct expiring {
    const tp_dataset *data;
    const tp_scenario *scenario;
    const tp_expiry *rule;
    tp_filter **filter; /* [outcomes] NULL where the item names a loan */
    bool *used;         /* [outcomes] */
    tp_dataset *view;
    tp_expired *list;
    tp_arena *arena;
} expiring;

static bool decides(const expiring *e, size_t i, const tp_running *loan)
{
    const tp_expiry_item *item = (const tp_expiry_item *)e->rule->outcomes.items + i;
    return item->loan ? strcmp(item->loan, loan->loan) == 0 || strcmp(item->loan, loan->demand) == 0
                      : tp_filter_line(e->filter[i], loan->line);
}

static int64_t kept_of(const tp_expiry_item *item, int64_t count)
{
    if (item->outcome == TP_EXPIRY_RENEW)
        return count;
    if (item->outcome == TP_EXPIRY_WIND_DOWN)
        return 0;
    return item->to < count ? item->to : count;
}

/* The loan as it is decided; what goes back is not known yet. */
static tp_expired decide(expiring *e, const tp_running *loan)
{
    tp_expired is = {.item = -1,
                     .loan = loan->loan,
                     .demand = loan->demand,
                     .line = loan->line,
                     .due = loan->due,
                     .count = loan->count,
                     .kept = loan->count,
                     .due_after = loan->due};
    for (size_t i = 0; i < e->rule->outcomes.count && is.item < 0; i++) {
        const tp_expiry_item *item = (const tp_expiry_item *)e->rule->outcomes.items + i;
        if (!decides(e, i, loan))
            continue;
        tp_date from = loan->due > e->scenario->as_of ? loan->due : e->scenario->as_of;
        e->used[i] = true;
        is.item = (int32_t)i;
        is.kept = kept_of(item, loan->count);
        is.due_after = is.kept ? tp_date_add_months(from, (int32_t)item->months) : TP_DATE_NONE;
    }
    return is;
}

/* The earliest first, as far as the line has vacancies. */
static void give_back(expiring *e)
{
    for (size_t i = 0; i < e->view->n_expired; i++) {
        tp_expired *at = &e->list[i];
        tp_line *line = &e->view->lines[at->line];
        int64_t vacant =
            line->authorised - line->lent + line->borrowed - line->in_post - line->committed;
        int64_t over = at->count - at->kept;
        at->back = vacant <= 0 ? 0 : over < vacant ? over : vacant;
        line->borrowed -= at->back;
        line->given_back += at->back;
    }
}

/* What is left of each loan: the part used on with its new day, the rest with the old one. */
static void run_on(expiring *e)
{
    tp_dataset *view = e->view;
    size_t next = 0;
    view->n_running = 0;
    for (int32_t i = 0; i < e->data->n_running; i++) {
        const tp_running *was = &e->data->running[i];
        const tp_expired *at = next < view->n_expired ? &e->list[next] : NULL;
        if (was->due > tp_expiry_until(e->scenario) || !at) {
            view->running[view->n_running++] = *was;
            continue;
        }
        next++;
        int64_t rest = at->count - at->kept - at->back;
        tp_running part = *was;
        part.count = at->kept;
        part.due = at->due_after;
        if (part.count)
            view->running[view->n_running++] = part;
        part.count = rest;
        part.due = was->due;
        if (rest)
            view->running[view->n_running++] = part;
    }
    if (view->n_running > 1)
        qsort(view->running, (size_t)view->n_running, sizeof *view->running, tp_running_compare);
}

static void tell(const expiring *e, tp_diags *diags)
{
    int64_t loans = 0, slots = 0;
    const char *first = "";
    char figure[2][TP_DEC_TEXT];
    if (!e->data->n_running)
        tp_diag_warn(diags, e->rule->pos, &no_loans, "");
    for (size_t i = 0; e->data->n_running && i < e->rule->outcomes.count; i++)
        if (!e->used[i])
            tp_diag_warn(diags, ((const tp_expiry_item *)e->rule->outcomes.items)[i].pos, &nobody,
                         "");
    for (size_t i = 0; i < e->view->n_expired; i++) {
        if (e->list[i].item >= 0)
            continue;
        slots += e->list[i].count;
        first = loans++ ? first : e->list[i].loan;
    }
    tp_int_format(loans, figure[0]);
    tp_int_format(slots, figure[1]);
    if (loans)
        tp_diag_warn(diags, e->rule->pos, &open_loans, figure[0], figure[1], first);
}

static tp_status bind_filters(expiring *e, tp_diags *diags, tp_err *err)
{
    size_t n = e->rule->outcomes.count;
    tp_status status = TP_OK;
    e->filter = tp_arena_array(e->arena, n + 1, sizeof(tp_filter *));
    e->used = tp_arena_array(e->arena, n + 1, sizeof *e->used);
    if (!e->filter || !e->used)
        return tp_fail_nomem(err);
    for (size_t i = 0; i < n && status == TP_OK; i++) {
        const tp_expiry_item *item = (const tp_expiry_item *)e->rule->outcomes.items + i;
        if (!item->loan)
            status = tp_filter_create(&e->filter[i], e->arena, &item->where, e->data,
                                      e->scenario->as_of, diags, err);
    }
    return status;
}

static tp_status make_view(expiring *e, tp_err *err)
{
    const tp_dataset *data = e->data;
    tp_dataset *view = e->view = tp_arena_alloc(e->arena, sizeof *view);
    if (!view)
        return tp_fail_nomem(err);
    *view = *data;
    view->unexpired = data;
    view->lines = tp_arena_array(e->arena, (size_t)data->n_lines + 1, sizeof *view->lines);
    view->running =
        tp_arena_array(e->arena, 2 * (size_t)data->n_running + 1, sizeof *view->running);
    e->list = tp_arena_array(e->arena, (size_t)data->n_running + 1, sizeof *e->list);
    if (!view->lines || !view->running || !e->list)
        return tp_fail_nomem(err);
    memcpy(view->lines, data->lines, (size_t)data->n_lines * sizeof *view->lines);
    view->expired = e->list;
    return TP_OK;
}

tp_status tp_expire(tp_remaking *r, tp_err *err)
{
    const tp_dataset *data = r->data;
    expiring e = {.data = data,
                  .scenario = r->scenario,
                  .rule = tp_expiry_of(r->scenario),
                  .arena = r->arena};
    tp_status status = bind_filters(&e, r->diags, err);
    if (status == TP_OK)
        status = make_view(&e, err);
    if (status != TP_OK)
        return status;
    for (int32_t i = 0; i < data->n_running; i++)
        if (data->running[i].due <= tp_expiry_until(r->scenario))
            e.list[e.view->n_expired++] = decide(&e, &data->running[i]);
    give_back(&e);
    run_on(&e);
    tell(&e, r->diags);
    r->data = e.view;
    return TP_OK;
}
