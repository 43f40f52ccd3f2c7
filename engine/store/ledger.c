/* Verification of the whole ledger, and what it tells the next run. */
#include "store/journal.h"
#include "store/log.h"

#include <stdio.h>
#include <string.h>

static const tp_msg msg_document = {"ledger.document", "所审定的测算 {0} 缺失或已被改动",
                                    "the run {0} it approved is missing or was altered"};
static const tp_msg msg_head = {
    "ledger.approval-head", "审定时登记的台账末条与该批次之前的记录不符",
    "the ledger's end noted at the approval is not the entry before it"};
static const tp_msg msg_unposted = {"ledger.unposted", "审定通过但台账无相应记录",
                                    "it was approved but nothing of it is in the journal"};
static const tp_msg msg_proposal = {"ledger.proposal", "所对应的建议方案 {0} 缺失或已被改动",
                                    "the proposal {0} it decides is missing or was altered"};
static const tp_msg msg_integrity = {"ledger.integrity", "数据库结构检查：{0}",
                                     "SQLite's integrity check: {0}"};

static tp_words table_words(const char *table)
{
    static const struct {
        const char *table;
        tp_words words;
    } names[] = {{"journal", {"台账第", "journal entry"}},
                 {"approval", {"审定第", "approval"}},
                 {"head", {"台账登记", "head"}},
                 {"log", {"日志第", "log row"}},
                 {"account", {"账号第", "account"}}};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(table, names[i].table) == 0)
            return names[i].words;
    return (tp_words){table, table};
}

void tp_ledger_tell(tp_store *store, const tp_ledger_finding *findings, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        tp_buf zh, en;
        tp_buf_init(&zh);
        tp_buf_init(&en);
        tp_words table = table_words(findings[i].table);
        tp_buf_format(&zh, "%s %lld 条：%s", table.zh, (long long)findings[i].row,
                      findings[i].text.zh);
        tp_buf_format(&en, "%s %lld: %s", table.en, (long long)findings[i].row,
                      findings[i].text.en);
        if (tp_buf_ok(&zh) && tp_buf_ok(&en))
            tp_db_tell(store, findings[i].code, (tp_words){zh.bytes, en.bytes});
        tp_buf_finish(&zh);
        tp_buf_finish(&en);
    }
}

/* Does the approval still rest on the paper that was before the committee? */
static tp_status check_papers(tp_ledger *books, tp_store *store, tp_err *err)
{
    sqlite3_stmt *stmt = NULL;
    tp_status status = tp_db_prepare(
        store, &stmt,
        "SELECT r.document, r.document_sha256, r.dataset_sha256, r.scenario_sha256, p.run,"
        " p.proposed_by FROM proposal p JOIN run r ON r.run = p.run WHERE p.proposal = ?1",
        err);
    for (size_t i = 0; !status && i < books->n_approvals; i++) {
        const tp_approval_row *a = &books->approvals[i];
        bool row = false;
        sqlite3_reset(stmt);
        status = tp_db_bind_int(store, stmt, 1, a->proposal, err);
        if (!status)
            status = tp_db_step(store, stmt, &row, err);
        if (status)
            break;
        char hex[TP_SHA256_HEX] = "", number[TP_DEC_TEXT];
        tp_int_format(a->proposal, number);
        const char *t[6] = {"", "", "", "", "", ""};
        for (int k = 1; row && k < 6; k++)
            t[k] = tp_db_text(stmt, k, books->arena);
        const void *paper = row ? sqlite3_column_blob(stmt, 0) : NULL;
        size_t length = paper ? (size_t)sqlite3_column_bytes(stmt, 0) : 0;
        if ((row && !paper && tp_db_lacks_memory(stmt)) || !t[1] || !t[2] || !t[3] || !t[4] ||
            !t[5] || (paper && !tp_sha256_of(paper, length, hex))) {
            status = tp_fail_nomem(err);
            break;
        }
        const char *proposal = number, *run = a->run;
        if (!row || strcmp(t[4], a->run) != 0 || strcmp(t[5], a->proposed_by) != 0)
            status =
                tp_ledger_note(books, "approval", a->approval, &msg_proposal, 1, &proposal, err);
        else if (strcmp(hex, a->document_sha256) != 0 || strcmp(t[1], hex) != 0 ||
                 strcmp(t[2], a->dataset_sha256) != 0 || strcmp(t[3], a->scenario_sha256) != 0)
            status = tp_ledger_note(books, "approval", a->approval, &msg_document, 1, &run, err);
    }
    sqlite3_finalize(stmt);
    return status;
}

