#include "store/log_parts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { DEFAULT_WAIT_MS = 5000 };

static const tp_msg msg_missing = {"store.missing", "数据库 {0} 不存在", "there is no store {0}"};
static const tp_msg msg_name = {"store.name", "“{0}”不能作为数据库：须是一个文件名",
                                "\"{0}\" cannot be a store: it must be the name of a file"};
static const tp_msg msg_directory = {"store.directory", "{0} 不是文件", "{0} is not a file"};
static const tp_pos nowhere = {0};

/* A store on media that cannot be written: SQLite can read a WAL database there only as immutable,
 * which is right as long as no log waits beside it. */
static tp_status open_immutable(tp_store *store, tp_err *err)
{
    char name[4096];
    struct stat log;
    int n = snprintf(name, sizeof name, "%s-wal", store->path);
    if (n < 0 || (size_t)n >= sizeof name || (stat(name, &log) == 0 && log.st_size > 0))
        return tp_db_fail(store, SQLITE_READONLY, err);
    tp_buf uri;
    tp_buf_init(&uri);
    tp_buf_text(&uri, "file:");
    for (const char *at = store->path; *at; at++)
        if (*at == '%' || *at == '?' || *at == '#')
            tp_buf_format(&uri, "%%%02x", (unsigned char)*at);
        else
            tp_buf_char(&uri, *at);
    tp_buf_text(&uri, "?immutable=1");
    sqlite3_close(store->db);
    store->db = NULL;
    int rc = tp_buf_ok(&uri) ? sqlite3_open_v2(uri.bytes, &store->db,
                                               SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, NULL)
                             : SQLITE_NOMEM;
    tp_buf_finish(&uri);
    return rc == SQLITE_OK ? TP_OK : tp_db_fail(store, rc, err);
}

static tp_status connect_to(tp_store *store, bool create, tp_err *err)
{
    int flags = store->read_only ? SQLITE_OPEN_READONLY
                                 : SQLITE_OPEN_READWRITE | (create ? SQLITE_OPEN_CREATE : 0);
    int rc = sqlite3_open_v2(store->path, &store->db, flags | SQLITE_OPEN_EXRESCODE, NULL);
    if (rc != SQLITE_OK)
        return tp_db_fail(store, rc, err);
    sqlite3_busy_timeout(store->db, store->wait_ms);
    if (store->read_only) {
        rc = sqlite3_exec(store->db, "SELECT count(*) FROM sqlite_schema", NULL, NULL, NULL);
        int kind = rc & 0xff;
        if (kind == SQLITE_CANTOPEN || kind == SQLITE_READONLY)
            return open_immutable(store, err);
        return rc == SQLITE_OK ? TP_OK : tp_db_fail(store, rc, err);
    }
    return TP_OK;
}

static tp_status set_up(tp_store *store, bool passing, tp_err *err)
{
    tp_status status =
        tp_db_exec(store, "PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF;", err);
    /* Neither stays in the file. */
    if (!status && passing)
        status = tp_db_exec(store, "PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF;", err);
    if (!status)
        status = tp_db_migrate(store, err);
    /* After the check: a file that is not ours must not be switched to WAL. */
    if (!status && !store->read_only && !passing)
        status = tp_db_exec(store, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;", err);
    return status;
}

tp_status tp_store_open(tp_store **out, const char *path, const tp_store_options *options,
                        tp_err *err)
{
    *out = NULL;
    tp_arena *arena = tp_arena_create();
    tp_store *store = arena ? tp_arena_alloc(arena, sizeof *store) : NULL;
    if (!store || !(store->path = tp_arena_text(arena, path))) {
        tp_arena_free(arena);
        return tp_fail_nomem(err);
    }
    store->arena = arena;
    store->diags = options->diags;
    store->read_only = options->read_only;
    store->today = options->today;
    store->now = options->now ? tp_arena_text(arena, options->now) : "";
    store->wait_ms = options->wait_ms ? options->wait_ms : DEFAULT_WAIT_MS;
    struct stat file;
    tp_status status = store->now ? TP_OK : tp_fail_nomem(err);
    /* SQLite takes these for stores that vanish, and URIs for what they say. */
    if (status) {
        ;
    } else if (!*path || *path == ':' || strncmp(path, "file:", 5) == 0) {
        tp_diag_error(store->diags, nowhere, &msg_name, path);
        status = tp_fail(err, TP_E_INPUT, "%s is no file name", path);
    } else if (stat(path, &file) != 0 && (store->read_only || !options->create)) {
        tp_diag_error(store->diags, nowhere, &msg_missing, path);
        status = tp_fail(err, TP_E_IO, "no store at %s", path);
    } else if (stat(path, &file) == 0 && S_ISDIR(file.st_mode)) {
        tp_diag_error(store->diags, nowhere, &msg_directory, path);
        status = tp_fail(err, TP_E_IO, "%s is a directory", path);
    }
    if (!status)
        status = connect_to(store, options->create, err);
    if (!status)
        status = set_up(store, options->passing, err);
    if (status) {
        tp_store_close(store);
        return status;
    }
    *out = store;
    return TP_OK;
}

void tp_store_close(tp_store *store)
{
    if (!store)
        return;
    tp_store_rollback(store);
    tp_secret_wipe(&store->actor, sizeof store->actor);
    sqlite3_close(store->db);
    tp_arena_free(store->arena);
}

const char *tp_store_engine(void)
{
    return "SQLite " SQLITE_VERSION;
}

tp_diags *tp_store_diags(const tp_store *store)
{
    return store->diags;
}

tp_status tp_store_begin(tp_store *store, tp_err *err)
{
    if (store->read_only)
        return tp_db_fail(store, SQLITE_READONLY, err);
    tp_status status = tp_db_exec(store, "BEGIN IMMEDIATE", err);
    store->writing = !status;
    return status;
}

tp_status tp_store_commit(tp_store *store, tp_err *err)
{
    tp_status status = tp_log_seal(store, err);
    if (!status)
        status = tp_db_exec(store, "COMMIT", err);
    if (status)
        tp_store_rollback(store);
    store->writing = false;
    return status;
}

void tp_store_rollback(tp_store *store)
{
    if (store->db && !sqlite3_get_autocommit(store->db))
        sqlite3_exec(store->db, "ROLLBACK", NULL, NULL, NULL);
    store->writing = false;
    store->about = (tp_log_note){.act = ""};
    if (store->refused.act[0])
        tp_log_refused(store);
}
