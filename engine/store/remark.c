#include "store/remark.h"

#include "base/text.h"
#include "store/content.h"
#include "store/log_parts.h"

#include <string.h>

static const tp_pos nowhere = {0};
static const tp_msg msg_decided = {"remark.decided", "测算 {0} 已经审定，备注不再改动",
                                   "run {0} has been decided on: its remarks stay as they are"};
static const tp_msg msg_long = {"remark.long", "备注过长：{0} 字，至多 {1} 字",
                                "the remark is too long: {0} characters, {1} at most"};
static const tp_msg msg_lines = {"remark.lines", "备注须写在一行内，不能含控制字符",
                                 "a remark is one line of text without control characters"};

static tp_status check_text(tp_store *store, const char *text, tp_err *err)
{
    size_t points = tp_text_points(text, strlen(text));
    for (const char *at = text; *at; at++)
        if ((unsigned char)*at < 0x20 || *at == 0x7f) {
            tp_diag_add(store->diags, TP_ERROR, nowhere, &msg_lines, 0, NULL);
            return tp_fail(err, TP_E_INPUT, "control character in a remark");
        }
    if (points <= TP_REMARK_MOST)
        return TP_OK;
    char is[TP_DEC_TEXT], most[TP_DEC_TEXT];
    tp_int_format((tp_wide)points, is);
    tp_int_format(TP_REMARK_MOST, most);
    tp_diag_error(store->diags, nowhere, &msg_long, is, most);
    return tp_fail(err, TP_E_INPUT, "remark of %s characters", is);
}

/* Is the run there, and not decided? */
static tp_status check_run(tp_store *store, const char *run, tp_arena *arena, tp_err *err)
{
    tp_run_record record;
    sqlite3_stmt *stmt = NULL;
    bool decided = false;
    tp_status status = tp_store_get_run(store, run, arena, &record, err);
    if (!status)
        status = tp_db_prepare(store, &stmt, "SELECT 1 FROM approval WHERE run = ?1 LIMIT 1", err);
    if (!status)
        status = tp_db_bind_text(store, stmt, 1, run, err);
    if (!status)
        status = tp_db_step(store, stmt, &decided, err);
    sqlite3_finalize(stmt);
    if (status || !decided)
        return status;
    tp_diag_error(store->diags, nowhere, &msg_decided, run);
    return tp_fail(err, TP_E_REFUSED, "run %s is decided", run);
}

static bool read_row(sqlite3_stmt *stmt, tp_arena *arena, void *into)
{
    tp_remark *out = into;
    const char *on = tp_db_text(stmt, 5, arena);
    *out = (tp_remark){.demand = tp_db_text(stmt, 0, arena),
                       .unit = tp_db_text(stmt, 1, arena),
                       .category = tp_db_text(stmt, 2, arena),
                       .text = tp_db_text(stmt, 3, arena),
                       .by = tp_db_text(stmt, 4, arena)};
    if (on)
        tp_date_parse(on, strlen(on), &out->on);
    return on && out->demand && out->unit && out->category && out->text && out->by;
}

tp_status tp_remarks_of(tp_store *store, const char *run, tp_arena *arena, tp_remark **out,
                        size_t *count, tp_err *err)
{
    sqlite3_stmt *stmt = NULL;
    *out = NULL;
    *count = 0;
    tp_status status =
        tp_db_prepare(store, &stmt,
                      "SELECT demand, unit, category, text, remarked_by, remarked_on FROM remark"
                      " WHERE remark IN (SELECT max(remark) FROM remark WHERE run = ?1"
                      " GROUP BY demand, unit, category) AND text <> '' ORDER BY remark",
                      err);
    if (!status)
        status = tp_db_bind_text(store, stmt, 1, run, err);
    if (!status)
        status = tp_db_list(store, stmt, read_row, arena, out, count, err);
    sqlite3_finalize(stmt);
    return status;
}

const char *tp_remark_text(const tp_remark *remarks, size_t count, const char *demand,
                           const char *unit, const char *category)
{
    for (size_t i = 0; i < count; i++)
        if (!strcmp(remarks[i].demand, demand) && !strcmp(remarks[i].unit, unit) &&
            !strcmp(remarks[i].category, category))
            return remarks[i].text;
    return "";
}

static tp_status insert(tp_store *store, const char *run, const tp_remark *r, const char *by,
                        tp_err *err)
{
    char on[TP_DATE_TEXT];
    tp_date_format(r->on, on);
    tp_log_about(store, "remark", run, *r->demand ? r->demand : r->unit);
    return tp_db_insert(
        store,
        "INSERT INTO remark (run, demand, unit, category, text, remarked_by,"
        " remarked_on) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        7, (const char *const[]){run, r->demand, r->unit, r->category, r->text, by, on}, err);
}

tp_status tp_remark_put(tp_store *store, const char *run, const tp_remark *remark, tp_err *err)
{
    const char *by = remark->by;
    tp_remark *standing;
    size_t count;
    tp_content_write write;
    tp_arena *arena = tp_arena_create();
    tp_status status = arena ? check_text(store, remark->text, err) : tp_fail_nomem(err);
    if (!status)
        status = tp_store_by(store, TP_MAY_PROPOSE, &by, err);
    if (!status)
        status = tp_content_begin(store, &write, err);
    if (!status) {
        status = check_run(store, run, arena, err);
        if (!status)
            status = tp_remarks_of(store, run, arena, &standing, &count, err);
        if (!status &&
            strcmp(tp_remark_text(standing, count, remark->demand, remark->unit, remark->category),
                   remark->text) != 0)
            status = insert(store, run, remark, by ? by : "", err);
        status = tp_content_end(store, write, status, err);
    }
    tp_arena_free(arena);
    return status;
}
