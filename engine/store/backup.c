#include "store/backup.h"

#include "store/db.h"
#include "store/publish.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const tp_pos nowhere = {0};
static const tp_msg msg_exists = {"backup.exists", "{0} 已存在，不覆盖", "{0} exists already"};
static const tp_msg msg_bad = {"backup.unsound", "{0} 未通过核验，不予使用",
                               "{0} does not verify and is not used"};
static const tp_msg msg_full = {"backup.not-empty", "{0} 中已有内容；确要替换请加 --replace",
                                "{0} already holds something; add --replace to replace it"};

/* All pages in one go, inside one transaction of the target. */
static tp_status copy_pages(tp_store *from, tp_store *to, tp_err *err)
{
    sqlite3_backup *backup = sqlite3_backup_init(to->db, "main", from->db, "main");
    if (!backup)
        return tp_db_fail(to, sqlite3_errcode(to->db), err);
    int rc = sqlite3_backup_step(backup, -1);
    for (int waited = 0; (rc == SQLITE_BUSY || rc == SQLITE_LOCKED) && waited < to->wait_ms;
         waited += 50) {
        sqlite3_sleep(50);
        rc = sqlite3_backup_step(backup, -1);
    }
    int finished = sqlite3_backup_finish(backup);
    if (rc != SQLITE_DONE)
        return tp_db_fail(to, rc == SQLITE_OK ? SQLITE_ERROR : rc, err);
    return finished == SQLITE_OK ? TP_OK : tp_db_fail(to, finished, err);
}

static tp_status verify(tp_store *store, tp_err *err)
{
    tp_ledger_finding *findings;
    size_t count;
    tp_arena *arena = tp_arena_create();
    if (!arena)
        return tp_fail_nomem(err);
    tp_status status = tp_ledger_verify(&findings, &count, store, arena, err);
    if (!status && count) {
        tp_ledger_tell(store, findings, count);
        tp_diag_error(store->diags, nowhere, &msg_bad, store->path);
        status = tp_fail(err, TP_E_IO, "%s does not verify", store->path);
    }
    tp_arena_free(arena);
    return status;
}

/* A copy must be one file: no log beside it. Nobody is signed in on a copy. */
static tp_status settle(tp_store *store, tp_err *err)
{
    return tp_db_exec(
        store,
        "DELETE FROM session; PRAGMA wal_checkpoint(TRUNCATE); PRAGMA journal_mode = DELETE;", err);
}

tp_status tp_store_backup(tp_store *store, const char *path, tp_err *err)
{
    char aside[4096];
    struct stat file;
    if (stat(path, &file) == 0) {
        tp_diag_error(store->diags, nowhere, &msg_exists, path);
        return tp_fail(err, TP_E_REFUSED, "%s exists", path);
    }
    int n = snprintf(aside, sizeof aside, "%s.part%ld", path, (long)getpid());
    if (n < 0 || (size_t)n >= sizeof aside)
        return tp_fail(err, TP_E_IO, "path too long");
    tp_store *copy;
    tp_store_options options = {.create = true, .diags = store->diags};
    tp_status status = tp_store_open(&copy, aside, &options, err);
    if (status) {
        tp_store_remove(aside);
        return status;
    }
    status = copy_pages(store, copy, err);
    if (!status)
        status = settle(copy, err);
    if (!status)
        status = verify(copy, err);
    tp_store_close(copy);
    if (!status && rename(aside, path) != 0)
        status = tp_fail(err, TP_E_IO, "cannot rename to %s", path);
    if (status)
        tp_store_remove(aside);
    return status;
}

static tp_status holds_nothing(tp_store *store, bool *empty, tp_err *err)
{
    sqlite3_stmt *stmt = NULL;
    bool row = false;
    tp_status status = tp_db_prepare(
        store, &stmt,
        "SELECT NOT EXISTS (SELECT 1 FROM dataset) AND NOT EXISTS (SELECT 1 FROM run)", err);
    if (!status)
        status = tp_db_step(store, stmt, &row, err);
    *empty = row && sqlite3_column_int(stmt, 0);
    sqlite3_finalize(stmt);
    return status;
}

tp_status tp_store_restore(const tp_restore_request *request, tp_err *err)
{
    tp_store *from = NULL, *to = NULL;
    tp_store_options read = {.read_only = true, .diags = request->diags};
    tp_store_options make = {.create = true, .diags = request->diags};
    bool empty = false;
    tp_status status = tp_store_open(&from, request->from, &read, err);
    if (!status)
        status = verify(from, err);
    if (!status)
        status = tp_store_open(&to, request->to, &make, err);
    if (!status)
        status = holds_nothing(to, &empty, err);
    if (!status && !empty && !request->replace) {
        tp_diag_error(request->diags, nowhere, &msg_full, request->to);
        status = tp_fail(err, TP_E_REFUSED, "%s is not empty", request->to);
    }
    if (!status)
        status = copy_pages(from, to, err);
    if (!status)
        status = verify(to, err);
    tp_store_close(from);
    tp_store_close(to);
    return status;
}
