/* The ledger's positions as a run needs them. */
#include "store/ledger.h"

#include <string.h>

/* What was lent under demands and stands, by number and unit; in the order of their first loans. */
static tp_status lent_demands(tp_books *out, const tp_ledger *ledger, tp_arena *arena, tp_err *err)
{
    tp_ids *keys = tp_ids_create(arena, ledger->n_loans);
    tp_books_demand *demands = tp_arena_array(arena, ledger->n_loans + 1, sizeof *demands);
    bool good = keys && demands;
    for (size_t i = 0; good && i < ledger->n_entries; i++) {
        const tp_journal_entry *e = &ledger->entries[i];
        if (e->kind != TP_JOURNAL_LOAN || !e->demand || e->corrects || e->count <= e->undone)
            continue;
        bool fresh = false;
        const char *unit = tp_ledger_heir_of(ledger, e->to.unit);
        const char *key = tp_arena_format(arena, "%s\x1f%s", unit, e->demand);
        int32_t id = key ? tp_ids_add(keys, key, strlen(key), &fresh) : TP_ID_NONE;
        good = id != TP_ID_NONE;
        if (!good)
            break;
        tp_books_demand *at = &demands[id];
        if (fresh)
            *at = (tp_books_demand){.demand = e->demand, .unit = unit};
        at->count += e->count - e->undone;
        if (fresh || e->posted_on >= at->on) {
            at->on = e->posted_on;
            at->notice = e->notice ? e->notice : "";
        }
    }
    out->demands = demands;
    out->n_demands = good ? (size_t)tp_ids_count(keys) : 0;
    return good ? TP_OK : tp_fail_nomem(err);
}

/* Outstanding loans by line and due date. */
static tp_status running_loans(tp_books *out, const tp_ledger *ledger, tp_arena *arena, tp_err *err)
{
    tp_books_running *running = tp_arena_array(arena, ledger->n_loans + 1, sizeof *running);
    if (!running)
        return tp_fail_nomem(err);
    for (size_t i = 0; i < ledger->n_loans; i++) {
        const tp_ledger_loan *loan = &ledger->loans[i];
        const tp_ledger_line *line = &ledger->lines[loan->line];
        if (loan->outstanding <= 0 || loan->due_on == TP_DATE_NONE)
            continue;
        const char *number = tp_arena_format(arena, "%lld", (long long)loan->entry);
        if (!number)
            return tp_fail_nomem(err);
        running[out->n_running++] =
            (tp_books_running){number,       loan->demand ? loan->demand : "",
                               line->unit,   line->category,
                               loan->due_on, loan->outstanding};
    }
    out->running = running;
    return TP_OK;
}

/* Items of approved reorganisations: whatever of them stands, in the order of their entries. */
static tp_status booked_items(tp_books *out, const tp_ledger *ledger, tp_arena *arena, tp_err *err)
{
    tp_books_item *items = NULL;
    size_t capacity = 0;
    for (size_t i = 0; i < ledger->n_entries; i++) {
        const tp_journal_entry *e = &ledger->entries[i];
        if ((e->kind != TP_JOURNAL_REORGANISE && e->kind != TP_JOURNAL_SUCCEED) || !e->approval ||
            e->loan || e->from.scope || e->corrects || e->undone >= e->count)
            continue;
        bool known = false;
        for (size_t k = 0; k < out->n_items && !known; k++)
            known = strcmp(items[k].text, e->reason) == 0;
        if (known)
            continue;
        if (!tp_arena_grow(arena, &items, &capacity, out->n_items, 1))
            return tp_fail_nomem(err);
        items[out->n_items++] = (tp_books_item){e->reason, e->posted_on, e->approval};
    }
    out->items = items;
    return TP_OK;
}

/* Loans whose reason is the item they were filed under; what was undone does not count, what has
 * gone back does: it was moved. */
static tp_status filed_loans(tp_books *out, const tp_ledger *ledger, tp_arena *arena, tp_err *err)
{
    tp_books_filed *filed = tp_arena_array(arena, ledger->n_loans + 1, sizeof *filed);
    if (!filed)
        return tp_fail_nomem(err);
    for (size_t i = 0; i < ledger->n_entries; i++) {
        const tp_journal_entry *e = &ledger->entries[i];
        if (e->kind == TP_JOURNAL_LOAN && !e->corrects && e->approval && *e->reason &&
            e->count > e->undone)
            filed[out->n_filed++] = (tp_books_filed){e->reason, e->posted_on, e->count - e->undone};
    }
    out->filed = filed;
    return TP_OK;
}

tp_status tp_ledger_books(tp_books *out, tp_store *store, tp_date on, tp_arena *arena, tp_err *err)
{
    tp_ledger *ledger;
    *out = (tp_books){.head = ""};
    tp_status status = tp_ledger_load(&ledger, store, on, arena, err);
    if (status)
        return status;
    tp_books_line *lines = tp_arena_array(arena, ledger->n_lines + 1, sizeof *lines);
    tp_books_pool *pools = tp_arena_array(arena, ledger->n_pools + 1, sizeof *pools);
    if (!lines || !pools)
        return tp_fail_nomem(err);
    for (size_t i = 0; i < ledger->n_lines; i++) {
        const tp_ledger_line *line = &ledger->lines[i];
        if (line->lent || line->borrowed || line->reclaimed || line->regrouped)
            lines[out->n_lines++] = (tp_books_line){.unit = line->unit,
                                                    .category = line->category,
                                                    .lent = line->lent,
                                                    .borrowed = line->borrowed,
                                                    .reclaimed = line->reclaimed,
                                                    .regrouped = line->regrouped,
                                                    .authorised = line->authorised};
    }
    for (size_t i = 0; i < ledger->n_pools; i++) {
        const tp_ledger_pool *pool = &ledger->pools[i];
        if (!pool->stands)
            continue;
        pools[out->n_pools++] = (tp_books_pool){.scope = pool->scope,
                                                .category = pool->category,
                                                .ring = pool->ring,
                                                .balance = pool->balance};
    }
    for (size_t i = 0; i < ledger->n_loans; i++)
        out->loans += ledger->loans[i].outstanding > 0;
    out->head = ledger->head;
    out->on = ledger->last_posted_on;
    out->lines = lines;
    out->pools = pools;
    status = booked_items(out, ledger, arena, err);
    if (!status)
        status = lent_demands(out, ledger, arena, err);
    if (!status)
        status = filed_loans(out, ledger, arena, err);
    return status ? status : running_loans(out, ledger, arena, err);
}
