#include "store/log_parts.h"

#include <stdio.h>

/* "tpol": what `file` and SQLite see in a store's header. */
enum { APPLICATION_ID = 0x74706f6c };

static const unsigned char schema_1[] = {
#include "store/schema_sql.h"
    0};
static const unsigned char schema_2[] = {
#include "store/issues_sql.h"
    0};
static const unsigned char schema_3[] = {
#include "store/sweep_sql.h"
    0};
static const unsigned char schema_4[] = {
#include "store/asked_sql.h"
    0};
static const unsigned char schema_5[] = {
#include "store/work_sql.h"
    0};
static const unsigned char schema_6[] = {
#include "store/people_sql.h"
    0};
static const unsigned char schema_7[] = {
#include "store/remark_sql.h"
    0};

/* steps[n] brings a store of version n to n + 1. */
static const unsigned char *const steps[] = {schema_1, schema_2, schema_3, schema_4,
                                             schema_5, schema_6, schema_7};
const int32_t tp_db_version = sizeof steps / sizeof *steps;

static const tp_msg msg_not = {"store.not-a-store", "{0} 不是 turnpool 数据库（是其他程序的文件）",
                               "{0} is not a turnpool store (it belongs to another program)"};
static const tp_msg msg_newer = {
    "store.newer", "{0} 由更新版本的 turnpool 写成（结构版本 {1}，本程序支持到 {2}），请升级程序",
    "{0} was written by a newer turnpool (schema {1}, this one knows up to {2}): upgrade"};
static const tp_pos nowhere = {0};

static tp_status ask(tp_store *store, const char *sql, int64_t *value, tp_err *err)
{
    sqlite3_stmt *stmt = NULL;
    bool row = false;
    tp_status status = tp_db_prepare(store, &stmt, sql, err);
    if (!status)
        status = tp_db_step(store, stmt, &row, err);
    if (!status)
        *value = row ? sqlite3_column_int64(stmt, 0) : 0;
    sqlite3_finalize(stmt);
    return status;
}

typedef struct header {
    int64_t application, version, objects;
} header;

static tp_status read_header(tp_store *store, header *out, tp_err *err)
{
    tp_status status = ask(store, "PRAGMA application_id", &out->application, err);
    if (!status)
        status = ask(store, "PRAGMA user_version", &out->version, err);
    if (!status)
        status = ask(store, "SELECT count(*) FROM sqlite_schema", &out->objects, err);
    if (status)
        return status;
    bool empty = !out->application && !out->version && !out->objects;
    if (out->application != APPLICATION_ID && !empty) {
        tp_diag_error(store->diags, nowhere, &msg_not, store->path);
        return tp_fail(err, TP_E_IO, "application_id %lld", (long long)out->application);
    }
    if (out->version > tp_db_version) {
        char theirs[TP_DEC_TEXT], ours[TP_DEC_TEXT];
        tp_int_format(out->version, theirs);
        tp_int_format(tp_db_version, ours);
        tp_diag_error(store->diags, nowhere, &msg_newer, store->path, theirs, ours);
        return tp_fail(err, TP_E_IO, "user_version %lld", (long long)out->version);
    }
    return TP_OK;
}

static tp_status apply(tp_store *store, int64_t from, tp_err *err)
{
    tp_status status = TP_OK;
    for (int64_t v = from; !status && v < tp_db_version; v++)
        status = tp_db_exec(store, (const char *)steps[v], err);
    char sql[96];
    snprintf(sql, sizeof sql, "PRAGMA application_id = %d; PRAGMA user_version = %d;",
             APPLICATION_ID, (int)tp_db_version);
    return status ? status : tp_db_exec(store, sql, err);
}

/* In a transaction that is ended either way. */
static tp_status bring_up(tp_store *store, int64_t from, tp_err *err)
{
    tp_status status = store->writing ? TP_OK : tp_store_begin(store, err);
    if (!status)
        status = apply(store, from, err);
    /* What was there before the log stands in its first row. */
    if (!status)
        tp_log_about(store, "migrate", "", "");
    if (!status)
        return tp_store_commit(store, err);
    tp_store_rollback(store);
    return status;
}

/* An older store that is only looked at is looked at in a copy that is brought up to date: the file
 * stays as it is, perhaps on a medium that cannot be written. */
static tp_status migrate_copy(tp_store *store, int64_t from, tp_err *err)
{
    sqlite3 *file = store->db, *copy = NULL;
    int rc = sqlite3_open_v2(":memory:", &copy, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, NULL);
    sqlite3_backup *backup =
        rc == SQLITE_OK ? sqlite3_backup_init(copy, "main", file, "main") : NULL;
    if (backup) {
        sqlite3_backup_step(backup, -1);
        rc = sqlite3_backup_finish(backup);
    } else if (rc == SQLITE_OK) {
        rc = sqlite3_errcode(copy);
    }
    if (rc != SQLITE_OK) {
        sqlite3_close(copy);
        return tp_db_fail(store, rc, err);
    }
    sqlite3_close(file);
    store->db = copy;
    tp_status status =
        tp_db_exec(store, "PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF;", err);
    store->read_only = false;
    if (!status)
        status = bring_up(store, from, err);
    store->read_only = true;
    return status;
}

tp_status tp_db_migrate(tp_store *store, tp_err *err)
{
    header h;
    tp_status status = read_header(store, &h, err);
    if (status || (h.application == APPLICATION_ID && h.version == tp_db_version))
        return status;
    if (store->read_only)
        return h.version ? migrate_copy(store, h.version, err)
                         : tp_db_fail(store, SQLITE_NOTADB, err);
    /* Two commands may arrive at a new file together: look again under the lock. */
    status = tp_store_begin(store, err);
    if (!status)
        status = read_header(store, &h, err);
    if (!status && (h.application != APPLICATION_ID || h.version < tp_db_version))
        return bring_up(store, h.version, err);
    tp_store_rollback(store); /* another command did it meanwhile */
    return status;
}
