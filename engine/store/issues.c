#include "store/issues.h"

#include "base/order.h"
#include "base/text.h"
#include "store/log_parts.h"

#include <string.h>

static const tp_pos nowhere = {0};
static const tp_msg msg_none = {"issues.none", "台账中没有问题“{0}”", "there is no issue {0}"};
static const tp_msg msg_closed = {"issues.closed", "问题“{0}”已于 {1} 销号",
                                  "issue {0} was closed on {1}"};
static const tp_msg msg_open = {"issues.open", "问题“{0}”尚未销号，无需恢复",
                                "issue {0} is open: there is nothing to reopen"};
static const tp_msg msg_early = {"issues.early", "日期 {1} 早于问题“{0}”的发现或上次办理日期 {2}",
                                 "{1} is before issue {0} was found or last recorded, {2}"};
static const tp_msg msg_reference = {"issues.reference", "须写明依据（文号或说明）",
                                     "say what it rests on (a document or a reason)"};
static const tp_msg msg_differs = {
    "issues.differs", "问题“{0}”与台账不一致（{1}）；台账只追加、不修改",
    "issue {0} differs from the ledger ({1}); the ledger is only ever added to"};

static tp_date date_of(const char *text)
{
    tp_date date = TP_DATE_NONE;
    if (text)
        tp_date_parse(text, strlen(text), &date);
    return date;
}

static int class_of(const char *name)
{
    for (int k = 0; k < TP_ISSUE_CLASSES; k++)
        if (!strcmp(name, tp_issue_class_names[k]))
            return k;
    return TP_RECTIFY;
}

/* The state on a day is that of the latest event up to it. */
#define ISSUE_COLUMNS                                                                              \
    "SELECT i.issue, i.unit, i.class, i.found_on, i.due_on, i.text, i.source, e.kind,"             \
    " e.happened_on, e.reference, e.recorded_by,"                                                  \
    " (SELECT count(*) FROM issue_event n WHERE n.issue = i.issue)"                                \
    " FROM issue i LEFT JOIN issue_event e ON e.seq = (SELECT max(l.seq) FROM issue_event l"       \
    " WHERE l.issue = i.issue AND l.happened_on <= ?1)"

static bool read_row(sqlite3_stmt *stmt, tp_arena *arena, tp_issue_entry *out)
{
    const char *column[11];
    for (int c = 0; c < 11; c++)
        if (!(column[c] = tp_db_text(stmt, c, arena)))
            return false;
    *out = (tp_issue_entry){.issue = {.code = column[0],
                                      .unit = column[1],
                                      .text = column[5],
                                      .issue_class = (tp_issue_class)class_of(column[2]),
                                      .found_on = date_of(column[3]),
                                      .due_on = date_of(column[4])},
                            .source = column[6],
                            .reference = column[9],
                            .recorded_by = column[10],
                            .events = sqlite3_column_int(stmt, 11)};
    if (!strcmp(column[7], "close"))
        out->issue.closed_on = date_of(column[8]);
    return true;
}

static bool wanted(const tp_issue_query *query, const tp_given_issue *issue)
{
    bool open = issue->closed_on == TP_DATE_NONE;
    if ((query->issue_class >= 0 && (int)issue->issue_class != query->issue_class) ||
        (query->unit && strcmp(query->unit, issue->unit)) || (query->open_only && !open) ||
        (query->on != TP_DATE_NONE && issue->found_on > query->on))
        return false;
    return !query->overdue || (open && issue->due_on < query->on);
}

static int by_code(const void *context, int32_t a, int32_t b)
{
    const tp_issue_entry *rows = context;
    return tp_text_compare(rows[a].issue.code, rows[b].issue.code);
}

static tp_status sort(tp_issue_entry **rows, size_t count, tp_arena *arena, tp_err *err)
{
    tp_issue_entry *sorted = tp_arena_array(arena, count + 1, sizeof *sorted);
    int32_t *order = tp_order_make(arena, count, by_code, *rows);
    if (!sorted || !order)
        return tp_fail_nomem(err);
    for (size_t i = 0; i < count; i++)
        sorted[i] = (*rows)[order[i]];
    *rows = sorted;
    return TP_OK;
}

tp_status tp_issues_list(tp_store *store, const tp_issue_query *query, tp_arena *arena,
                         tp_issue_entry **out, size_t *count, tp_err *err)
{
    sqlite3_stmt *stmt = NULL;
    size_t capacity = 0;
    bool more;
    char on[TP_DATE_TEXT] = "9999-12-31";
    if (query->on != TP_DATE_NONE)
        tp_date_format(query->on, on);
    *out = NULL;
    *count = 0;
    tp_status status = tp_db_prepare(store, &stmt, ISSUE_COLUMNS " ORDER BY i.seq", err);
    if (!status)
        status = tp_db_bind_text(store, stmt, 1, on, err);
    while (!status && !(status = tp_db_step(store, stmt, &more, err)) && more) {
        tp_issue_entry row;
        if (!read_row(stmt, arena, &row) || !tp_arena_grow(arena, out, &capacity, *count, 1))
            status = tp_fail_nomem(err);
        else if (wanted(query, &row.issue))
            (*out)[(*count)++] = row;
    }
    sqlite3_finalize(stmt);
    return status ? status : sort(out, *count, arena, err);
}

