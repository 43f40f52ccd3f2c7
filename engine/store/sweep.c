#include "store/sweep.h"

#include "store/row.h"

tp_status tp_store_relax(tp_store *store, tp_err *err)
{
    /* The log is copied back at the end, not every few points: each time waits for the disk. */
    return tp_db_exec(store, "PRAGMA synchronous = NORMAL; PRAGMA wal_autocheckpoint = 16384;",
                      err);
}

tp_status tp_store_put_sweep(tp_store *store, const tp_sweep_record *record, tp_err *err)
{
    const tp_value values[] = {tp_value_text(record->sweep), tp_value_text(record->base),
                               tp_value_text(record->path),  tp_value_text(record->keys),
                               tp_value_int(record->points), tp_value_text(record->stored_at)};
    tp_status status = tp_store_may(store, TP_MAY_WORK, err);
    if (status)
        return status;
    return tp_row_insert(store,
                         "INSERT INTO sweep (sweep, base, path, keys, points, stored_at)"
                         " VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (sweep) DO NOTHING",
                         values, sizeof values / sizeof *values, err);
}

tp_status tp_store_put_sweep_point(tp_store *store, const tp_sweep_point_record *record,
                                   tp_err *err)
{
    const tp_value values[] = {tp_value_text(record->sweep),    tp_value_int(record->point),
                               tp_value_text(record->settings), tp_value_text(record->run),
                               tp_value_text(record->answer),   tp_value_text(record->status),
                               tp_value_text(record->figures),  tp_value_text(record->stored_at)};
    tp_status status = tp_store_may(store, TP_MAY_WORK, err);
    if (status)
        return status;
    return tp_row_insert(store,
                         "INSERT INTO sweep_point"
                         " (sweep, point, settings, run, answer, status, figures, stored_at)"
                         " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)"
                         " ON CONFLICT (sweep, point) DO NOTHING",
                         values, sizeof values / sizeof *values, err);
}

tp_status tp_store_list_sweeps(tp_store *store, tp_arena *arena, tp_sweep_record **out,
                               size_t *count, tp_err *err)
{
    sqlite3_stmt *stmt = NULL;
    size_t capacity = 0;
    bool row;
    *out = NULL;
    *count = 0;
    tp_status status = tp_db_prepare(store, &stmt,
                                     "SELECT sweep, base, path, keys, points, stored_at,"
                                     " (SELECT count(*) FROM sweep_point p WHERE p.sweep = s.sweep)"
                                     " FROM sweep s ORDER BY seq",
                                     err);
    while (!status && !(status = tp_db_step(store, stmt, &row, err)) && row) {
        tp_sweep_record at = {.sweep = tp_db_text(stmt, 0, arena),
                              .base = tp_db_text(stmt, 1, arena),
                              .path = tp_db_text(stmt, 2, arena),
                              .keys = tp_db_text(stmt, 3, arena),
                              .points = sqlite3_column_int64(stmt, 4),
                              .stored_at = tp_db_text(stmt, 5, arena),
                              .done = sqlite3_column_int64(stmt, 6)};
        if (!at.sweep || !at.base || !at.path || !at.keys || !at.stored_at ||
            !tp_arena_grow(arena, out, &capacity, *count, 1))
            status = tp_fail_nomem(err);
        else
            (*out)[(*count)++] = at;
    }
    sqlite3_finalize(stmt);
    return status;
}

tp_status tp_store_list_sweep_points(tp_store *store, const char *sweep, tp_arena *arena,
                                     tp_sweep_point_record **out, size_t *count, tp_err *err)
{
    sqlite3_stmt *stmt = NULL;
    size_t capacity = 0;
    bool row;
    *out = NULL;
    *count = 0;
    tp_status status = tp_db_prepare(store, &stmt,
                                     "SELECT point, settings, run, answer, status, figures,"
                                     " stored_at FROM sweep_point WHERE sweep = ?1 ORDER BY point",
                                     err);
    if (!status)
        status = tp_db_bind_text(store, stmt, 1, sweep, err);
    while (!status && !(status = tp_db_step(store, stmt, &row, err)) && row) {
        tp_sweep_point_record at = {.sweep = sweep,
                                    .point = sqlite3_column_int64(stmt, 0),
                                    .settings = tp_db_text(stmt, 1, arena),
                                    .run = tp_db_text(stmt, 2, arena),
                                    .answer = tp_db_text(stmt, 3, arena),
                                    .status = tp_db_text(stmt, 4, arena),
                                    .figures = tp_db_text(stmt, 5, arena),
                                    .stored_at = tp_db_text(stmt, 6, arena)};
        if (!at.settings || !at.run || !at.answer || !at.status || !at.figures || !at.stored_at ||
            !tp_arena_grow(arena, out, &capacity, *count, 1))
            status = tp_fail_nomem(err);
        else
            (*out)[(*count)++] = at;
    }
    sqlite3_finalize(stmt);
    return status;
}
