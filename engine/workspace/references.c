#include "workspace/references.h"

#include "base/json.h"
#include "store/ledger.h"

#include <string.h>

static tp_status fetch_run(tp_store *store, const char *name, tp_buf *out, tp_arena *arena,
                           tp_err *err)
{
    const char *id;
    tp_run_record record;
    tp_status status = tp_store_find_run(store, name, arena, &id, err);
    if (!status)
        status = tp_store_get_run(store, id, arena, &record, err);
    if (!status)
        tp_buf_add(out, record.document.bytes, record.document.length);
    return status;
}

static void write_movements(tp_json *json, const tp_ledger *books, int64_t approval, bool loans)
{
    tp_json_key_array(json, loans ? "loans" : "deposits");
    for (size_t i = 0; i < books->n_entries; i++) {
        const tp_journal_entry *e = &books->entries[i];
        if (e->approval != approval || e->corrects ||
            e->kind != (loans ? TP_JOURNAL_LOAN : TP_JOURNAL_DEPOSIT))
            continue;
        tp_json_flat_object(json);
        tp_json_key_text(json, loans ? "demand" : "unit", loans ? e->demand : e->from.unit);
        if (!loans)
            tp_json_key_text(json, "category", e->category);
        tp_json_key_int(json, "count", e->count);
        tp_json_end_object(json);
    }
    tp_json_end_array(json);
}

/* What an approval posted, in the form of a run document: a partial one posts less than its run. */
static tp_status fetch_approval(tp_store *store, const char *number, tp_buf *out, tp_arena *arena,
                                tp_err *err)
{
    int64_t approval;
    tp_ledger *books;
    if (tp_int_parse(number, strlen(number), &approval) != TP_PARSE_OK)
        return tp_fail(err, TP_E_INPUT, "no approval %s", number);
    tp_status status = tp_ledger_load(&books, store, TP_DATE_NONE, arena, err);
    if (status)
        return status;
    for (size_t i = 0; i < books->n_approvals; i++) {
        if (books->approvals[i].approval != approval ||
            !strcmp(books->approvals[i].decision, "rejected"))
            continue;
        tp_json json;
        tp_json_init(&json, out);
        tp_json_object(&json);
        write_movements(&json, books, approval, false);
        write_movements(&json, books, approval, true);
        tp_json_end_object(&json);
        return TP_OK;
    }
    return tp_fail(err, TP_E_INPUT, "no approval %s", number);
}

static tp_status fetch(void *user, const char *reference, tp_buf *out, tp_err *err)
{
    tp_arena *arena = tp_arena_create();
    if (!arena)
        return tp_fail_nomem(err);
    tp_status status = strncmp(reference, "run:", 4) == 0
                           ? fetch_run(user, reference + 4, out, arena, err)
                       : strncmp(reference, "approval:", 9) == 0
                           ? fetch_approval(user, reference + 9, out, arena, err)
                           : tp_fail(err, TP_E_INPUT, "unknown kind of reference %s", reference);
    tp_arena_free(arena);
    return status;
}

tp_reference_source tp_references(tp_store *store)
{
    return (tp_reference_source){store ? fetch : NULL, store};
}
