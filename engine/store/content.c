/* Datasets and scenarios: content named by its hash. */
#include "store/content.h"

#include <string.h>

static const tp_pos nowhere = {0};

static const tp_content_kind dataset_kind = {
    {"store.no-dataset", "数据库中没有数据集 {0}", "the store has no dataset {0}"},
    {"store.dataset-altered", "数据库中的数据集 {0} 与其校验值不符，内容已被改动",
     "dataset {0} in the store does not match its hash: it was altered"}};
static const tp_content_kind scenario_kind = {
    {"store.no-scenario", "数据库中没有测算方案 {0}", "the store has no scenario {0}"},
    {"store.scenario-altered", "数据库中的测算方案 {0} 与其校验值不符，内容已被改动",
     "scenario {0} in the store does not match its hash: it was altered"}};

tp_status tp_content_find(tp_store *store, const tp_content_kind *kind, const char *sql,
                          const char *key, sqlite3_stmt **out, tp_err *err)
{
    bool row = false;
    *out = NULL;
    tp_status status = tp_db_prepare(store, out, sql, err);
    if (!status)
        status = tp_db_bind_text(store, *out, 1, key, err);
    if (!status)
        status = tp_db_step(store, *out, &row, err);
    if (!status && !row) {
        tp_diag_error(store->diags, nowhere, &kind->unknown, key);
        status = tp_fail(err, TP_E_INPUT, "not in the store: %s", key);
    }
    if (status) {
        sqlite3_finalize(*out);
        *out = NULL;
    }
    return status;
}

tp_status tp_content_sha(tp_blob blob, char hex[TP_SHA256_HEX], tp_err *err)
{
    return tp_sha256_of(blob.bytes, blob.length, hex) ? TP_OK : tp_fail_nomem(err);
}

tp_status tp_content_check(tp_store *store, const tp_content_kind *kind, const char *key,
                           tp_blob blob, const char *sha256, tp_err *err)
{
    char hex[TP_SHA256_HEX];
    tp_status status = tp_content_sha(blob, hex, err);
    if (status || strcmp(hex, sha256) == 0)
        return status;
    tp_diag_error(store->diags, nowhere, &kind->altered, key);
    return tp_fail(err, TP_E_IO, "hash of %s differs", key);
}

tp_status tp_content_begin(tp_store *store, tp_content_write *write, tp_err *err)
{
    write->own = !store->writing;
    return write->own ? tp_store_begin(store, err) : TP_OK;
}

tp_status tp_content_work(tp_store *store, tp_content_write *write, tp_err *err)
{
    tp_status status = tp_store_may(store, TP_MAY_WORK, err);
    return status ? status : tp_content_begin(store, write, err);
}

tp_status tp_content_end(tp_store *store, tp_content_write write, tp_status status, tp_err *err)
{
    if (!write.own)
        return status;
    if (!status)
        return tp_store_commit(store, err);
    tp_store_rollback(store);
    return status;
}

tp_status tp_store_put_dataset(tp_store *store, const tp_dataset_record *record, bool *fresh,
                               tp_err *err)
{
    char order_sha[TP_SHA256_HEX];
    tp_content_write write;
    tp_status status = tp_content_check(store, &dataset_kind, record->sha256, record->canonical,
                                        record->sha256, err);
    if (!status)
        status = tp_content_sha(record->order, order_sha, err);
    if (!status)
        status = tp_content_work(store, &write, err);
    if (status)
        return status;
    sqlite3_stmt *stmt = NULL;
    status = tp_db_prepare(store, &stmt,
                           "INSERT INTO dataset (sha256, canonical, input_order, order_sha256,"
                           " stored_at) VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT DO NOTHING",
                           err);
    if (!status)
        status = tp_db_bind_text(store, stmt, 1, record->sha256, err);
    if (!status)
        status = tp_db_bind_blob(store, stmt, 2, record->canonical, err);
    if (!status)
        status = tp_db_bind_blob(store, stmt, 3, record->order, err);
    if (!status)
        status = tp_db_bind_text(store, stmt, 4, order_sha, err);
    if (!status)
        status = tp_db_bind_text(store, stmt, 5, record->stored_at, err);
    if (!status)
        status = tp_db_step(store, stmt, NULL, err);
    if (!status && fresh)
        *fresh = sqlite3_changes(store->db) > 0;
    sqlite3_finalize(stmt);
    return tp_content_end(store, write, status, err);
}

