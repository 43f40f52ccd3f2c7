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
        if (loan->outstanding > 0 && loan->due_on != TP_DATE_NONE)
            running[out->n_running++] =
                (tp_books_running){line->unit, line->category, loan->due_on, loan->outstanding};
    }
    out->running = running;
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
        if (line->lent || line->borrowed || line->reclaimed)
            lines[out->n_lines++] = (tp_books_line){.unit = line->unit,
                                                    .category = line->category,
                                                    .lent = line->lent,
                                                    .borrowed = line->borrowed,
                                                    .reclaimed = line->reclaimed,
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
    status = lent_demands(out, ledger, arena, err);
    return status ? status : running_loans(out, ledger, arena, err);
}
