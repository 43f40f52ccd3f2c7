/* The books: tables of lines, pools, holdings and loans, filled by replaying the journal. */
#include "store/replay.h"

#include <stdlib.h>
#include <string.h>

static int32_t key_of(tp_ids *ids, const char *const *parts, size_t count, bool add, bool *fresh)
{
    tp_buf key;
    tp_buf_init(&key);
    for (size_t i = 0; i < count; i++) {
        tp_buf_text(&key, parts[i]);
        tp_buf_char(&key, '\x1f');
    }
    int32_t id = TP_ID_NONE;
    if (tp_buf_ok(&key))
        id = add ? tp_ids_add(ids, key.bytes, key.length, fresh)
                 : tp_ids_find(ids, key.bytes, key.length);
    tp_buf_finish(&key);
    return id;
}

int32_t tp_ledger_find_line(const tp_ledger *books, const char *unit, const char *category)
{
    return key_of(books->line_ids, (const char *const[]){unit, category}, 2, false, NULL);
}

int32_t tp_ledger_find_pool(const tp_ledger *books, const char *scope, const char *ring,
                            const char *category)
{
    return key_of(books->pool_ids, (const char *const[]){scope, ring, category}, 3, false, NULL);
}

const tp_ledger_loan *tp_ledger_find_loan(const tp_ledger *books, int64_t entry)
{
    size_t low = 0, high = books->n_loans; /* ascending by entry: made in that order */
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (books->loans[middle].entry < entry)
            low = middle + 1;
        else
            high = middle;
    }
    return low < books->n_loans && books->loans[low].entry == entry ? &books->loans[low] : NULL;
}

int32_t tp_replay_line(tp_ledger *books, const char *unit, const char *category)
{
    bool fresh = false;
    int32_t id = key_of(books->line_ids, (const char *const[]){unit, category}, 2, true, &fresh);
    if (id == TP_ID_NONE || !fresh)
        return id;
    if (!tp_arena_grow(books->arena, &books->lines, &books->capacity[2], books->n_lines, 1))
        return TP_ID_NONE;
    books->lines[books->n_lines++] = (tp_ledger_line){.unit = unit, .category = category};
    return id;
}

int32_t tp_replay_pool(tp_ledger *books, tp_account account, const char *category)
{
    bool fresh = false;
    int32_t id =
        key_of(books->pool_ids, (const char *const[]){account.scope, account.ring, category}, 3,
               true, &fresh);
    if (id == TP_ID_NONE || !fresh)
        return id;
    if (!tp_arena_grow(books->arena, &books->pools, &books->capacity[3], books->n_pools, 1))
        return TP_ID_NONE;
    books->pools[books->n_pools++] =
        (tp_ledger_pool){.scope = account.scope, .ring = account.ring, .category = category};
    return id;
}

tp_ledger_holding *tp_replay_holding(tp_ledger *books, int32_t line, int32_t pool)
{
    char a[TP_DEC_TEXT], b[TP_DEC_TEXT];
    tp_int_format(line, a);
    tp_int_format(pool, b);
    bool fresh = false;
    int32_t id = key_of(books->holding_ids, (const char *const[]){a, b}, 2, true, &fresh);
    if (id == TP_ID_NONE)
        return NULL;
    if (!fresh)
        return &books->holdings[id];
    if (!tp_arena_grow(books->arena, &books->holdings, &books->capacity[4], books->n_holdings, 1))
        return NULL;
    books->holdings[books->n_holdings] = (tp_ledger_holding){.line = line, .pool = pool};
    return &books->holdings[books->n_holdings++];
}

tp_status tp_replay_say(tp_ledger *books, const tp_journal_entry *entry, const tp_msg *msg,
                        const char *arg, tp_err *err)
{
    return tp_ledger_note(books, "journal", entry->entry, msg, arg ? 1 : 0, &arg, err);
}

tp_status tp_replay_say_number(tp_ledger *books, const tp_journal_entry *entry, const tp_msg *msg,
                               int64_t number, tp_err *err)
{
    char text[TP_DEC_TEXT];
    tp_int_format(number, text);
    return tp_replay_say(books, entry, msg, text, err);
}

const tp_journal_entry *tp_ledger_find_entry(const tp_ledger *books, int64_t entry)
{
    size_t low = 0, high = books->n_entries;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (books->entries[middle].entry < entry)
            low = middle + 1;
        else
            high = middle;
    }
    return low < books->n_entries && books->entries[low].entry == entry ? &books->entries[low]
                                                                        : NULL;
}

/* Leaves the entries up to `on`. */
static void cut_off(tp_ledger *books, tp_date on)
{
    size_t kept = 0;
    for (size_t i = 0; i < books->n_entries; i++) {
        books->entries[i].undone = 0; /* counted again as they are replayed */
        if (on == TP_DATE_NONE || books->entries[i].posted_on <= on)
            books->entries[kept++] = books->entries[i];
    }
    if (kept == books->n_entries)
        return;
    books->n_entries = kept;
    books->head = kept ? books->entries[kept - 1].hash : "";
}