tp_status tp_store_get_dataset(tp_store *store, const char *sha256, tp_arena *arena,
                               tp_dataset_record *out, tp_err *err)
{
    sqlite3_stmt *stmt;
    tp_status status = tp_content_find(store, &dataset_kind,
                                       "SELECT canonical, input_order, order_sha256, stored_at"
                                       " FROM dataset WHERE sha256 = ?1",
                                       sha256, &stmt, err);
    if (status)
        return status;
    *out = (tp_dataset_record){.sha256 = tp_arena_text(arena, sha256),
                               .stored_at = tp_db_text(stmt, 3, arena)};
    const char *order_sha = tp_db_text(stmt, 2, arena);
    if (!tp_db_blob(stmt, 0, arena, &out->canonical) || !tp_db_blob(stmt, 1, arena, &out->order) ||
        !out->sha256 || !out->stored_at || !order_sha)
        status = tp_fail_nomem(err);
    sqlite3_finalize(stmt);
    if (!status)
        status = tp_content_check(store, &dataset_kind, sha256, out->canonical, sha256, err);
    if (!status)
        status = tp_content_check(store, &dataset_kind, sha256, out->order, order_sha, err);
    return status;
}

static tp_status insert_scenario(tp_store *store, sqlite3_stmt *stmt,
                                 const tp_scenario_record *record, tp_err *err)
{
    char text_sha[TP_SHA256_HEX], origins_sha[TP_SHA256_HEX];
    tp_status status = tp_content_sha(record->text, text_sha, err);
    if (!status)
        status = tp_content_sha(record->origins, origins_sha, err);
    const char *texts[] = {
        record->sha256, record->name, record->title.zh, record->title.en, record->path, NULL,
        text_sha,       NULL,         origins_sha,      record->stored_at};
    for (int i = 0; !status && i < 10; i++)
        if (i == 5 || i == 7)
            status =
                tp_db_bind_blob(store, stmt, i + 1, i == 5 ? record->text : record->origins, err);
        else
            status = tp_db_bind_text(store, stmt, i + 1, texts[i] ? texts[i] : "", err);
    return status ? status : tp_db_step(store, stmt, NULL, err);
}

tp_status tp_store_put_scenario(tp_store *store, const tp_scenario_record *record, bool *fresh,
                                tp_err *err)
{
    tp_content_write write;
    tp_status status = tp_content_work(store, &write, err);
    if (status)
        return status;
    sqlite3_stmt *stmt = NULL;
    status = tp_db_prepare(store, &stmt,
                           "INSERT INTO scenario (sha256, name, title_zh, title_en, path, text,"
                           " text_sha256, origins, origins_sha256, stored_at)"
                           " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)"
                           " ON CONFLICT DO NOTHING",
                           err);
    if (!status)
        status = insert_scenario(store, stmt, record, err);
    if (!status && fresh)
        *fresh = sqlite3_changes(store->db) > 0;
    sqlite3_finalize(stmt);
    return tp_content_end(store, write, status, err);
}

tp_status tp_store_get_scenario(tp_store *store, const char *sha256, tp_arena *arena,
                                tp_scenario_record *out, tp_err *err)
{
    sqlite3_stmt *stmt;
    tp_status status =
        tp_content_find(store, &scenario_kind,
                        "SELECT name, title_zh, title_en, path, stored_at, text_sha256,"
                        " origins_sha256, text, origins FROM scenario WHERE sha256 = ?1",
                        sha256, &stmt, err);
    if (status)
        return status;
    const char *texts[7];
    bool ok = true;
    for (int i = 0; i < 7; i++)
        ok = (texts[i] = tp_db_text(stmt, i, arena)) && ok;
    *out = (tp_scenario_record){.sha256 = tp_arena_text(arena, sha256),
                                .name = texts[0],
                                .title = {texts[1], texts[2]},
                                .path = texts[3],
                                .stored_at = texts[4]};
    ok = ok && out->sha256 && tp_db_blob(stmt, 7, arena, &out->text) &&
         tp_db_blob(stmt, 8, arena, &out->origins);
    sqlite3_finalize(stmt);
    if (!ok)
        return tp_fail_nomem(err);
    status = tp_content_check(store, &scenario_kind, sha256, out->text, texts[5], err);
    if (!status)
        status = tp_content_check(store, &scenario_kind, sha256, out->origins, texts[6], err);
    return status;
}
