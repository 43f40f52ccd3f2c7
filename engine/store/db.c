#include "store/db.h"

#include "store/holder.h"

#include <string.h>

const tp_msg tp_msg_store_damaged = {"store.damaged", "数据库 {0} 已损坏：{1}",
                                     "the store {0} is damaged: {1}"};
static const tp_msg msg_locked = {
    "store.locked", "数据库 {0} 正被占用（{1}），已等待 {2} 秒；请稍后重试",
    "the store {0} is in use by {1}; gave up after {2} seconds, try again later"};
static const tp_msg msg_locked_unknown = {
    "store.locked", "数据库 {0} 正被其他进程占用，已等待 {1} 秒；请稍后重试",
    "the store {0} is in use by another process; gave up after {1} seconds, try again later"};
static const tp_msg msg_read_only = {
    "store.read-only", "数据库 {0} 不可写（只读），未作任何改动",
    "the store {0} cannot be written (read-only); nothing changed"};
static const tp_msg msg_full = {"store.full", "写入数据库 {0} 时磁盘空间不足，未作任何改动",
                                "the disk is full while writing the store {0}; nothing changed"};
static const tp_msg msg_open = {"store.open", "无法打开数据库 {0}：{1}",
                                "cannot open the store {0}: {1}"};
static const tp_msg msg_not = {"store.not-a-store", "{0} 不是 turnpool 数据库",
                               "{0} is not a turnpool store"};
static const tp_msg msg_failed = {"store.failed", "读写数据库 {0} 失败：{1}",
                                  "reading or writing the store {0} failed: {1}"};

static const tp_pos nowhere = {0};

tp_status tp_db_fail(tp_store *store, int rc, tp_err *err)
{
    const char *why = store->db ? sqlite3_errmsg(store->db) : sqlite3_errstr(rc);
    int extended = store->db ? sqlite3_extended_errcode(store->db) : rc;
    switch (rc & 0xff) {
    case SQLITE_NOMEM:
        return tp_fail_nomem(err);
    case SQLITE_BUSY:
    case SQLITE_LOCKED: {
        char who[128], seconds[TP_DEC_TEXT];
        tp_store_holder(store->path, who, sizeof who);
        tp_dec_format((tp_wide)store->wait_ms * 1000, seconds);
        if (*who)
            tp_diag_error(store->diags, nowhere, &msg_locked, store->path, who, seconds);
        else
            tp_diag_error(store->diags, nowhere, &msg_locked_unknown, store->path, seconds);
        return tp_fail(err, TP_E_IO, "store locked by %s", who);
    }
    case SQLITE_READONLY:
    case SQLITE_PERM:
        tp_diag_error(store->diags, nowhere, &msg_read_only, store->path);
        break;
    case SQLITE_FULL:
        tp_diag_error(store->diags, nowhere, &msg_full, store->path);
        break;
    case SQLITE_CANTOPEN:
        tp_diag_error(store->diags, nowhere, &msg_open, store->path, why);
        break;
    case SQLITE_NOTADB:
        tp_diag_error(store->diags, nowhere, &msg_not, store->path);
        break;
    case SQLITE_CORRUPT:
        tp_diag_error(store->diags, nowhere, &tp_msg_store_damaged, store->path, why);
        break;
    default:
        /* A write refused by the file system (quota, file size limit) is a full disk to a person */
        if (extended == SQLITE_IOERR_WRITE || extended == SQLITE_IOERR_TRUNCATE ||
            extended == SQLITE_IOERR_SHMSIZE)
            tp_diag_error(store->diags, nowhere, &msg_full, store->path);
        else
            tp_diag_error(store->diags, nowhere, &msg_failed, store->path, why);
    }
    return tp_fail(err, TP_E_IO, "sqlite: %s (%d)", why, extended);
}

/* Ready words may hold braces (a unit's name may): as a template they are doubled. */
static void add_literal(tp_buf *out, const char *text)
{
    for (; *text; text++) {
        tp_buf_char(out, *text);
        if (*text == '{')
            tp_buf_char(out, '{');
    }
}

void tp_db_tell(tp_store *store, const char *code, tp_words words)
{
    tp_buf zh, en;
    tp_buf_init(&zh);
    tp_buf_init(&en);
    add_literal(&zh, words.zh);
    add_literal(&en, words.en);
    const tp_msg msg = {code, zh.bytes, en.bytes};
    if (tp_buf_ok(&zh) && tp_buf_ok(&en) && zh.bytes && en.bytes)
        tp_diag_add(store->diags, TP_ERROR, nowhere, &msg, 0, NULL);
    else
        store->diags->out_of_memory = true;
    tp_buf_finish(&zh);
    tp_buf_finish(&en);
}

