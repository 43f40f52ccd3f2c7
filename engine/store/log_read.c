/* Reading the log. */
#include "store/log_parts.h"

#include <stdio.h>
#include <string.h>

static const struct {
    const char *act;
    tp_words words;
} acts[] = {{"migrate", {"升级前已有的内容", "what was there before the log"}},
            {"sign-in", {"登录", "sign-in"}},
            {"sign-in-refused", {"登录被拒", "sign-in refused"}},
            {"sign-out", {"退出", "sign-out"}},
            {"user-add", {"新建账号", "account added"}},
            {"user-first", {"在本机新建管理员", "administrator made on the machine"}},
            {"user-role", {"变更角色", "roles changed"}},
            {"user-disable", {"停用账号", "account disabled"}},
            {"user-enable", {"启用账号", "account enabled"}},
            {"user-password", {"更换密码", "password changed"}},
            {"user-key", {"重设密码和签名密钥", "password and key made anew"}},
            {"upload", {"上传数据", "upload"}},
            {"run", {"测算", "run"}},
            {"propose", {"提请", "proposal"}},
            {"remark", {"备注", "remark"}},
            {"approve", {"审定", "approval"}},
            {"file", {"备案", "filing"}},
            {"reject", {"不予通过", "rejection"}},
            {"post", {"记账", "posting"}},
            {"issue", {"整改登记", "issue recorded"}},
            {"export", {"导出", "export"}},
            {"refused", {"越权被拒", "refused"}},
            {"other", {"其他", "other"}}};

tp_words tp_log_act_words(const char *act)
{
    for (size_t i = 0; i < sizeof acts / sizeof *acts; i++)
        if (strcmp(act, acts[i].act) == 0)
            return acts[i].words;
    return (tp_words){act, act};
}

static bool read_row(sqlite3_stmt *stmt, tp_arena *arena, void *into)
{
    tp_log_row *out = into;
    *out = (tp_log_row){.seq = sqlite3_column_int64(stmt, 0),
                        .account = sqlite3_column_int64(stmt, 2),
                        .at = tp_db_text(stmt, 1, arena),
                        .name = tp_db_text(stmt, 3, arena),
                        .act = tp_db_text(stmt, 4, arena),
                        .subject = tp_db_text(stmt, 5, arena),
                        .detail = tp_db_text(stmt, 6, arena),
                        .approvals = sqlite3_column_int64(stmt, 7),
                        .entries = sqlite3_column_int64(stmt, 8),
                        .hash = tp_db_text(stmt, 9, arena),
                        .key = sqlite3_column_int64(stmt, 10)};
    return out->at && out->name && out->act && out->subject && out->detail && out->hash;
}

tp_status tp_log_list(tp_store *store, int64_t from, tp_arena *arena, tp_log_row **out,
                      size_t *count, tp_err *err)
{
    sqlite3_stmt *stmt = NULL;
    *out = NULL;
    *count = 0;
    tp_status status =
        tp_db_prepare(store, &stmt,
                      "SELECT seq, at, account, name, act, subject, detail, approvals, entries,"
                      " hash, key FROM log WHERE seq >= ?1 ORDER BY seq",
                      err);
    if (!status)
        status = tp_db_bind_int(store, stmt, 1, from, err);
    if (!status)
        status = tp_db_list(store, stmt, read_row, arena, out, count, err);
    sqlite3_finalize(stmt);
    return status;
}

static tp_status first_text(tp_store *store, const char *sql, const int64_t *number,
                            tp_arena *arena, const char **out, tp_err *err)
{
    sqlite3_stmt *stmt = NULL;
    bool row = false;
    *out = "";
    tp_status status = tp_db_prepare(store, &stmt, sql, err);
    if (!status && number)
        status = tp_db_bind_int(store, stmt, 1, *number, err);
    if (!status)
        status = tp_db_step(store, stmt, &row, err);
    if (!status && row && !(*out = tp_db_text(stmt, 0, arena)))
        status = tp_fail_nomem(err);
    sqlite3_finalize(stmt);
    return status;
}

