/* Runs of the store: the list, one run, and why a row of it is as it is. */
#include "serve/answer.h"
#include "serve/pages.h"
#include "serve/people.h"
#include "serve/remarks.h"
#include "serve/server_parts.h"

#include "run/document.h"
#include "workspace/stored_run.h"

#include <stdio.h>
#include <string.h>

#define W(zh_, en_) ((tp_words){zh_, en_})

static const tp_words w_title = {"测算记录", "Runs"};
static const tp_words w_none = {"还没有存下的测算。打开一个方案，点“存入测算记录”。",
                                "No run is kept yet. Open a scenario and press Keep this run."};
static const tp_words w_stale = {"此后台账或数据已有变化，须重新测算后才能提请。",
                                 "The ledger or the data have changed since: solve again before "
                                 "putting it forward."};

static const char *const statuses[] = {"optimal", "feasible", "infeasible", "none"};
static const tp_words status_words[] = {{"最优", "optimal"},
                                        {"可行，未证最优", "feasible, not proven"},
                                        {"自相矛盾", "infeasible"},
                                        {"无结果", "none"}};

static tp_words status_of(const char *status)
{
    for (size_t i = 0; i < sizeof statuses / sizeof *statuses; i++)
        if (!strcmp(statuses[i], status))
            return status_words[i];
    return W(status, status);
}

typedef struct listed {
    const tp_run_row *rows;
    size_t count;
} listed;

/* Newest first. */
static const tp_run_row *row_at(const listed *l, size_t row)
{
    return &l->rows[l->count - 1 - row];
}

static bool to_run(void *user, const tp_shell_cell *cell, tp_buf *out)
{
    if (cell->column > 1)
        return false;
    tp_buf_format(out, "/run/%s", row_at(user, cell->row)->run);
    return true;
}

static tp_words state_of(const tp_run_row *row)
{
    return !strcmp(row->decision, "approved")   ? tp_run_state_words[TP_RUN_APPROVED]
           : !strcmp(row->decision, "partial")  ? tp_run_state_words[TP_RUN_PARTIAL]
           : !strcmp(row->decision, "filed")    ? tp_run_state_words[TP_RUN_FILED]
           : !strcmp(row->decision, "rejected") ? tp_run_state_words[TP_RUN_REJECTED]
           : !strcmp(row->decision, "undone")   ? tp_run_state_words[TP_RUN_UNDONE]
           : row->proposal                      ? tp_run_state_words[TP_RUN_PROPOSED]
                                                : tp_run_state_words[TP_RUN_DRAFT];
}

static void add_runs(tp_page *page, const listed *l)
{
    tp_view *view = tp_page_view(page, "runs", w_title);
    view->empty = w_none;
    tp_view_column_add(view, "title", W("方案", "Scenario"), TP_COL_WRAP);
    tp_view_column_add(view, "run", W("测算编号", "Run"), 0);
    tp_view_column_add(view, "as_of", W("基准日", "As of"), 0);
    tp_view_column_add(view, "status", W("结果", "Result"), 0);
    tp_view_column_add(view, "state", W("办理", "Standing"), 0);
    tp_view_column_add(view, "at", W("存入时间", "Kept at"), 0);
    for (size_t i = 0; i < l->count; i++) {
        const tp_run_row *row = row_at(l, i);
        tp_view_words(view, row->title);
        tp_view_text(view, row->run);
        tp_view_date(view, row->as_of);
        tp_view_words(view, status_of(row->status));
        tp_view_words(view, state_of(row));
        tp_view_text(view, row->stored_at);
    }
}

static void tick(void *user, tp_visit *visit, const tp_view *view, size_t row)
{
    const tp_run_row *is = row_at(user, row);
    (void)view;
    tp_buf_format(visit->out,
                  "<input type=\"checkbox\" name=\"run\" value=\"%s\" aria-label=\"%s\">", is->run,
                  is->run);
}

