#include "store/merge.h"

#include "store/digest.h"
#include "store/merge_parts.h"
#include "store/publish.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const tp_pos nowhere = {0};
static const tp_msg msg_conflict = {
    "merge.conflict", "{0} 中 {1} 表的 {2} 与前面各库中同名的内容不同，拒绝合并",
    "{0}: {2} of table {1} differs from what parts before hold under that name; not joined"};
static const tp_msg msg_altered = {"merge.altered",
                                   "{0} 中 {1} 表的 {2} 与其校验值不符，内容已被改动",
                                   "{0}: {2} of table {1} does not match its hash: it was altered"};
static const tp_msg msg_exists = {"merge.exists", "{0} 已存在且不在合并之列，不覆盖",
                                  "{0} exists and is not one of the parts; it is not replaced"};

enum { MOST_COLUMNS = 32 };

/* A table as statements; columns are parameters ?1, ?2, … in the order key, content, provenance. */
typedef struct taker {
    const tp_table *table;
    char name[MOST_COLUMNS][32];
    size_t keys, contents, columns;
    sqlite3_stmt *insert, *same, *least;
} taker;

static size_t split(char (*names)[32], size_t at, const char *list)
{
    while (list && *list) {
        size_t length = strcspn(list, ",");
        snprintf(names[at++], 32, "%.*s", (int)length, list);
        list += length;
        list += strspn(list, ", ");
    }
    return at;
}

static void read_columns(taker *t, const tp_table *table)
{
    t->table = table;
    t->keys = split(t->name, 0, table->key);
    t->contents = split(t->name, t->keys, table->content);
    t->columns = split(t->name, t->contents, table->provenance);
}

static void list(tp_buf *out, const taker *t, size_t from, size_t to, const char *without)
{
    const char *between = "";
    for (size_t i = from; i < to; i++)
        if (!without || strcmp(without, t->name[i]) != 0) {
            tp_buf_format(out, "%s%s", between, t->name[i]);
            between = ", ";
        }
}

static void parameters(tp_buf *out, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++)
        tp_buf_format(out, "%s?%zu", i == from ? "" : ", ", i + 1);
}

static void match(tp_buf *out, const taker *t, size_t to)
{
    for (size_t i = 0; i < to; i++)
        tp_buf_format(out, "%s%s IS ?%zu", i ? " AND " : "", t->name[i], i + 1);
}

static tp_status prepare(tp_merger *m, sqlite3_stmt **out, tp_buf *sql, tp_err *err)
{
    tp_status status =
        tp_buf_ok(sql) ? tp_db_prepare(m->whole, out, sql->bytes, err) : tp_fail_nomem(err);
    tp_buf_finish(sql);
    return status;
}

static tp_status make_statements(tp_merger *m, taker *t, tp_err *err)
{
    tp_buf sql;
    tp_buf_init(&sql);
    tp_buf_format(&sql, "INSERT INTO stage.%s (", t->table->name);
    list(&sql, t, 0, t->columns, NULL);
    tp_buf_text(&sql, ") VALUES (");
    parameters(&sql, 0, t->columns);
    tp_buf_text(&sql, ") ON CONFLICT DO NOTHING");
    tp_status status = prepare(m, &t->insert, &sql, err);
    if (status)
        return status;
    tp_buf_init(&sql);
    tp_buf_format(&sql, "SELECT 1 FROM stage.%s WHERE ", t->table->name);
    match(&sql, t, t->contents);
    status = prepare(m, &t->same, &sql, err);
    if (status || t->columns == t->contents)
        return status;
    tp_buf_init(&sql);
    tp_buf_format(&sql, "UPDATE stage.%s SET (", t->table->name);
    list(&sql, t, t->contents, t->columns, NULL);
    tp_buf_text(&sql, ") = (");
    parameters(&sql, t->contents, t->columns);
    tp_buf_text(&sql, ") WHERE ");
    match(&sql, t, t->keys);
    tp_buf_text(&sql, " AND (");
    list(&sql, t, t->contents, t->columns, NULL);
    tp_buf_text(&sql, ") > (");
    parameters(&sql, t->contents, t->columns);
    tp_buf_text(&sql, ")");
    return prepare(m, &t->least, &sql, err);
}

static void finish(taker *t)
{
    sqlite3_finalize(t->insert);
    sqlite3_finalize(t->same);
    sqlite3_finalize(t->least);
}

