/* The papers of a run, a proposal or an approval, each as a file to fetch: the same bytes as
 * `turnpool export`, `show` and `report` write. */
#include "serve/pages.h"
#include "serve/server_parts.h"

#include "report/comparison/report.h"
#include "report/papers/bundle.h"
#include "report/views/run.h"
#include "report/writers/docx.h"
#include "report/writers/writers.h"

#include <string.h>

#define W(zh_, en_) ((tp_words){zh_, en_})

static const tp_words w_none = {"没有这份文书。", "There is no such paper."};
static const tp_words w_no_store = {"还没有存下的测算。", "No run is kept yet."};
/* All papers in one archive; no paper of ours is called so. */
static const char all_name[] = "all.zip";

typedef struct gathered {
    tp_store *store;
    tp_opened_run opened;
    tp_papers papers;
    tp_bundle bundle;
    const char *base; /* "/run/984f/papers" */
} gathered;

static void end(gathered *g)
{
    tp_opened_run_free(&g->opened);
    tp_store_close(g->store);
}

/* A number of a proposal; its approval where it has one. */
static tp_status of_proposal(tp_visit *visit, tp_store *store, tp_papers_request *request)
{
    tp_proposal_row row;
    const int64_t number = tp_visit_number(visit);
    tp_status status = tp_proposal_get(store, number, visit->arena, &row, &visit->err);
    if (status)
        return status;
    if (row.approval)
        request->approval = row.approval;
    else
        request->proposal = row.proposal;
    return TP_OK;
}

/* Papers of the run or of the meeting that the address names. False: answered already. */
static bool gather(tp_visit *visit, gathered *g)
{
    bool meeting = !strcmp(visit->request->segment[0], "meeting");
    tp_papers_request request = {.run = meeting ? NULL : visit->star[0], .lang = visit->lang};
    *g = (gathered){NULL};
    tp_status status = tp_visit_store_open(visit, TP_VISIT_READ, &g->store);
    if (!status && !g->store) {
        tp_visit_refuse(visit, 404, w_no_store, "");
        return false;
    }
    if (!status && meeting)
        status = of_proposal(visit, g->store, &request);
    if (!status)
        status =
            tp_papers_gather(&g->papers, &g->opened, g->store, &request, visit->arena, &visit->err);
    if (!status)
        status = tp_bundle_list(&g->bundle, &g->papers, TP_BUNDLE_KINDS, &visit->err);
    g->base = tp_arena_format(visit->arena, meeting ? "/meeting/%s/papers" : "/run/%s/papers",
                              meeting         ? visit->star[0]
                              : g->papers.run ? g->papers.run->id
                                              : "");
    if (!status && !g->base)
        status = tp_fail_nomem(&visit->err);
    if (!status)
        return true;
    end(g);
    tp_visit_failed(visit, status);
    return false;
}

static const tp_words form_words[TP_FORMS] = {
    {"Excel", "Excel"}, {"CSV", "CSV"}, {"JSON", "JSON"}, {"Word", "Word"}, {"网页", "Web page"}};

static void put_link(tp_visit *visit, const gathered *g, const char *name, const char *called)
{
    const char *slash = strchr(name, '/');
    tp_buf_format(visit->out, "<a href=\"%s/", g->base);
    if (slash) {
        tp_buf_add(visit->out, name, (size_t)(slash - name) + 1);
        name = slash + 1;
    }
    tp_url_text(visit->out, name);
    tp_buf_text(visit->out, "\">");
    tp_html_text(visit->out, called);
    tp_buf_text(visit->out, "</a> ");
}

/* Whose it is, or which table. */
static void put_subject(tp_visit *visit, const gathered *g, const tp_bundle_file *file)
{
    if (file->unit != TP_ID_NONE) {
        const tp_unit *unit = &g->papers.run->data->units[file->unit];
        tp_html_text(visit->out, unit->code);
        tp_buf_char(visit->out, ' ');
        tp_html_text(visit->out, unit->name);
    } else if (file->view) {
        const tp_view *view = tp_page_find(&g->bundle.page, file->view);
        tp_put(visit, view && view->title.zh ? view->title : W(file->view, file->view));
    }
}

