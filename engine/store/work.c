#include "store/work.h"

#include "store/row.h"

#include <string.h>

tp_status tp_work_identify(tp_work_record *record, char id[17], tp_err *err)
{
    char hex[TP_SHA256_HEX];
    const tp_value values[] = {tp_value_text("turnpool.work/1"), tp_value_text(record->kind),
                               tp_value_text(record->base), tp_value_text(record->asked),
                               tp_value_text(record->engine)};
    tp_status status = tp_row_hash(values, sizeof values / sizeof *values, hex, err);
    if (status)
        return status;
    memcpy(id, hex, 16);
    id[16] = '\0';
    record->work = id;
    return TP_OK;
}

tp_status tp_store_put_work(tp_store *store, const tp_work_record *record, tp_err *err)
{
    const tp_value values[] = {tp_value_text(record->work),     tp_value_text(record->kind),
                               tp_value_text(record->base),     tp_value_text(record->asked),
                               tp_value_text(record->engine),   tp_value_int(record->items),
                               tp_value_text(record->stored_at)};
    return tp_row_insert(store,
                         "INSERT INTO work (work, kind, base, asked, engine, items, stored_at)"
                         " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT (work) DO NOTHING",
                         values, sizeof values / sizeof *values, err);
}

tp_status tp_store_put_item(tp_store *store, const char *work, size_t item, const char *result,
                            const char *stored_at, tp_err *err)
{
    const tp_value values[] = {tp_value_text(work), tp_value_int((int64_t)item),
                               tp_value_text(result), tp_value_text(stored_at)};
    return tp_row_insert(store,
                         "INSERT INTO work_item (work, item, result, stored_at)"
                         " VALUES (?1, ?2, ?3, ?4) ON CONFLICT (work, item) DO NOTHING",
                         values, sizeof values / sizeof *values, err);
}

tp_status tp_store_list_items(tp_store *store, const char *work, size_t items, tp_arena *arena,
                              const char ***out, tp_err *err)
{
    sqlite3_stmt *stmt = NULL;
    bool row;
    *out = tp_arena_array(arena, items + 1, sizeof **out);
    if (!*out)
        return tp_fail_nomem(err);
    tp_status status = tp_db_prepare(
        store, &stmt, "SELECT item, result FROM work_item WHERE work = ?1 ORDER BY item", err);
    if (!status)
        status = tp_db_bind_text(store, stmt, 1, work, err);
    while (!status && !(status = tp_db_step(store, stmt, &row, err)) && row) {
        int64_t item = sqlite3_column_int64(stmt, 0);
        if (item < 0 || (uint64_t)item >= items)
            continue;
        if (!((*out)[item] = tp_db_text(stmt, 1, arena)))
            status = tp_fail_nomem(err);
    }
    sqlite3_finalize(stmt);
    return status;
}

static tp_status ask_about(tp_store *store, const char *sql, const char *work, size_t *out,
                           tp_err *err)
{
    sqlite3_stmt *stmt = NULL;
    bool row = false;
    tp_status status = tp_db_prepare(store, &stmt, sql, err);
    if (!status)
        status = tp_db_bind_text(store, stmt, 1, work, err);
    if (!status)
        status = tp_db_step(store, stmt, &row, err);
    *out = row ? (size_t)sqlite3_column_int64(stmt, 0) : 0;
    sqlite3_finalize(stmt);
    return status;
}

tp_status tp_store_count_items(tp_store *store, const char *work, size_t *out, tp_err *err)
{
    return ask_about(store,
                     "SELECT (SELECT count(*) FROM work_item WHERE work = ?1) +"
                     " (SELECT count(*) FROM sweep_point WHERE sweep = ?1)",
                     work, out, err);
}

tp_status tp_store_work_size(tp_store *store, const char *work, size_t *out, tp_err *err)
{
    return ask_about(store,
                     "SELECT items FROM work WHERE work = ?1"
                     " UNION ALL SELECT points FROM sweep WHERE sweep = ?1",
                     work, out, err);
}

tp_status tp_store_put_shard(tp_store *store, const tp_shard_record *record, tp_err *err)
{
    const tp_value values[] = {tp_value_text(record->work),
                               tp_value_int((int64_t)record->shard.number),
                               tp_value_int((int64_t)record->shard.of),
                               tp_value_int(record->processor_ms), tp_value_int(record->memory_kb)};
    return tp_row_insert(store,
                         "INSERT INTO shard (work, number, shards, processor_ms, memory_kb)"
                         " VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT DO NOTHING",
                         values, sizeof values / sizeof *values, err);
}

static bool read_shard(sqlite3_stmt *stmt, tp_arena *arena, void *into)
{
    tp_shard_record *out = into;
    *out = (tp_shard_record){
        .work = tp_db_text(stmt, 0, arena),
        .shard = {(size_t)sqlite3_column_int64(stmt, 1), (size_t)sqlite3_column_int64(stmt, 2)},
        .processor_ms = sqlite3_column_int64(stmt, 3),
        .memory_kb = sqlite3_column_int64(stmt, 4)};
    return out->work != NULL;
}

tp_status tp_store_list_shards(tp_store *store, tp_arena *arena, tp_shard_record **out,
                               size_t *count, tp_err *err)
{
    sqlite3_stmt *stmt = NULL;
    *out = NULL;
    *count = 0;
    tp_status status = tp_db_prepare(store, &stmt,
                                     "SELECT work, number, shards, processor_ms, memory_kb"
                                     " FROM shard ORDER BY work, shards, number",
                                     err);
    if (!status)
        status = tp_db_list(store, stmt, read_shard, arena, out, count, err);
    sqlite3_finalize(stmt);
    return status;
}

tp_status tp_store_copy_run(tp_store *to, tp_store *from, const char *run, tp_err *err)
{
    tp_dataset_record dataset;
    tp_scenario_record scenario;
    tp_run_record record;
    tp_arena *arena = tp_arena_create();
    if (!arena)
        return tp_fail_nomem(err);
    tp_status status = tp_store_get_run(from, run, arena, &record, err);
    if (!status)
        status = tp_store_get_dataset(from, record.dataset_sha256, arena, &dataset, err);
    if (!status)
        status = tp_store_get_scenario(from, record.scenario_sha256, arena, &scenario, err);
    if (!status)
        status = tp_store_begin(to, err);
    if (!status) {
        status = tp_store_put_dataset(to, &dataset, NULL, err);
        if (!status)
            status = tp_store_put_scenario(to, &scenario, NULL, err);
        if (!status)
            status = tp_store_put_run(to, &record, NULL, err);
        if (!status)
            status = tp_store_commit(to, err);
        if (status)
            tp_store_rollback(to);
    }
    tp_arena_free(arena);
    return status;
}
