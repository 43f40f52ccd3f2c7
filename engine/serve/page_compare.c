/* Stored runs and states of the live page side by side: the same report and workbook as the command
 * line writes. Putting one forward. */
#include "serve/live.h"
#include "serve/pages.h"
#include "serve/server_parts.h"

#include "report/comparison/report.h"
#include "report/views/compare.h"
#include "report/writers/writers.h"
#include "workspace/decide.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define W(zh_, en_) ((tp_words){zh_, en_})

static const tp_words w_title = {"方案比较", "Comparison"};
static const tp_words w_few = {
    "请在测算记录中勾选两个或更多（至多七个），或在方案页上点“与基准比较”。",
    "Tick two or more runs (seven at most) in the list, or press Compare with the "
    "baseline on a scenario's page."};

typedef struct several {
    tp_store *store; /* NULL: there is none */
    tp_opened_run opened[TP_REPORT_MOST];
    tp_live live[TP_REPORT_MOST]; /* of those that are states */
    tp_report_entry entries[TP_REPORT_MOST];
    const tp_run *runs[TP_REPORT_MOST];
    const char *names[TP_REPORT_MOST]; /* a run's, or a state's address: "/live/baseline?…" */
    size_t count;
} several;

static void close_all(several *s)
{
    for (size_t i = 0; i < s->count; i++) {
        tp_opened_run_free(&s->opened[i]);
        tp_live_end(&s->live[i]);
    }
    tp_store_close(s->store);
}

static bool is_state(const char *name)
{
    return !strncmp(name, "/live/", sizeof "/live/" - 1);
}

static bool compared(const char *name)
{
    return !strcmp(name, "run") || !strcmp(name, "state") || !strcmp(name, "more");
}

/* Those asked for, the baseline first, none twice. */
static size_t asked_for(tp_visit *visit, const char *names[TP_REPORT_MOST])
{
    const tp_fields *query = &visit->request->query;
    size_t n = 0;
    for (int pass = 0; pass < 2; pass++)
        for (size_t i = 0; i < query->count && n < TP_REPORT_MOST; i++) {
            const tp_field *field = &query->items[i];
            size_t k = 0;
            bool wanted = pass ? compared(field->name) : !strcmp(field->name, "base");
            if (!*field->value || !wanted)
                continue;
            while (k < n && strcmp(names[k], field->value) != 0)
                k++;
            if (k == n)
                names[n++] = field->value;
        }
    return n;
}

/* A state of the live page, solved (or remembered) as that page would. */
static tp_status open_state(tp_visit *visit, several *s, const char *address)
{
    tp_request request = *visit->request;
    tp_visit there = *visit;
    tp_live *live = &s->live[s->count];
    request.target = address;
    request.n_segments = 0;
    request.query = (tp_fields){0};
    there.request = &request;
    if (!tp_request_target(&request) || request.n_segments != 2)
        return tp_fail(&visit->err, TP_E_INPUT, "no state: %s", address);
    there.star[0] = request.segment[1];
    bool begun = tp_live_begin(live, &there);
    visit->diags = there.diags;
    visit->err = there.err;
    if (!begun)
        return TP_E_REFUSED; /* said already */
    s->runs[s->count] = live->answer.run;
    s->names[s->count] = address;
    s->entries[s->count] = (tp_report_entry){.run = live->answer.run};
    tp_status status = live->status;
    s->count++;
    return status;
}

static tp_status open_run(tp_visit *visit, several *s, const char *name)
{
    tp_run_standing standing;
    tp_opened_run *at = &s->opened[s->count];
    if (!s->store)
        return tp_fail(&visit->err, TP_E_INPUT, "there is no store yet");
    tp_status status = tp_run_open_named(s->store, name, visit->arena, at, &visit->err);
    if (status)
        return status;
    s->runs[s->count] = at->run;
    s->names[s->count] = name;
    status = tp_run_standing_of(&standing, s->store, &at->record, visit->arena, &visit->err);
    if (!status)
        s->entries[s->count] = tp_report_entry_of(at->run, &standing);
    s->count++;
    return status;
}