tp_status tp_books_head(tp_store *store, tp_arena *arena, const char **out, tp_err *err)
{
    tp_status status = first_text(store, "SELECT hash FROM log_end", NULL, arena, out, err);
    return status || **out ? status : tp_ledger_head(store, arena, out, err);
}

tp_status tp_books_head_of(tp_store *store, int64_t approvals, int64_t entries, tp_arena *arena,
                           const char **out, tp_err *err)
{
    return approvals
               ? first_text(store,
                            "SELECT hash FROM log WHERE approvals >= ?1 ORDER BY seq LIMIT 1",
                            &approvals, arena, out, err)
               : first_text(store, "SELECT hash FROM log WHERE entries >= ?1 ORDER BY seq LIMIT 1",
                            &entries, arena, out, err);
}

void tp_head_short(const char *hash, char out[TP_HEAD_SHORT])
{
    size_t n = 0;
    for (size_t i = 0; i < 16 && hash[i]; i++) {
        if (i && i % 4 == 0)
            out[n++] = ' ';
        out[n++] = hash[i];
    }
    out[n] = '\0';
}

tp_status tp_books_hold(tp_store *store, const char *beginning, bool *holds, tp_err *err)
{
    char digits[TP_SHA256_HEX];
    size_t n = 0;
    bool row = false;
    sqlite3_stmt *stmt = NULL;
    *holds = false;
    for (const char *at = beginning; *at; at++) {
        if (*at == ' ')
            continue;
        if (n == sizeof digits - 1)
            return TP_OK; /* longer than any hash */
        digits[n++] = *at;
    }
    digits[n] = '\0';
    tp_status status = tp_db_prepare(
        store, &stmt,
        "SELECT 1 WHERE EXISTS (SELECT 1 FROM log WHERE substr(hash, 1, length(?1)) = ?1)"
        " OR EXISTS (SELECT 1 FROM journal WHERE substr(hash, 1, length(?1)) = ?1)"
        " OR EXISTS (SELECT 1 FROM approval WHERE substr(hash, 1, length(?1)) = ?1)",
        err);
    if (!status)
        status = tp_db_bind_text(store, stmt, 1, digits, err);
    if (!status)
        status = tp_db_step(store, stmt, &row, err);
    *holds = !status && row;
    sqlite3_finalize(stmt);
    return status;
}

tp_status tp_log_signers(tp_log_report *out, const tp_ledger *books, tp_store *store,
                         tp_arena *arena, tp_err *err)
{
    tp_log_row *rows;
    size_t count;
    *out = (tp_log_report){.head = ""};
    tp_status status = tp_log_list(store, 1, arena, &rows, &count, err);
    if (!status)
        status = tp_people_any(store, &out->people, err);
    if (status)
        return status;
    out->rows = (int64_t)count;
    out->head = count ? rows[count - 1].hash : books->head;
    out->entry_by = tp_arena_array(arena, books->n_entries + 1, sizeof *out->entry_by);
    out->approval_by = tp_arena_array(arena, books->n_approvals + 1, sizeof *out->approval_by);
    if (!out->entry_by || !out->approval_by)
        return tp_fail_nomem(err);
    size_t entry = 0, approval = 0;
    bool begun = false;
    for (size_t i = 0; i < count; i++) {
        const char *by = rows[i].key ? rows[i].name : NULL;
        bool first = strcmp(rows[i].act, "user-first") == 0;
        out->unsigned_changes += first && begun;
        begun = begun || first;
        for (; entry < books->n_entries && books->entries[entry].entry <= rows[i].entries; entry++)
            out->entry_by[entry] = by;
        for (; approval < books->n_approvals && (int64_t)approval < rows[i].approvals; approval++)
            out->approval_by[approval] = by;
    }
    for (size_t i = 0; i < books->n_entries; i++)
        *(out->entry_by[i] ? &out->signed_entries : &out->unsigned_entries) += 1;
    for (size_t i = 0; i < books->n_approvals; i++)
        *(out->approval_by[i] ? &out->signed_approvals : &out->unsigned_approvals) += 1;
    return TP_OK;
}