/* Two forms of one paper stand one after the other. */
static bool same_paper(const tp_bundle_file *a, const tp_bundle_file *b)
{
    return a->kind == b->kind && a->unit == b->unit && a->view == b->view && a->notice == b->notice;
}

static void put_list(tp_visit *visit, const gathered *g)
{
    const tp_bundle_file *files = g->bundle.files;
    tp_buf_text(visit->out, "<div class=\"scroll\" role=\"region\" tabindex=\"0\"");
    tp_put_attribute(visit, "aria-label", tp_words_in(W("文书", "Papers"), visit->lang));
    tp_buf_text(visit->out, "><table class=\"list\" id=\"papers\">\n<thead><tr>");
    tp_put_element(visit, "th scope=\"col\"", W("文书", "Paper"));
    tp_put_element(visit, "th scope=\"col\"", W("单位或表", "Unit or table"));
    tp_put_element(visit, "th scope=\"col\"", W("下载", "Fetch"));
    tp_buf_text(visit->out, "</tr></thead>\n<tbody>\n");
    for (size_t i = 0; i < g->bundle.count;) {
        const tp_bundle_file *file = &files[i];
        tp_buf_text(visit->out, "<tr><td>");
        tp_put(visit, tp_bundle_words[file->kind]);
        tp_buf_text(visit->out, "</td><td>");
        put_subject(visit, g, file);
        tp_buf_text(visit->out, "</td><td>");
        for (; i < g->bundle.count && same_paper(&files[i], file); i++)
            put_link(visit, g, files[i].name, tp_words_in(form_words[files[i].form], visit->lang));
        tp_buf_text(visit->out, "</td></tr>\n");
    }
    tp_buf_text(visit->out, "</tbody></table></div>\n");
}

static void list(tp_visit *visit)
{
    gathered g;
    if (!gather(visit, &g))
        return;
    tp_words title = {tp_arena_format(visit->arena, "%s：文书", g.papers.title),
                      tp_arena_format(visit->arena, "%s: papers", g.papers.title)};
    visit->out->failed = visit->out->failed || !title.zh || !title.en;
    tp_shell_begin(visit, title.zh && title.en ? title : w_none, "/runs");
    if (g.papers.draft)
        tp_put_element(visit, "p class=\"note\"",
                       W("尚未审定：每一份都标有“草案”，没有文号。",
                         "Not approved yet: each is marked as a draft and has no number."));
    tp_buf_format(visit->out, "<p class=\"doing\"><a class=\"button main\" href=\"%s/%s\">", g.base,
                  all_name);
    tp_put(visit, W("全部下载（ZIP）", "Fetch all of them (ZIP)"));
    tp_buf_text(visit->out, "</a></p>\n");
    put_list(visit, &g);
    tp_shell_end(visit);
    end(&g);
}

static const char *type_of(tp_bundle_form form)
{
    const char *const types[TP_FORMS] = {[TP_FORM_XLSX] = tp_writer_xlsx.media,
                                         [TP_FORM_CSV] = tp_writer_csv.media,
                                         [TP_FORM_JSON] = tp_writer_json.media,
                                         [TP_FORM_DOCX] = TP_DOCX_TYPE,
                                         [TP_FORM_HTML] = "text/html; charset=utf-8"};
    return types[form];
}

static const char *last(const char *name)
{
    const char *slash = strrchr(name, '/');
    return slash ? slash + 1 : name;
}

/* The file whose name the rest of the address is; NULL. */
static const tp_bundle_file *asked_for(const tp_visit *visit, const gathered *g)
{
    const char *within = visit->star[2] ? visit->star[1] : "";
    const char *name = visit->star[2] ? visit->star[2] : visit->star[1];
    size_t length = strlen(within);
    for (size_t i = 0; i < g->bundle.count; i++) {
        const char *is = g->bundle.files[i].name, *slash = strchr(is, '/');
        size_t folder = slash ? (size_t)(slash - is) : 0;
        if (folder == length && !strncmp(is, within, length) && !strcmp(last(is), name))
            return &g->bundle.files[i];
    }
    return NULL;
}