tp_status tp_db_exec(tp_store *store, const char *sql, tp_err *err)
{
    int rc = sqlite3_exec(store->db, sql, NULL, NULL, NULL);
    return rc == SQLITE_OK ? TP_OK : tp_db_fail(store, rc, err);
}

tp_status tp_db_prepare(tp_store *store, sqlite3_stmt **out, const char *sql, tp_err *err)
{
    int rc = sqlite3_prepare_v2(store->db, sql, -1, out, NULL);
    return rc == SQLITE_OK ? TP_OK : tp_db_fail(store, rc, err);
}

tp_status tp_db_bind_text(tp_store *store, sqlite3_stmt *stmt, int index, const char *text,
                          tp_err *err)
{
    int rc = text ? sqlite3_bind_text64(stmt, index, text, strlen(text), SQLITE_STATIC, SQLITE_UTF8)
                  : sqlite3_bind_null(stmt, index);
    return rc == SQLITE_OK ? TP_OK : tp_db_fail(store, rc, err);
}

tp_status tp_db_bind_blob(tp_store *store, sqlite3_stmt *stmt, int index, tp_blob blob, tp_err *err)
{
    /* A NULL pointer would bind NULL: an empty blob is not that. */
    int rc =
        sqlite3_bind_blob64(stmt, index, blob.length ? blob.bytes : "", blob.length, SQLITE_STATIC);
    return rc == SQLITE_OK ? TP_OK : tp_db_fail(store, rc, err);
}

tp_status tp_db_bind_int(tp_store *store, sqlite3_stmt *stmt, int index, int64_t value, tp_err *err)
{
    int rc = sqlite3_bind_int64(stmt, index, value);
    return rc == SQLITE_OK ? TP_OK : tp_db_fail(store, rc, err);
}

tp_status tp_db_step(tp_store *store, sqlite3_stmt *stmt, bool *row, tp_err *err)
{
    int rc = sqlite3_step(stmt);
    if (row)
        *row = rc == SQLITE_ROW;
    return rc == SQLITE_ROW || rc == SQLITE_DONE ? TP_OK : tp_db_fail(store, rc, err);
}

tp_status tp_db_list_(tp_store *store, sqlite3_stmt *stmt, tp_db_reader read, size_t size,
                      tp_arena *arena, void **out, size_t *count, tp_err *err)
{
    size_t capacity = *count;
    bool row;
    tp_status status;
    while (!(status = tp_db_step(store, stmt, &row, err)) && row) {
        if ((!tp_arena_room(&capacity, *count, 1) &&
             !tp_arena_grow_(arena, out, &capacity, *count, 1, size)) ||
            !read(stmt, arena, (char *)*out + *count * size))
            return tp_fail_nomem(err);
        ++*count;
    }
    return status;
}

tp_status tp_db_insert(tp_store *store, const char *sql, size_t count, const char *const *texts,
                       tp_err *err)
{
    sqlite3_stmt *stmt = NULL;
    tp_status status = tp_db_prepare(store, &stmt, sql, err);
    for (size_t i = 0; !status && i < count; i++)
        status = tp_db_bind_text(store, stmt, (int)i + 1, texts[i], err);
    if (!status)
        status = tp_db_step(store, stmt, NULL, err);
    sqlite3_finalize(stmt);
    return status;
}

bool tp_db_lacks_memory(sqlite3_stmt *stmt)
{
    return sqlite3_errcode(sqlite3_db_handle(stmt)) == SQLITE_NOMEM;
}

const char *tp_db_text(sqlite3_stmt *stmt, int column, tp_arena *arena)
{
    const char *text = (const char *)sqlite3_column_text(stmt, column);
    if (!text)
        return tp_db_lacks_memory(stmt) ? NULL : "";
    return tp_arena_copy(arena, text, (size_t)sqlite3_column_bytes(stmt, column));
}

bool tp_db_blob(sqlite3_stmt *stmt, int column, tp_arena *arena, tp_blob *out)
{
    const void *bytes = sqlite3_column_blob(stmt, column);
    if (!bytes && tp_db_lacks_memory(stmt))
        return false;
    size_t length = bytes ? (size_t)sqlite3_column_bytes(stmt, column) : 0;
    *out = (tp_blob){tp_arena_copy(arena, bytes ? bytes : "", length), length};
    return out->bytes != NULL;
}
