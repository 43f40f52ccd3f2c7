#include "store/stale.h"

#include "store/db.h"

#include <stdlib.h>
#include <string.h>

static const tp_pos nowhere = {0};
static const tp_msg msg_ledger = {
    "approval.stale-ledger", "测算 {0} 之后台账又登记了 {1} 条，测算已过时，请重新测算：",
    "the ledger has {1} more {1|entry|entries} since run {0}: run again"};
static const tp_msg msg_ledger_other = {"approval.stale-ledger",
                                        "测算 {0} 所依据的台账不是本台账，请重新测算",
                                        "run {0} did not start from this ledger: run again"};
static const tp_msg msg_data = {"approval.stale-dataset",
                                "测算 {0} 之后数据集 {1} 已变更，测算已过时，请重新测算",
                                "the dataset {1} was replaced since run {0}: run again"};
static const tp_msg msg_gone = {"approval.stale-was", "原有：{0}", "was: {0}"};
static const tp_msg msg_new = {"approval.stale-now", "现为：{0}", "now: {0}"};

enum { SHOWN = 12 };

static void account_text(tp_buf *out, tp_account account)
{
    if (account.unit)
        tp_buf_text(out, account.unit);
    else if (account.scope)
        tp_buf_format(out, "[%s%s%s]", account.scope, *account.ring ? "/" : "", account.ring);
}

static void tell_entry(tp_store *store, const tp_journal_entry *e)
{
    tp_buf text[2];
    for (int lang = 0; lang < 2; lang++) {
        tp_buf *out = &text[lang];
        tp_buf_init(out);
        tp_buf_format(out, "#%lld ", (long long)e->entry);
        tp_buf_date(out, e->posted_on);
        tp_buf_format(
            out, " %s %s %lld: ", tp_words_in(tp_journal_kind_words[e->kind], lang ? TP_EN : TP_ZH),
            e->category, (long long)e->count);
        account_text(out, e->from);
        tp_buf_text(out, " → ");
        account_text(out, e->to);
    }
    if (tp_buf_ok(&text[0]) && tp_buf_ok(&text[1]))
        tp_db_tell(store, "approval.stale-entry", (tp_words){text[0].bytes, text[1].bytes});
    tp_buf_finish(&text[0]);
    tp_buf_finish(&text[1]);
}

static tp_status check_ledger(tp_store *store, const tp_ledger *ledger, const tp_run_record *run,
                              tp_err *err)
{
    if (strcmp(run->ledger_head, ledger->head) == 0)
        return TP_OK;
    size_t known = *run->ledger_head ? ledger->n_entries : 0;
    for (size_t i = 0; i < ledger->n_entries && *run->ledger_head; i++)
        if (strcmp(ledger->entries[i].hash, run->ledger_head) == 0)
            known = i + 1;
    if (known == ledger->n_entries) {
        tp_diag_error(store->diags, nowhere, &msg_ledger_other, run->run);
        return tp_fail(err, TP_E_REFUSED, "another ledger");
    }
    char more[TP_DEC_TEXT];
    tp_int_format((tp_wide)(ledger->n_entries - known), more);
    tp_diag_error(store->diags, nowhere, &msg_ledger, run->run, more);
    for (size_t i = known; i < ledger->n_entries && i < known + SHOWN; i++)
        tell_entry(store, &ledger->entries[i]);
    return tp_fail(err, TP_E_REFUSED, "%s entries since the run", more);
}

/* Lines of a canonical form, sorted, to be told apart as sets. */
typedef struct lines {
    char **items;
    size_t count, capacity;
} lines;

static int by_text(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static bool split(lines *out, tp_blob text, tp_arena *arena)
{
    *out = (lines){0};
    const char *at = text.bytes, *end = at + text.length;
    while (at < end) {
        const char *stop = memchr(at, '\n', (size_t)(end - at));
        size_t length = (size_t)((stop ? stop : end) - at);
        if (!tp_arena_grow(arena, &out->items, &out->capacity, out->count, 1) ||
            !(out->items[out->count] = tp_arena_copy(arena, at, length)))
            return false;
        out->count++;
        at += length + 1;
    }
    qsort(out->items, out->count, sizeof *out->items, by_text);
    return true;
}

static void tell_difference(tp_store *store, const lines *old, const lines *now)
{
    size_t i = 0, k = 0, shown = 0;
    while ((i < old->count || k < now->count) && shown < SHOWN) {
        int order = i == old->count   ? 1
                    : k == now->count ? -1
                                      : strcmp(old->items[i], now->items[k]);
        if (order == 0) {
            i++;
            k++;
            continue;
        }
        tp_diag_error(store->diags, nowhere, order < 0 ? &msg_gone : &msg_new,
                      order < 0 ? old->items[i++] : now->items[k++]);
        shown++;
    }
}

static tp_status check_dataset(tp_store *store, const tp_run_record *run,
                               const tp_decision *decision, tp_arena *arena, tp_err *err)
{
    const char *now = decision->current_sha256;
    tp_status status = TP_OK;
    if (!now)
        status = tp_store_latest_source(store, run->source_path, arena, &now, err);
    if (status || !*now || strcmp(now, run->source_sha256) == 0)
        return status;
    tp_diag_error(store->diags, nowhere, &msg_data, run->run, run->source_path);
    tp_dataset_record old, current = {.canonical = decision->current};
    status = tp_store_get_dataset(store, run->dataset_sha256, arena, &old, err);
    if (!status && !decision->current_sha256)
        status = tp_store_get_dataset(store, now, arena, &current, err);
    lines before, after;
    if (!status && split(&before, old.canonical, arena) && split(&after, current.canonical, arena))
        tell_difference(store, &before, &after);
    return tp_fail(err, TP_E_REFUSED, "the dataset was replaced");
}

tp_status tp_stale_check(tp_store *store, const tp_ledger *ledger, const tp_run_record *run,
                         const tp_decision *decision, tp_arena *arena, tp_err *err)
{
    tp_status status = check_ledger(store, ledger, run, err);
    return status ? status : check_dataset(store, run, decision, arena, err);
}
