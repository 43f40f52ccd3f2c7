#include "store/digest.h"

#include "store/table.h"

#include <stdio.h>
#include <string.h>

/* Type, length and bytes: no two different rows read alike. */
static void add_value(tp_sha256 *hash, sqlite3_stmt *stmt, int column)
{
    char head[32];
    int kind = sqlite3_column_type(stmt, column), n;
    if (kind == SQLITE_NULL) {
        tp_sha256_add(hash, "n;", 2);
        return;
    }
    if (kind == SQLITE_INTEGER) {
        n = snprintf(head, sizeof head, "i%lld;", (long long)sqlite3_column_int64(stmt, column));
        tp_sha256_add(hash, head, (size_t)n);
        return;
    }
    const void *bytes = kind == SQLITE_TEXT ? (const void *)sqlite3_column_text(stmt, column)
                                            : sqlite3_column_blob(stmt, column);
    int length = sqlite3_column_bytes(stmt, column);
    n = snprintf(head, sizeof head, "%c%d:", kind == SQLITE_TEXT ? 't' : 'b', length);
    tp_sha256_add(hash, head, (size_t)n);
    if (length)
        tp_sha256_add(hash, bytes, (size_t)length);
}

static tp_status add_table(tp_store *store, const tp_table *table, tp_sha256 *hash, tp_err *err)
{
    sqlite3_stmt *stmt = NULL;
    bool row = false, any = false;
    char sql[1024];
    snprintf(sql, sizeof sql, "SELECT %s%s%s FROM %s ORDER BY %s", table->key,
             table->content ? ", " : "", table->content ? table->content : "",
             table->from ? table->from : table->name, table->key);
    tp_status status = tp_db_prepare(store, &stmt, sql, err);
    while (!status && !(status = tp_db_step(store, stmt, &row, err)) && row) {
        if (!any) {
            tp_sha256_add(hash, table->name, strlen(table->name));
            tp_sha256_add(hash, "\n", 1);
        }
        any = true;
        for (int c = 0; c < sqlite3_column_count(stmt); c++)
            add_value(hash, stmt, c);
        tp_sha256_add(hash, "\n", 1);
    }
    if (!status && tp_db_lacks_memory(stmt))
        status = tp_fail_nomem(err);
    sqlite3_finalize(stmt);
    return status;
}

tp_status tp_store_digest(tp_store *store, char hex[TP_SHA256_HEX], tp_err *err)
{
    static const char head[] = "turnpool.store/1\n";
    tp_sha256 *hash = tp_sha256_create();
    if (!hash)
        return tp_fail_nomem(err);
    tp_sha256_add(hash, head, sizeof head - 1);
    /* One transaction: nothing is put in between two tables. */
    tp_status status = tp_db_exec(store, "BEGIN", err);
    for (size_t t = 0; t < tp_n_tables && !status; t++)
        if (tp_tables[t].use != TP_TABLE_PASSING)
            status = add_table(store, &tp_tables[t], hash, err);
    tp_store_rollback(store);
    if (!status && !tp_sha256_end(hash, hex))
        status = tp_fail_nomem(err);
    tp_sha256_free(hash);
    return status;
}
