/* The ledger's positions as a run needs them. */
#include "store/ledger.h"

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
    return TP_OK;
}
