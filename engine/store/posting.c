/* Appending to the two chains. */
#include "store/journal.h"
#include "store/log_parts.h"

#include <string.h>

/* Whoever signed in is who it is written down as. */
static tp_status by(tp_posting *posting, tp_may may, const char **name, tp_err *err)
{
    const char *mine = posting->by;
    tp_status status = TP_OK;
    if (!mine || may != posting->may || !*name || strcmp(mine, *name) != 0)
        status = tp_store_by(posting->store, may, name, err);
    if (!*name)
        *name = "";
    posting->by = *name;
    posting->may = may;
    return status;
}

tp_status tp_posting_start(tp_posting *posting, tp_store *store, tp_arena *arena, tp_err *err)
{
    *posting = (tp_posting){.store = store, .arena = arena, .approval_hash = "", .entry_hash = ""};
    sqlite3_stmt *stmt = NULL;
    bool row = false;
    tp_status status = tp_db_prepare(store, &stmt,
                                     "SELECT approvals, approval_hash, entries, entry_hash,"
                                     " (SELECT ifnull(max(posting), 0) + 1 FROM journal) FROM head",
                                     err);
    if (!status)
        status = tp_db_step(store, stmt, &row, err);
    if (!status && row) {
        posting->approvals = sqlite3_column_int64(stmt, 0);
        posting->approval_hash = tp_db_text(stmt, 1, arena);
        posting->entries = sqlite3_column_int64(stmt, 2);
        posting->entry_hash = tp_db_text(stmt, 3, arena);
        posting->posting = sqlite3_column_int64(stmt, 4);
        if (!posting->approval_hash || !posting->entry_hash)
            status = tp_fail_nomem(err);
    }
    sqlite3_finalize(stmt);
    return status;
}

static tp_status seal(tp_posting *posting, tp_value *values, size_t count, const char **hash,
                      tp_err *err)
{
    char hex[TP_SHA256_HEX];
    tp_status status = tp_row_hash(values, count - 1, hex, err);
    if (!status && !(*hash = tp_arena_text(posting->arena, hex)))
        status = tp_fail_nomem(err);
    values[count - 1] = tp_value_text(status ? NULL : *hash);
    return status;
}

tp_status tp_posting_approval(tp_posting *posting, tp_approval_row *row, tp_err *err)
{
    bool files = tp_changes_file(row->changes);
    posting->deciding = files ? TP_MAY_POST : TP_MAY_DECIDE;
    tp_status status = by(posting, posting->deciding, &row->decided_by, err);
    if (status)
        return status;
    row->approval = posting->approvals + 1;
    row->previous = posting->approval_hash;
    row->ledger_head = posting->entry_hash;
    tp_value v[] = {
        tp_value_int(row->approval),         tp_value_int(row->proposal),
        tp_value_text(row->decision),        tp_value_text(row->meeting),
        tp_value_text(row->decided_by),      tp_value_date(row->decided_on, posting->arena),
        tp_value_text(row->reason),          tp_value_text(row->changes),
        tp_value_text(row->proposed_by),     tp_value_text(row->run),
        tp_value_text(row->document_sha256), tp_value_text(row->dataset_sha256),
        tp_value_text(row->scenario_sha256), tp_value_text(row->ledger_head),
        tp_value_text(row->previous),        {.type = 'n'}};
    size_t count = sizeof v / sizeof *v;
    status = seal(posting, v, count, &row->hash, err);
    if (!status)
        status = tp_row_insert(posting->store,
                               "INSERT INTO approval VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9,"
                               " ?10, ?11, ?12, ?13, ?14, ?15, ?16)",
                               v, count, err);
    if (status)
        return status;
    posting->approvals++;
    posting->approval_hash = row->hash;
    posting->decides = true;
    char number[TP_DEC_TEXT];
    tp_int_format(row->approval, number);
    tp_log_about(posting->store,
                 files                               ? "file"
                 : strcmp(row->decision, "rejected") ? "approve"
                                                     : "reject",
                 number, row->meeting);
    return TP_OK;
}

tp_status tp_posting_entry(tp_posting *posting, tp_journal_entry *entry, tp_err *err)
{
    tp_arena *arena = posting->arena;
    tp_status status =
        by(posting, posting->decides ? posting->deciding : TP_MAY_POST, &entry->posted_by, err);
    if (status)
        return status;
    entry->entry = posting->entries + 1;
    entry->posting = posting->posting;
    entry->previous = posting->entry_hash;
    tp_value v[] = {tp_value_int(entry->entry),
                    tp_value_int(entry->posting),
                    tp_value_id(entry->approval),
                    tp_value_text(tp_journal_kind_stored(entry)),
                    tp_value_date(entry->posted_on, arena),
                    tp_value_text(entry->category),
                    tp_value_int(entry->count),
                    tp_value_text(entry->from.unit),
                    tp_value_text(entry->from.scope),
                    tp_value_text(entry->from.scope ? entry->from.ring : NULL),
                    tp_value_text(entry->to.unit),
                    tp_value_text(entry->to.scope),
                    tp_value_text(entry->to.scope ? entry->to.ring : NULL),
                    tp_value_text(entry->demand),
                    tp_value_text(entry->sector),
                    tp_value_date(entry->start_on, arena),
                    tp_value_date(entry->due_on, arena),
                    tp_value_text(entry->notice),
                    tp_value_id(entry->loan),
                    tp_value_id(entry->corrects),
                    tp_value_text(entry->posted_by),
                    tp_value_text(entry->reason ? entry->reason : ""),
                    tp_value_text(entry->previous),
                    {.type = 'n'}};
    size_t count = sizeof v / sizeof *v;
    status = seal(posting, v, count, &entry->hash, err);
    if (!status)
        status = tp_row_insert(posting->store,
                               "INSERT INTO journal VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9,"
                               " ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22,"
                               " ?23, ?24)",
                               v, count, err);
    if (status)
        return status;
    posting->entries++;
    posting->entry_hash = entry->hash;
    if (!posting->decides) {
        char number[TP_DEC_TEXT];
        tp_int_format(posting->posting, number);
        tp_log_about(posting->store, "post", number, tp_journal_kind_stored(entry));
    }
    return TP_OK;
}

tp_status tp_posting_finish(tp_posting *posting, const tp_ledger **after, tp_err *err)
{
    tp_value v[] = {tp_value_int(posting->approvals), tp_value_text(posting->approval_hash),
                    tp_value_int(posting->entries), tp_value_text(posting->entry_hash)};
    tp_status status = tp_row_insert(posting->store,
                                     "UPDATE head SET approvals = ?1, approval_hash = ?2,"
                                     " entries = ?3, entry_hash = ?4",
                                     v, 4, err);
    tp_ledger *books = NULL;
    if (!status)
        status = tp_ledger_read(&books, posting->store, TP_DATE_NONE, posting->arena, err);
    if (after)
        *after = books;
    if (status || !books->n_findings)
        return status;
    tp_store *store = posting->store;
    for (size_t i = 0; i < books->n_findings; i++)
        tp_db_tell(store, "ledger.refused", books->findings[i].text);
    return tp_fail(err, TP_E_REFUSED, "%s %lld: %s", books->findings[0].table,
                   (long long)books->findings[0].row, books->findings[0].text.en);
}