static void fetch(tp_visit *visit)
{
    gathered g;
    bool all = !visit->star[2] && !strcmp(visit->star[1], all_name);
    if (!gather(visit, &g))
        return;
    const tp_bundle_file *file = all ? NULL : asked_for(visit, &g);
    const char *stem = tp_bundle_stem(&g.papers);
    const char *name = file          ? last(file->name)
                       : all && stem ? tp_arena_format(visit->arena, "%s.zip", stem)
                                     : NULL;
    if (!all && !file) {
        tp_visit_refuse(visit, 404, w_none, "");
    } else if (!name) {
        visit->out->failed = true;
    } else if (tp_visit_exports(visit, name)) {
        tp_status status = all ? tp_bundle_archive(visit->out, &g.bundle, &visit->err)
                               : tp_bundle_bytes(visit->out, &g.bundle, file, &visit->err);
        visit->reply->type = all ? "application/zip" : type_of(file->form);
        visit->reply->file_name = tp_arena_text(visit->arena, name);
        if (status)
            tp_visit_failed(visit, status);
    }
    end(&g);
}

/* --- a run's own tables and report ------------------------------------------------------------ */

static bool open_run(tp_visit *visit, gathered *g)
{
    *g = (gathered){NULL};
    tp_status status = tp_visit_store_open(visit, TP_VISIT_READ, &g->store);
    if (!status && !g->store) {
        tp_visit_refuse(visit, 404, w_no_store, "");
        return false;
    }
    if (!status)
        status = tp_run_open_named(g->store, visit->star[0], visit->arena, &g->opened, &visit->err);
    if (!status)
        return true;
    end(g);
    tp_visit_failed(visit, status);
    return false;
}

static void workbook(tp_visit *visit)
{
    gathered g;
    tp_page page;
    if (!open_run(visit, &g))
        return;
    if (tp_visit_exports(visit, "run")) {
        tp_status status =
            tp_run_whole_page(&page, g.opened.run, true, (tp_stop){0}, visit->arena, &visit->err);
        const tp_writing how = {.lang = visit->lang};
        if (!status)
            status = tp_writer_xlsx.write(visit->out, &page, &how, &visit->err);
        visit->reply->type = tp_writer_xlsx.media;
        visit->reply->file_name = tp_arena_format(visit->arena, "run-%.8s.xlsx", g.opened.run->id);
        if (status)
            tp_visit_failed(visit, status);
    }
    end(&g);
}

static void report(tp_visit *visit)
{
    gathered g;
    tp_run_standing standing;
    if (!open_run(visit, &g))
        return;
    if (tp_visit_exports(visit, "report")) {
        tp_status status =
            tp_run_standing_of(&standing, g.store, &g.opened.record, visit->arena, &visit->err);
        tp_report_entry entry = {.run = g.opened.run};
        tp_report wanted = {.n_entries = 1, .lang = visit->lang};
        if (!status) {
            entry = tp_report_entry_of(g.opened.run, &standing);
            status = tp_report_gather(&wanted, &entry, g.store, true, visit->arena, &visit->err);
        }
        if (!status)
            status = tp_report_write(visit->out, &wanted, visit->arena, &visit->err);
        visit->reply->file_name =
            tp_arena_format(visit->arena, "report-%.8s.html", g.opened.run->id);
        if (status)
            tp_visit_failed(visit, status);
    }
    end(&g);
}

static const tp_route routes[] = {
    {TP_GET, "/run/*/papers", TP_MAY_EXPORT, list},
    {TP_GET, "/run/*/papers/*", TP_MAY_EXPORT, fetch},
    {TP_GET, "/run/*/papers/*/*", TP_MAY_EXPORT, fetch},
    {TP_GET, "/run/*/workbook", TP_MAY_EXPORT, workbook},
    {TP_GET, "/run/*/report", TP_MAY_EXPORT, report},
    {TP_GET, "/meeting/*/papers", TP_MAY_EXPORT, list},
    {TP_GET, "/meeting/*/papers/*", TP_MAY_EXPORT, fetch},
    {TP_GET, "/meeting/*/papers/*/*", TP_MAY_EXPORT, fetch},
};
const tp_routes tp_page_papers = TP_ROUTES(routes);