static void runs(tp_visit *visit)
{
    tp_store *store;
    listed l = {NULL, 0};
    tp_run_row *rows = NULL;
    tp_page page;
    tp_status status = tp_visit_store_open(visit, TP_VISIT_READ, &store);
    if (!status && store)
        status = tp_store_list_runs(store, visit->arena, &rows, &l.count, &visit->err);
    tp_store_close(store);
    if (status) {
        tp_visit_failed(visit, status);
        return;
    }
    l.rows = rows;
    tp_page_init(&page, visit->arena, w_title);
    add_runs(&page, &l);
    const tp_shell_table table = {.link = to_run,
                                  .bare = true,
                                  .more = tick,
                                  .more_first = true,
                                  .more_title = W("比较", "Compare"),
                                  .user = &l};
    tp_shell_begin(visit, w_title, "/runs");
    tp_buf_text(visit->out, "<form method=\"get\" action=\"/compare\">\n");
    tp_shell_page(visit, &page, &table, NULL);
    if (l.count > 1)
        tp_form_button(visit, W("比较勾选的", "Compare those ticked"), "class=\"main\"");
    tp_form_end(visit);
    tp_shell_end(visit);
}

typedef struct opened {
    tp_store *store;
    tp_opened_run run;
    tp_run_standing standing;
    tp_answer_place place;
} opened;

static bool open_run(tp_visit *visit, opened *out)
{
    *out = (opened){NULL};
    tp_status status = tp_visit_store_open(visit, TP_VISIT_READ, &out->store);
    if (!status && !out->store) {
        tp_visit_refuse(visit, 404, w_none, "");
        return false;
    }
    if (!status)
        status =
            tp_run_open_named(out->store, visit->star[0], visit->arena, &out->run, &visit->err);
    if (!status)
        status = tp_run_standing_of(&out->standing, out->store, &out->run.record, visit->arena,
                                    &visit->err);
    if (!status) {
        out->place.run = out->run.run;
        out->place.query = "";
        out->place.base = tp_arena_format(visit->arena, "/run/%s", out->run.run->id);
        if (out->place.base)
            return true;
        status = TP_E_NOMEM;
    }
    tp_opened_run_free(&out->run);
    tp_store_close(out->store);
    tp_visit_failed(visit, status);
    return false;
}

static void close_run(opened *o)
{
    tp_opened_run_free(&o->run);
    tp_store_close(o->store);
}

/* What can be fetched of it: its papers, those of the meeting where one has decided; a report to
 * send round; every table. */
static void fetch(tp_visit *visit, const opened *o)
{
    bool decided = o->standing.state != TP_RUN_DRAFT && o->standing.state != TP_RUN_REJECTED;
    const struct {
        const char *to;
        tp_words words;
    } buttons[] = {{"papers", {"会议文书（草案）", "Papers for the meeting (draft)"}},
                   {"report", {"下载测算报告", "Fetch the report"}},
                   {"workbook", {"下载全部明细（Excel）", "Fetch every table (Excel)"}}};
    for (size_t i = 0; i < sizeof buttons / sizeof *buttons; i++) {
        if (!i && decided && o->standing.proposal) {
            tp_buf_format(visit->out, "<a class=\"button\" href=\"/meeting/%lld/papers\">",
                          (long long)o->standing.proposal);
            tp_put(visit, W("文书", "Papers"));
        } else {
            tp_buf_format(visit->out, "<a class=\"button\" href=\"%s/%s\">", o->place.base,
                          buttons[i].to);
            tp_put(visit, buttons[i].words);
        }
        tp_buf_text(visit->out, "</a>\n");
    }
}

/* Its papers, and putting it forward. */
static void doing(tp_visit *visit, const opened *o)
{
    char action[64];
    if (!tp_answered(o->run.run->result->status))
        return;
    tp_buf_text(visit->out, "<div class=\"doing\">");
    if (tp_visit_may(visit, TP_MAY_EXPORT))
        fetch(visit, o);
    if (o->standing.state == TP_RUN_DRAFT && tp_visit_may(visit, TP_MAY_PROPOSE)) {
        snprintf(action, sizeof action, "/run/%s/propose", o->run.run->id);
        tp_form_begin(visit, action, "class=\"doing\"");
        tp_people_by(visit, W("提请人", "By"));
        tp_put_element(visit, "label for=\"title\"", W("题目", "Title"));
        tp_buf_text(visit->out,
                    " <input type=\"text\" id=\"title\" name=\"title\" autocomplete=\"off\"> ");
        tp_form_button(visit, W("提请编委会审定", "Put it forward"), "class=\"main\"");
        tp_form_end(visit);
    }
    tp_buf_text(visit->out, "</div>\n");
}

