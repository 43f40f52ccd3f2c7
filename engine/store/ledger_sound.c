#include "store/ledger.h"

#include <string.h>

static bool entries_sound(const tp_ledger *b)
{
    for (size_t i = 0; i < b->n_entries; i++) {
        const tp_journal_entry *e = &b->entries[i];
        if (e->count < 0 || e->undone < 0 || e->loan >= e->entry || e->corrects >= e->entry ||
            (i && (e->entry <= e[-1].entry || e->posting < e[-1].posting ||
                   strcmp(e->previous, e[-1].hash) != 0)))
            return false;
    }
    return !b->n_entries || strcmp(b->head, b->entries[b->n_entries - 1].hash) == 0;
}

static bool within(int32_t index, size_t count)
{
    return index >= 0 && (size_t)index < count;
}

/* Lines, holdings, loans and pools speak of the same slots. */
static bool sums_sound(const tp_ledger *b)
{
    int64_t lent = 0, borrowed = 0, held = 0, running = 0;
    for (size_t i = 0; i < b->n_lines; i++) {
        lent += b->lines[i].lent;
        borrowed += b->lines[i].borrowed;
    }
    for (size_t i = 0; i < b->n_holdings; i++) {
        const tp_ledger_holding *at = &b->holdings[i];
        if (!within(at->line, b->n_lines) || !within(at->pool, b->n_pools) || at->lent < 0)
            return false;
        held += at->lent;
    }
    for (size_t i = 0; i < b->n_loans; i++) {
        const tp_ledger_loan *at = &b->loans[i];
        if (!within(at->line, b->n_lines) || !within(at->pool, b->n_pools) || at->outstanding < 0 ||
            at->outstanding > at->count)
            return false;
        running += at->outstanding;
    }
    for (size_t i = 0; i < b->n_pools; i++) {
        const tp_ledger_pool *at = &b->pools[i];
        if (at->balance < 0 || at->owned != at->balance - at->lent + at->borrowed)
            return false;
        held -= at->lent;
        running -= at->borrowed;
        lent -= at->lent;
        borrowed -= at->borrowed;
    }
    return !held && !running && !lent && !borrowed;
}

bool tp_ledger_sound(const tp_ledger *books)
{
    return books->n_findings || (entries_sound(books) && sums_sound(books));
}