/* Steps a statement with the columns of a row, as many as it has parameters. */
static tp_status apply(tp_merger *m, sqlite3_stmt *stmt, sqlite3_stmt *from, bool *row, tp_err *err)
{
    sqlite3_reset(stmt);
    int rc = SQLITE_OK;
    for (int i = 0; rc == SQLITE_OK && i < sqlite3_column_count(from); i++)
        if (i < sqlite3_bind_parameter_count(stmt))
            rc = sqlite3_bind_value(stmt, i + 1, sqlite3_column_value(from, i));
    if (rc != SQLITE_OK)
        return tp_db_fail(m->whole, rc, err);
    tp_status status = tp_db_step(m->whole, stmt, row, err);
    sqlite3_reset(stmt);
    return status;
}

static size_t place_of(const taker *t, const char *column)
{
    size_t i = 0;
    while (i < t->columns && strcmp(t->name[i], column) != 0)
        i++;
    return i;
}

/* Content is what its hash says, or it is not taken. */
static tp_status check_hashes(tp_merger *m, const taker *t, sqlite3_stmt *from, const char *path,
                              tp_err *err)
{
    for (size_t h = 0; t->table->hashed[h][0]; h++) {
        char hex[TP_SHA256_HEX];
        int column = (int)place_of(t, t->table->hashed[h][0]);
        const void *bytes = sqlite3_column_blob(from, column);
        const char *said =
            (const char *)sqlite3_column_text(from, (int)place_of(t, t->table->hashed[h][1]));
        size_t length = (size_t)sqlite3_column_bytes(from, column);
        if (!tp_sha256_of(bytes ? bytes : "", length, hex))
            return tp_fail_nomem(err);
        if (said && strcmp(said, hex) == 0)
            continue;
        const char *key = (const char *)sqlite3_column_text(from, 0);
        tp_diag_error(m->task->diags, nowhere, &msg_altered, path, t->table->name, key ? key : "");
        return tp_fail(err, TP_E_REFUSED, "hash of %s differs", t->table->hashed[h][0]);
    }
    return TP_OK;
}

static tp_status take_row(tp_merger *m, const taker *t, sqlite3_stmt *from, const char *path,
                          tp_err *err)
{
    bool same = false;
    tp_status status = check_hashes(m, t, from, path, err);
    if (!status)
        status = apply(m, t->insert, from, NULL, err);
    if (status || sqlite3_changes(m->whole->db))
        return status;
    status = apply(m, t->same, from, &same, err);
    if (!status && !same) {
        const char *key = (const char *)sqlite3_column_text(from, 0);
        tp_diag_error(m->task->diags, nowhere, &msg_conflict, path, t->table->name, key ? key : "");
        return tp_fail(err, TP_E_REFUSED, "conflict in %s", t->table->name);
    }
    return status || !t->least ? status : apply(m, t->least, from, NULL, err);
}

static tp_status take_table(tp_merger *m, const tp_table *table, tp_store *part, const char *path,
                            tp_err *err)
{
    taker t = {0};
    tp_buf sql;
    sqlite3_stmt *from = NULL;
    bool row;
    read_columns(&t, table);
    tp_buf_init(&sql);
    tp_buf_text(&sql, "SELECT ");
    list(&sql, &t, 0, t.columns, NULL);
    tp_buf_format(&sql, " FROM %s", table->from ? table->from : table->name);
    tp_status status =
        tp_buf_ok(&sql) ? tp_db_prepare(part, &from, sql.bytes, err) : tp_fail_nomem(err);
    tp_buf_finish(&sql);
    if (!status)
        status = make_statements(m, &t, err);
    while (!status && !(status = tp_db_step(part, from, &row, err)) && row)
        status = take_row(m, &t, from, path, err);
    finish(&t);
    sqlite3_finalize(from);
    return status;
}

static tp_status take_part(tp_merger *m, const char *path, tp_err *err)
{
    tp_store *part;
    const tp_store_options options = {.read_only = true, .diags = m->task->diags};
    tp_status status = tp_store_open(&part, path, &options, err);
    if (status)
        return status;
    status = tp_merge_admit(m, part, path, err);
    for (size_t t = 0; t < tp_n_tables && !status; t++)
        if (tp_tables[t].use == TP_TABLE_COMPUTED)
            status = take_table(m, &tp_tables[t], part, path, err);
    tp_store_close(part);
    return status;
}