/* Many rows have no field each: a form would be larger than what is read of one. */
enum { ROWS_WITH_FIELDS = 1500 };

static bool decided(const opened *o)
{
    return o->standing.state != TP_RUN_DRAFT && o->standing.state != TP_RUN_PROPOSED;
}

static void one_run(tp_visit *visit)
{
    opened o;
    tp_remark_board board;
    if (!open_run(visit, &o))
        return;
    tp_status status = tp_remark_board_open(&board, visit, o.store, &o.run);
    if (status) {
        close_run(&o);
        tp_visit_failed(visit, status);
        return;
    }
    bool writes = tp_answered(o.run.run->result->status) && !decided(&o) &&
                  tp_visit_may(visit, TP_MAY_PROPOSE);
    bool few = o.run.run->data->n_lines + o.run.run->data->n_demands <= ROWS_WITH_FIELDS;
    if (writes && few)
        tp_remark_board_offer(&board, &o.place);
    tp_shell_begin(visit, o.run.run->scenario->title, "/runs");
    tp_buf_text(visit->out, "<p class=\"badges\"><span class=\"badge\">");
    tp_put(visit, tp_run_state_words[o.standing.state]);
    tp_buf_text(visit->out, "</span></p>\n");
    if (o.standing.ledger_moved || o.standing.dataset_replaced)
        tp_put_element(visit, "p class=\"trouble\"", w_stale);
    tp_answer_verdict(visit, o.run.run);
    doing(visit, &o);
    if (writes)
        tp_remark_board_form(visit, &o.place, few);
    if (!writes || !few)
        tp_remark_board_list(visit, &board);
    tp_answer_changes(visit, &o.place, o.run.run);
    tp_answer_tables(visit, &o.place, true);
    tp_shell_end(visit);
    close_run(&o);
}

static void demand(tp_visit *visit)
{
    opened o;
    if (!open_run(visit, &o))
        return;
    tp_answer_demand_page(visit, &o.place, visit->star[1]);
    close_run(&o);
}

static void unit(tp_visit *visit)
{
    opened o;
    if (!open_run(visit, &o))
        return;
    tp_answer_unit_page(visit, &o.place, visit->star[1]);
    close_run(&o);
}

static void remark(tp_visit *visit)
{
    tp_store *store;
    tp_opened_run run = {0};
    tp_status status = tp_visit_store_open(visit, TP_VISIT_WRITE, &store);
    if (!status)
        status = tp_run_open_named(store, visit->star[0], visit->arena, &run, &visit->err);
    if (!status)
        status = tp_remark_board_save(visit, store, &run);
    const char *id = status ? "" : tp_arena_text(visit->arena, run.record.run);
    tp_opened_run_free(&run);
    tp_store_close(store);
    if (status)
        tp_visit_failed(visit, status);
    else
        tp_visit_go(visit, "/run/%s", id ? id : "");
}

/* The document, as `turnpool show --json` prints it. */
static void document(tp_visit *visit)
{
    opened o;
    if (!open_run(visit, &o))
        return;
    visit->reply->type = "application/json";
    tp_document_write(visit->out, o.run.run);
    close_run(&o);
}

static const tp_route routes[] = {
    {TP_GET, "/runs", TP_MAY_LOOK, runs},
    {TP_GET, "/run/*", TP_MAY_LOOK, one_run},
    {TP_GET, "/run/*/document", TP_MAY_LOOK, document},
    {TP_POST, "/run/*/remarks", TP_MAY_PROPOSE, remark},
    {TP_GET, "/run/*/demand/*", TP_MAY_LOOK, demand},
    {TP_GET, "/run/*/unit/*", TP_MAY_LOOK, unit},
};
const tp_routes tp_page_runs = TP_ROUTES(routes);