/* An approval's first entry follows the entry it noted as the ledger's end. */
static tp_status check_postings(tp_ledger *books, tp_err *err)
{
    tp_status status = TP_OK;
    size_t at = 0;
    for (size_t i = 0; !status && i < books->n_approvals; i++) {
        const tp_approval_row *a = &books->approvals[i];
        if (strcmp(a->decision, "rejected") == 0)
            continue;
        while (at < books->n_entries && books->entries[at].approval != a->approval)
            at++;
        if (at == books->n_entries) {
            status = tp_ledger_note(books, "approval", a->approval, &msg_unposted, 0, NULL, err);
            at = 0;
        } else if (strcmp(a->ledger_head, books->entries[at].previous) != 0) {
            status = tp_ledger_note(books, "approval", a->approval, &msg_head, 0, NULL, err);
        }
    }
    return status;
}

/* What SQLite finds wrong with the file; with books NULL only how much of it. */
static tp_status integrity(tp_ledger *books, size_t *wrong, tp_store *store, tp_arena *arena,
                           tp_err *err)
{
    sqlite3_stmt *stmt = NULL;
    bool row = true;
    tp_status status = tp_db_prepare(store, &stmt, "PRAGMA integrity_check(20)", err);
    *wrong = 0;
    while (!status && !(status = tp_db_step(store, stmt, &row, err)) && row) {
        const char *text = tp_db_text(stmt, 0, arena);
        if (!text)
            status = tp_fail_nomem(err);
        else if (strcmp(text, "ok") != 0) {
            *wrong += 1;
            if (books)
                status = tp_ledger_note(books, "head", 0, &msg_integrity, 1, &text, err);
        }
    }
    sqlite3_finalize(stmt);
    return status;
}

/* Short of memory, SQLite calls a page it cannot read damaged; what is damaged is so the second
 * time too. */
static tp_status check_integrity(tp_ledger *books, tp_store *store, tp_err *err)
{
    size_t wrong;
    tp_status status = integrity(NULL, &wrong, store, books->arena, err);
    return status || !wrong ? status : integrity(books, &wrong, store, books->arena, err);
}

tp_status tp_ledger_verify(tp_ledger_finding **out, size_t *count, tp_store *store, tp_arena *arena,
                           tp_err *err)
{
    tp_ledger *books;
    tp_log_report log;
    tp_status status = tp_ledger_read(&books, store, TP_DATE_NONE, arena, err);
    if (status)
        return status;
    bool sound = !books->n_findings;
    if (sound)
        status = check_papers(books, store, err);
    if (!status && sound)
        status = check_postings(books, err);
    if (!status)
        status = tp_log_verify(&log, books, store, err);
    if (!status)
        status = check_integrity(books, store, err);
    *out = books->findings;
    *count = books->n_findings;
    return status;
}

tp_status tp_ledger_head(tp_store *store, tp_arena *arena, const char **out, tp_err *err)
{
    sqlite3_stmt *stmt = NULL;
    bool row = false;
    *out = "";
    tp_status status = tp_db_prepare(store, &stmt, "SELECT entry_hash FROM head", err);
    if (!status)
        status = tp_db_step(store, stmt, &row, err);
    if (!status && row && !(*out = tp_db_text(stmt, 0, arena)))
        status = tp_fail_nomem(err);
    sqlite3_finalize(stmt);
    return status;
}