static bool open_all(tp_visit *visit, several *s)
{
    const char *names[TP_REPORT_MOST];
    size_t n = asked_for(visit, names);
    *s = (several){NULL};
    if (n < 2) {
        tp_visit_refuse(visit, 422, w_few, "");
        return false;
    }
    tp_status status = tp_visit_store_open(visit, TP_VISIT_READ, &s->store);
    bool said = false;
    for (size_t i = 0; i < n && !status; i++) {
        status = is_state(names[i]) ? open_state(visit, s, names[i]) : open_run(visit, s, names[i]);
        said = status == TP_E_REFUSED && is_state(names[i]);
    }
    if (!status)
        return true;
    close_all(s);
    if (!said)
        tp_visit_failed(visit, status);
    return false;
}

/* What is shown of it, in the address. */
enum { LOOKS_ALL = 1, LOOKS_PLAIN = 2 };
static const char *const look_names[] = {"all", "plain"};

static unsigned looks_of(tp_visit *visit)
{
    return (*tp_asked(visit, look_names[0]) ? LOOKS_ALL : 0u) |
           (*tp_asked(visit, look_names[1]) ? LOOKS_PLAIN : 0u);
}

static void put_query(tp_visit *visit, const char *path, const several *s, size_t base,
                      unsigned looks)
{
    tp_buf_format(visit->out, "%s?base=", path);
    tp_url_text(visit->out, s->names[base]);
    for (size_t i = 0; i < s->count; i++) {
        tp_buf_text(visit->out, is_state(s->names[i]) ? "&amp;state=" : "&amp;run=");
        tp_url_text(visit->out, s->names[i]);
    }
    for (unsigned i = 0; i < 2; i++)
        if (looks & 1u << i)
            tp_buf_format(visit->out, "&amp;%s=1", look_names[i]);
}

static void put_name(tp_visit *visit, const several *s, size_t i)
{
    tp_put(visit, s->runs[i]->scenario->title);
    if (is_state(s->names[i]) && strchr(s->names[i], '?'))
        tp_put(visit, W("（调节后）", " (levers moved)"));
    else if (!is_state(s->names[i]))
        tp_buf_format(visit->out, " <small>%.8s</small>", s->runs[i]->id);
}

/* One of two ways to look at it: the one at hand is said, the other leads there. */
static void put_switch(tp_visit *visit, const several *s, unsigned bit, const tp_words ways[2])
{
    const unsigned looks = looks_of(visit);
    tp_buf_text(visit->out, "<span class=\"ways\">");
    for (int way = 0; way < 2; way++) {
        const bool here = ((looks & bit) != 0) == (way == 1);
        tp_buf_text(visit->out, here ? "<b>" : "<a href=\"");
        if (!here) {
            put_query(visit, "/compare", s, 0, looks ^ bit);
            tp_buf_text(visit->out, "\">");
        }
        tp_put(visit, ways[way]);
        tp_buf_text(visit->out, here ? "</b> " : "</a> ");
    }
    tp_buf_text(visit->out, "</span>\n");
}

static void switches(tp_visit *visit, const several *s)
{
    tp_buf_text(visit->out, "<div class=\"doing\">");
    tp_put(visit, W("基准：", "Baseline: "));
    for (size_t i = 0; i < s->count; i++) {
        tp_buf_text(visit->out, i ? "<a class=\"button\" href=\"" : "<b>");
        if (i) {
            put_query(visit, "/compare", s, i, looks_of(visit));
            tp_buf_text(visit->out, "\">");
        }
        put_name(visit, s, i);
        tp_buf_text(visit->out, i ? "</a> " : "</b> ");
    }
    put_switch(visit, s, LOOKS_PLAIN,
               (tp_words[]){W("带增减", "with differences"), W("只看数值", "values alone")});
    put_switch(
        visit, s, LOOKS_ALL,
        (tp_words[]){W("只列有差别的单位", "units that differ"), W("全部单位", "all units")});
    tp_buf_text(visit->out, "</div>\n");
}