/* One issue as it stands now; *found says whether it is there. */
static tp_status get(tp_store *store, const char *issue, tp_arena *arena, tp_issue_entry *out,
                     bool *found, tp_err *err)
{
    sqlite3_stmt *stmt = NULL;
    tp_status status = tp_db_prepare(store, &stmt, ISSUE_COLUMNS " WHERE i.issue = ?2", err);
    if (!status)
        status = tp_db_bind_text(store, stmt, 1, "9999-12-31", err);
    if (!status)
        status = tp_db_bind_text(store, stmt, 2, issue, err);
    if (!status)
        status = tp_db_step(store, stmt, found, err);
    if (!status && *found && !read_row(stmt, arena, out))
        status = tp_fail_nomem(err);
    sqlite3_finalize(stmt);
    return status;
}

static tp_status put_event(tp_store *store, const tp_issue_change *change, tp_err *err)
{
    char on[TP_DATE_TEXT];
    const char *by = change->recorded_by;
    tp_status status = tp_store_by(store, TP_MAY_RECORD, &by, err);
    if (status)
        return status;
    tp_log_about(store, "issue", change->issue, change->reopen ? "reopen" : "close");
    tp_date_format(change->on, on);
    const char *const texts[] = {change->issue,
                                 change->reopen ? "reopen" : "close",
                                 on,
                                 change->reference,
                                 by ? by : "",
                                 change->recorded_at};
    return tp_db_insert(store,
                        "INSERT INTO issue_event (issue, kind, happened_on, reference,"
                        " recorded_by, recorded_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                        6, texts, err);
}

/* The last day anything happened to it: nothing may be recorded before. */
static tp_status last_day(tp_store *store, const tp_issue_entry *row, tp_date *out, tp_err *err)
{
    sqlite3_stmt *stmt = NULL;
    bool more = false;
    *out = row->issue.found_on;
    tp_status status = tp_db_prepare(
        store, &stmt, "SELECT max(happened_on) FROM issue_event WHERE issue = ?1", err);
    if (!status)
        status = tp_db_bind_text(store, stmt, 1, row->issue.code, err);
    if (!status)
        status = tp_db_step(store, stmt, &more, err);
    if (!status && more) {
        tp_date day = date_of((const char *)sqlite3_column_text(stmt, 0));
        *out = day > *out ? day : *out;
    }
    sqlite3_finalize(stmt);
    return status;
}

static tp_status refuse(tp_store *store, const tp_msg *msg, const tp_issue_change *change,
                        tp_date other, tp_err *err)
{
    char on[TP_DATE_TEXT] = "", day[TP_DATE_TEXT] = "";
    tp_date_format(msg == &msg_closed ? other : change->on, on);
    tp_date_format(other, day);
    tp_diag_error(store->diags, nowhere, msg, change->issue, on, day);
    return tp_fail(err, msg == &msg_none ? TP_E_INPUT : TP_E_REFUSED, "issue %s", change->issue);
}

static tp_status record(tp_store *store, const tp_issue_change *change, tp_arena *arena,
                        tp_err *err)
{
    tp_issue_entry row;
    tp_date day;
    bool found = false;
    if (!change->reference || !*change->reference) {
        tp_diag_add(store->diags, TP_ERROR, nowhere, &msg_reference, 0, NULL);
        return tp_fail(err, TP_E_INPUT, "no reference");
    }
    tp_status status = get(store, change->issue, arena, &row, &found, err);
    if (status || !found)
        return status ? status : refuse(store, &msg_none, change, TP_DATE_NONE, err);
    bool open = row.issue.closed_on == TP_DATE_NONE;
    if (open && change->reopen)
        return refuse(store, &msg_open, change, TP_DATE_NONE, err);
    if (!open && !change->reopen)
        return refuse(store, &msg_closed, change, row.issue.closed_on, err);
    status = last_day(store, &row, &day, err);
    if (!status && change->on < day)
        status = refuse(store, &msg_early, change, day, err);
    return status ? status : put_event(store, change, err);
}

tp_status tp_issue_record(tp_store *store, const tp_issue_change *change, tp_err *err)
{
    tp_arena *arena = tp_arena_create();
    tp_status status = arena ? tp_store_begin(store, err) : tp_fail_nomem(err);
    if (!status) {
        status = tp_store_may(store, TP_MAY_RECORD, err);
        if (!status)
            status = record(store, change, arena, err);
        if (status)
            tp_store_rollback(store);
        else
            status = tp_store_commit(store, err);
    }
    tp_arena_free(arena);
    return status;
}

static tp_status put_issue(tp_store *store, const tp_issue *issue, const char *unit,
                           const tp_issues_import *import, tp_err *err)
{
    char found[TP_DATE_TEXT], due[TP_DATE_TEXT];
    tp_date_format(issue->found_on, found);
    tp_date_format(issue->due_on, due);
    const char *const texts[] = {issue->code,
                                 unit,
                                 tp_issue_class_names[issue->issue_class],
                                 found,
                                 due,
                                 issue->text,
                                 import->source,
                                 import->recorded_at};
    return tp_db_insert(store,
                        "INSERT INTO issue (issue, unit, class, found_on, due_on, text, source,"
                        " recorded_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
                        8, texts, err);
}

/* Columns in which the file and the ledger disagree; "" if they agree. */
static void differences(tp_buf *out, const tp_issue *issue, const char *unit,
                        const tp_given_issue *there)
{
    const struct {
        const char *name;
        bool differs;
    } columns[] = {{"unit", strcmp(unit, there->unit) != 0},
                   {"class", issue->issue_class != there->issue_class},
                   {"found_on", issue->found_on != there->found_on},
                   {"due_on", issue->due_on != there->due_on},
                   {"text", strcmp(issue->text ? issue->text : "", there->text) != 0},
                   {"closed_on", issue->closed_on != TP_DATE_NONE &&
                                     there->closed_on != TP_DATE_NONE &&
                                     issue->closed_on != there->closed_on}};
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
        if (columns[i].differs)
            tp_buf_format(out, "%s%s", out->length ? ", " : "", columns[i].name);
}

static tp_status take_one(tp_store *store, tp_issues_import *import, const tp_issue *issue,
                          tp_arena *arena, bool *clash, tp_err *err)
{
    const char *unit = import->data->units[issue->unit].code;
    tp_issue_entry row;
    bool found = false, closed = false;
    tp_status status = get(store, issue->code, arena, &row, &found, err);
    if (!status && !found) {
        status = put_issue(store, issue, unit, import, err);
        import->added++;
    } else if (!status) {
        tp_buf what = {0};
        differences(&what, issue, unit, &row.issue);
        if (what.length) {
            tp_diag_error(store->diags, issue->pos, &msg_differs, issue->code, what.bytes);
            *clash = true;
        }
        tp_buf_finish(&what);
        closed = row.issue.closed_on != TP_DATE_NONE;
        import->same++;
    }
    if (status || closed || *clash || issue->closed_on == TP_DATE_NONE)
        return status;
    import->closed++;
    const tp_issue_change change = {.issue = issue->code,
                                    .on = issue->closed_on,
                                    .reference = import->source,
                                    .recorded_by = import->recorded_by,
                                    .recorded_at = import->recorded_at};
    return put_event(store, &change, err);
}

tp_status tp_issues_take(tp_store *store, tp_issues_import *import, tp_err *err)
{
    bool clash = false;
    import->added = import->closed = import->same = 0;
    tp_arena *arena = tp_arena_create();
    tp_status status = arena ? tp_store_begin(store, err) : tp_fail_nomem(err);
    if (status) {
        tp_arena_free(arena);
        return status;
    }
    status = tp_store_may(store, TP_MAY_RECORD, err);
    tp_log_about(store, "issue", import->source, "import");
    for (int32_t i = 0; i < import->data->n_issues && !status; i++)
        status = take_one(store, import, &import->data->issues[i], arena, &clash, err);
    if (!status && clash)
        status = tp_fail(err, TP_E_REFUSED, "issues differ from the ledger");
    if (status)
        tp_store_rollback(store);
    else
        status = tp_store_commit(store, err);
    tp_arena_free(arena);
    return status;
}

static bool read_event(sqlite3_stmt *stmt, tp_arena *arena, void *into)
{
    tp_issue_event *out = into;
    *out = (tp_issue_event){.kind = tp_db_text(stmt, 0, arena),
                            .on = date_of((const char *)sqlite3_column_text(stmt, 1)),
                            .reference = tp_db_text(stmt, 2, arena),
                            .recorded_by = tp_db_text(stmt, 3, arena),
                            .recorded_at = tp_db_text(stmt, 4, arena)};
    return out->kind && out->reference && out->recorded_by && out->recorded_at;
}

tp_status tp_issue_history(tp_store *store, const char *issue, tp_arena *arena,
                           tp_issue_event **out, size_t *count, tp_err *err)
{
    sqlite3_stmt *stmt = NULL;
    *out = NULL;
    *count = 0;
    tp_status status = tp_db_prepare(store, &stmt,
                                     "SELECT kind, happened_on, reference, recorded_by, recorded_at"
                                     " FROM issue_event WHERE issue = ?1 ORDER BY seq",
                                     err);
    if (!status)
        status = tp_db_bind_text(store, stmt, 1, issue, err);
    if (!status)
        status = tp_db_list(store, stmt, read_event, arena, out, count, err);
    sqlite3_finalize(stmt);
    return status;
}

tp_status tp_issues_given(tp_store *store, tp_arena *arena, tp_given_issue **out, size_t *count,
                          tp_err *err)
{
    static const tp_issue_query all = {.issue_class = -1};
    tp_issue_entry *rows;
    tp_status status = tp_issues_list(store, &all, arena, &rows, count, err);
    if (status)
        return status;
    *out = tp_arena_array(arena, *count + 1, sizeof **out);
    if (!*out)
        return tp_fail_nomem(err);
    for (size_t i = 0; i < *count; i++)
        (*out)[i] = rows[i].issue;
    return TP_OK;
}