static int by_date(const void *a, const void *b)
{
    const tp_journal_entry *p = *(const tp_journal_entry *const *)a;
    const tp_journal_entry *q = *(const tp_journal_entry *const *)b;
    if (p->posted_on != q->posted_on)
        return p->posted_on < q->posted_on ? -1 : 1;
    return p->entry < q->entry ? -1 : p->entry > q->entry;
}

/* What only undone entries name is as if it had never been opened. */
static void mark_standing(tp_ledger *books)
{
    for (size_t i = 0; i < books->n_entries; i++) {
        const tp_journal_entry *e = &books->entries[i];
        const tp_account sides[] = {e->from, e->to};
        if (tp_ledger_is_void(books, e))
            continue;
        for (int k = 0; k < 2; k++) {
            int32_t id;
            if (sides[k].unit && (id = tp_ledger_find_line(books, sides[k].unit, e->category)) >= 0)
                books->lines[id].stands = true;
            else if (!sides[k].unit && sides[k].scope &&
                     (id = tp_ledger_find_pool(books, sides[k].scope, sides[k].ring,
                                               e->category)) >= 0)
                books->pools[id].stands = true;
        }
    }
}

const char *tp_ledger_heir_of(const tp_ledger *books, const char *unit)
{
    for (size_t i = 0; i < books->n_heirs; i++) /* in their order, so that chains are followed */
        if (strcmp(books->heirs[i].unit, unit) == 0)
            unit = books->heirs[i].heir;
    return unit;
}

static tp_status note_heirs(tp_ledger *books, const tp_journal_entry *const *order, tp_err *err)
{
    const tp_journal_entry *last = NULL;
    for (size_t i = 0; i < books->n_entries; i++) {
        const tp_journal_entry *e = order[i];
        if (e->kind != TP_JOURNAL_SUCCEED || tp_ledger_is_void(books, e) ||
            (last && last->posting == e->posting && strcmp(last->from.unit, e->from.unit) == 0))
            continue;
        last = e;
        if (!tp_arena_grow(books->arena, &books->heirs, &books->capacity[7], books->n_heirs, 1))
            return tp_fail_nomem(err);
        books->heirs[books->n_heirs++] = (tp_ledger_heir){e->from.unit, e->to.unit, e->posted_on};
    }
    return TP_OK;
}

static tp_status replay(tp_ledger *books, tp_err *err)
{
    size_t n = books->n_entries, first = 0;
    const tp_journal_entry **order = tp_arena_array(books->arena, n + 1, sizeof *order);
    if (!order)
        return tp_fail_nomem(err);
    bool sorted = true;
    for (size_t i = 0; i < n; i++) {
        order[i] = &books->entries[i];
        sorted = sorted && (!i || order[i - 1]->posted_on <= order[i]->posted_on);
    }
    if (!sorted)
        qsort(order, n, sizeof *order, by_date);
    tp_status status = TP_OK;
    for (size_t i = 0; !status && i < n; i++) {
        status = tp_replay_entry(books, order[i], err);
        bool last = i + 1 == n || order[i + 1]->posting != order[i]->posting;
        if (!status && last) {
            status = tp_replay_check(books, order + first, i + 1 - first, err);
            first = i + 1;
        }
    }
    mark_standing(books);
    return status ? status : note_heirs(books, order, err);
}

tp_status tp_ledger_read(tp_ledger **out, tp_store *store, tp_date on, tp_arena *arena, tp_err *err)
{
    tp_ledger *books = tp_arena_alloc(arena, sizeof *books);
    if (!books)
        return tp_fail_nomem(err);
    *books = (tp_ledger){.arena = arena, .head = "", .approval_head = ""};
    books->line_ids = tp_ids_create(arena, 0);
    books->pool_ids = tp_ids_create(arena, 0);
    books->holding_ids = tp_ids_create(arena, 0);
    if (!books->line_ids || !books->pool_ids || !books->holding_ids)
        return tp_fail_nomem(err);
    tp_status status = tp_journal_read(books, store, err);
    if (!status && !books->n_findings)
        status = tp_replay_order(books, err);
    /* A broken chain says where; what the rows then add up to means nothing. */
    if (!status && !books->n_findings) {
        cut_off(books, on);
        status = replay(books, err);
        if (on != TP_DATE_NONE)
            books->last_posted_on = tp_replay_latest(books, books->n_entries);
    }
    *out = status ? NULL : books;
    return status;
}

tp_status tp_ledger_load(tp_ledger **out, tp_store *store, tp_date on, tp_arena *arena, tp_err *err)
{
    tp_status status = tp_ledger_read(out, store, on, arena, err);
    if (status || !(*out)->n_findings)
        return status;
    tp_ledger_tell(store, (*out)->findings, (*out)->n_findings);
    *out = NULL;
    return tp_fail(err, TP_E_IO, "the ledger does not verify");
}