/* What the meeting reads of one: papers of a run on record; a state is kept first. */
static void put_papers(tp_visit *visit, const several *s, size_t i)
{
    if (!is_state(s->names[i])) {
        tp_buf_text(visit->out, "<a class=\"button\" href=\"/run/");
        tp_url_text(visit->out, s->runs[i]->id);
        tp_buf_text(visit->out, "/papers\">");
        tp_put(visit, W("会议文书（草案）：", "Draft papers: "));
        put_name(visit, s, i);
        tp_buf_text(visit->out, "</a>\n");
    } else if (!*s->live[i].draft && tp_visit_may(visit, TP_MAY_WORK)) {
        tp_buf to;
        tp_buf_init(&to);
        tp_live_address(&to, &s->live[i], "/keep");
        tp_form_begin(visit, to.bytes ? to.bytes : "", NULL);
        tp_buf_text(visit->out, "<button type=\"submit\">");
        tp_put(visit, W("存入测算记录（之后可出文书）：", "Keep this run (then its papers): "));
        put_name(visit, s, i);
        tp_buf_text(visit->out, "</button>\n");
        tp_form_end(visit);
        visit->out->failed = visit->out->failed || !tp_buf_ok(&to);
        tp_buf_finish(&to);
    }
}

static void fetches(tp_visit *visit, const several *s)
{
    if (!tp_visit_may(visit, TP_MAY_EXPORT))
        return;
    tp_buf_text(visit->out, "<div class=\"doing\"><a class=\"button main\" href=\"");
    put_query(visit, "/compare/report", s, 0, 0);
    tp_buf_text(visit->out, "\">");
    tp_put(visit, W("下载比较报告", "Fetch the report"));
    tp_buf_text(visit->out, "</a> <a class=\"button\" href=\"");
    put_query(visit, "/compare/workbook", s, 0, 0);
    tp_buf_text(visit->out, "\">");
    tp_put(visit, W("下载比较表（Excel）", "Fetch it as a workbook"));
    tp_buf_text(visit->out, "</a>\n");
    for (size_t i = 0; i < s->count; i++)
        put_papers(visit, s, i);
    tp_buf_text(visit->out, "</div>\n");
}

/* What is compared, to be left out, and another run of the store to be taken in. */
static void choose(tp_visit *visit, const several *s)
{
    tp_run_row *rows = NULL;
    size_t count = 0;
    if (s->store && tp_store_list_runs(s->store, visit->arena, &rows, &count, &visit->err))
        return;
    tp_buf_text(visit->out, "<form method=\"get\" action=\"/compare\" class=\"doing\">\n");
    for (size_t i = 0; i < s->count; i++) {
        tp_buf_format(visit->out, "<label><input type=\"checkbox\" checked name=\"%s\"",
                      is_state(s->names[i]) ? "state" : "run");
        tp_put_attribute(visit, "value", s->names[i]);
        tp_buf_text(visit->out, "> ");
        put_name(visit, s, i);
        tp_buf_text(visit->out, "</label>\n");
    }
    for (unsigned i = 0; i < 2; i++)
        if (looks_of(visit) & 1u << i)
            tp_buf_format(visit->out, "<input type=\"hidden\" name=\"%s\" value=\"1\">\n",
                          look_names[i]);
    if (count && s->count < TP_REPORT_MOST) {
        tp_put_element(visit, "label for=\"more\"", W("再比一次测算", "One more run"));
        tp_buf_text(visit->out, " <select id=\"more\" name=\"more\">");
        tp_put_element(visit, "option value=\"\"", W("（不加）", "(none)"));
        for (size_t i = count; i-- > 0;) {
            tp_buf_format(visit->out, "<option value=\"%s\">", rows[i].run);
            tp_put(visit, rows[i].title);
            tp_buf_format(visit->out, " %.8s</option>\n", rows[i].run);
        }
        tp_buf_text(visit->out, "</select> ");
    }
    tp_form_button(visit, W("更新", "Update"), NULL);
    tp_form_end(visit);
}