/* The parts' rows as they come, one of a name, in tables without rules of their own. */
static tp_status make_stage(tp_merger *m, const char *path, tp_err *err)
{
    sqlite3_stmt *stmt = NULL;
    tp_status status = tp_db_prepare(m->whole, &stmt, "ATTACH ?1 AS stage", err);
    if (!status)
        status = tp_db_bind_text(m->whole, stmt, 1, path, err);
    if (!status)
        status = tp_db_step(m->whole, stmt, NULL, err);
    sqlite3_finalize(stmt);
    if (!status)
        status = tp_db_exec(
            m->whole, "PRAGMA stage.journal_mode = OFF; PRAGMA stage.synchronous = OFF;", err);
    for (size_t i = 0; i < tp_n_tables && !status; i++) {
        taker t;
        tp_buf sql;
        if (tp_tables[i].use != TP_TABLE_COMPUTED)
            continue;
        read_columns(&t, &tp_tables[i]);
        tp_buf_init(&sql);
        tp_buf_format(&sql, "CREATE TABLE stage.%s (", tp_tables[i].name);
        list(&sql, &t, 0, t.columns, NULL);
        /* Rows go to the end as they come, only their keys are put in order: kept in order
         * themselves, each would go to a page of its own among all. */
        tp_buf_format(&sql, ", PRIMARY KEY (%s))", tp_tables[i].key);
        status = tp_buf_ok(&sql) ? tp_db_exec(m->whole, sql.bytes, err) : tp_fail_nomem(err);
        tp_buf_finish(&sql);
    }
    return status;
}

/* From the stage into the store, in canonical order. */
static tp_status put_table(tp_merger *m, const tp_table *table, tp_err *err)
{
    taker t = {0};
    tp_buf sql;
    sqlite3_stmt *stmt = NULL;
    read_columns(&t, table);
    tp_buf_init(&sql);
    tp_buf_format(&sql, "INSERT INTO main.%s (", table->name);
    list(&sql, &t, 0, t.columns, table->made);
    tp_buf_format(&sql, ", %s) SELECT ", table->clock);
    list(&sql, &t, 0, t.columns, table->made);
    tp_buf_format(&sql, ", ?1 FROM stage.%s ORDER BY %s", table->name, table->key);
    tp_status status = prepare(m, &stmt, &sql, err);
    if (!status)
        status = tp_db_bind_text(m->whole, stmt, 1, m->task->now, err);
    if (!status)
        status = tp_db_step(m->whole, stmt, NULL, err);
    if (!status && strcmp(table->name, "run") == 0)
        m->out->runs = (size_t)sqlite3_changes(m->whole->db);
    sqlite3_finalize(stmt);
    return status;
}

static tp_status fill(tp_merger *m, tp_err *err)
{
    tp_status status = tp_store_begin(m->whole, err);
    for (size_t i = 0; i < m->task->n_parts && !status; i++)
        status = take_part(m, m->task->parts[i], err);
    m->out->parts = m->task->n_parts;
    if (!status)
        status = tp_merge_count(m, err);
    for (size_t t = 0; t < tp_n_tables && !status; t++)
        if (tp_tables[t].use == TP_TABLE_COMPUTED)
            status = put_table(m, &tp_tables[t], err);
    if (!status)
        return tp_store_commit(m->whole, err);
    tp_store_rollback(m->whole);
    return status;
}

static tp_status may_write(const tp_merge_task *task, tp_err *err)
{
    struct stat out, part;
    if (stat(task->out, &out) != 0)
        return TP_OK;
    for (size_t i = 0; i < task->n_parts; i++)
        if (stat(task->parts[i], &part) == 0 && part.st_dev == out.st_dev &&
            part.st_ino == out.st_ino)
            return TP_OK;
    tp_diag_error(task->diags, nowhere, &msg_exists, task->out);
    return tp_fail(err, TP_E_REFUSED, "%s exists", task->out);
}

tp_status tp_store_merge(tp_merged *out, const tp_merge_task *task, tp_arena *arena, tp_err *err)
{
    tp_merger m = {.task = task, .out = out, .arena = arena};
    const tp_store_options options = {.create = true, .passing = true, .diags = task->diags};
    *out = (tp_merged){0};
    const char *whole = tp_arena_format(arena, "%s.%ld.whole", task->out, (long)getpid());
    const char *stage = tp_arena_format(arena, "%s.%ld.stage", task->out, (long)getpid());
    if (!whole || !stage)
        return tp_fail_nomem(err);
    tp_status status = may_write(task, err);
    if (!status)
        status = tp_store_open(&m.whole, whole, &options, err);
    if (!status)
        status = make_stage(&m, stage, err);
    if (!status)
        status = fill(&m, err);
    if (!status)
        status = tp_db_exec(m.whole, "DETACH stage", err);
    if (!status)
        status = tp_store_digest(m.whole, out->digest, err);
    if (!status)
        status = tp_store_publish(m.whole, task->out, err);
    tp_store_close(m.whole);
    tp_store_remove(whole);
    tp_store_remove(stage);
    return status;
}