static tp_status page_of(tp_visit *visit, const several *s, bool all, tp_page *page)
{
    tp_comparison comparison;
    tp_status status = tp_compare_runs(&comparison, s->runs, s->count, visit->arena, &visit->err);
    return status ? status
                  : tp_compare_page(page, &comparison, &(tp_compare_page_options){.all = all},
                                    visit->arena, &visit->err);
}

static void compare(tp_visit *visit)
{
    several s;
    tp_page page;
    if (!open_all(visit, &s))
        return;
    tp_status status = page_of(visit, &s, looks_of(visit) & LOOKS_ALL, &page);
    if (status) {
        tp_visit_failed(visit, status);
    } else {
        tp_shell_begin(visit, w_title, "/runs");
        switches(visit, &s);
        fetches(visit, &s);
        /* A key's name stands beside it. */
        static const char *const plain[] = {"key",   "diff1", "diff2", "diff3",
                                            "diff4", "diff5", "diff6", NULL};
        static const char *const without[] = {"key", NULL};
        _Static_assert(TP_REPORT_MOST == 7, "a difference for each but the first");
        const bool values = looks_of(visit) & LOOKS_PLAIN;
        tp_shell_page(visit, &page, &(tp_shell_table){.without = values ? plain : without}, NULL);
        choose(visit, &s);
        tp_shell_end(visit);
    }
    close_all(&s);
}

static void report(tp_visit *visit)
{
    several s;
    if (!tp_visit_exports(visit, "report") || !open_all(visit, &s))
        return;
    tp_report wanted = {.n_entries = s.count, .lang = visit->lang};
    tp_status status =
        tp_report_gather(&wanted, s.entries, s.store, true, visit->arena, &visit->err);
    if (!status)
        status = tp_report_write(visit->out, &wanted, visit->arena, &visit->err);
    if (status)
        tp_visit_failed(visit, status);
    else
        visit->reply->file_name = "comparison.html";
    close_all(&s);
}

static void workbook(tp_visit *visit)
{
    several s;
    tp_page page;
    if (!tp_visit_exports(visit, "comparison") || !open_all(visit, &s))
        return;
    tp_status status = page_of(visit, &s, true, &page);
    const tp_writing how = {.lang = visit->lang};
    if (!status)
        status = tp_writer_xlsx.write(visit->out, &page, &how, &visit->err);
    close_all(&s);
    if (status) {
        tp_visit_failed(visit, status);
        return;
    }
    visit->reply->type = tp_writer_xlsx.media;
    visit->reply->file_name = "comparison.xlsx";
}

static void propose(tp_visit *visit)
{
    tp_store *store;
    int64_t proposal = 0;
    const tp_fields *form = &visit->request->form;
    const char *title = tp_field_value(form, "title");
    tp_propose_request request = {.run = visit->star[0],
                                  .title = *title ? title : NULL,
                                  .by = tp_field_value(form, "by"),
                                  .on = tp_visit_today(visit)};
    tp_status status = tp_visit_store_open(visit, TP_VISIT_WRITE, &store);
    if (!status)
        status =
            tp_propose_named(store, &request, visit->lang, visit->arena, &proposal, &visit->err);
    tp_store_close(store);
    if (status)
        tp_visit_failed(visit, status);
    else
        tp_visit_go(visit, "/run/%s", request.run);
}

static const tp_route routes[] = {
    {TP_GET, "/compare", TP_MAY_LOOK, compare},
    {TP_GET, "/compare/report", TP_MAY_EXPORT, report},
    {TP_GET, "/compare/workbook", TP_MAY_EXPORT, workbook},
    {TP_POST, "/run/*/propose", TP_MAY_PROPOSE, propose},
};
const tp_routes tp_page_compare = TP_ROUTES(routes);
