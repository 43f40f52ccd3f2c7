/* Proposals, and what a meeting decided: its minutes and their paper. */
#include "serve/pages.h"
#include "serve/server_parts.h"

#include "report/papers/papers.h"
#include "report/views/ledger.h"
#include "report/writers/docx.h"

#include <string.h>

#define W(zh_, en_) ((tp_words){zh_, en_})

static const tp_words w_proposals = {"建议方案", "Proposals"};
static const tp_words w_meeting = {"编委会会议", "Meeting"};
static const tp_words w_none = {"没有数据库，也就没有建议方案。",
                                "There is no store, so nothing is proposed."};

static bool get_proposal(tp_visit *visit, tp_store **store, tp_proposal_row *row)
{
    const int64_t number = tp_visit_number(visit);
    tp_status status = tp_visit_store_open(visit, TP_VISIT_READ, store);
    if (!status && !*store) {
        tp_visit_refuse(visit, 404, w_none, "");
        return false;
    }
    if (!status)
        status = tp_proposal_get(*store, number, visit->arena, row, &visit->err);
    if (!status)
        return true;
    tp_store_close(*store);
    tp_visit_failed(visit, status);
    return false;
}

/* The papers to fetch; who met is not known to the books, so it is asked for here. */
static void put_downloads(tp_visit *visit, int64_t proposal)
{
    static const struct {
        const char *name;
        tp_words label;
    } fields[] = {{"chair", {"主持", "In the chair"}},
                  {"present", {"出席", "Present"}},
                  {"absent", {"缺席", "Absent"}},
                  {"votes", {"表决", "Votes"}}};
    tp_put_element(visit, "h2", W("会议纪要", "Minutes"));
    tp_buf_format(visit->out,
                  "<form method=\"get\" action=\"/meeting/%lld/record\" class=\"stack\">\n",
                  (long long)proposal);
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        tp_buf_format(visit->out, "<label for=\"%s\">", fields[i].name);
        tp_put(visit, fields[i].label);
        tp_buf_format(
            visit->out,
            "</label>\n<input id=\"%s\" type=\"text\" name=\"%s\" autocomplete=\"off\">\n",
            fields[i].name, fields[i].name);
    }
    tp_buf_text(visit->out, "<span></span><span class=\"doing\">");
    tp_form_button(visit, W("下载会议纪要（Word）", "Fetch the minutes (Word)"), "class=\"main\"");
    tp_buf_text(visit->out, "</span>");
    tp_form_end(visit);
}

/* Committee table, notices, workbook …: of what is still to be decided as drafts. */
static void put_papers(tp_visit *visit, int64_t proposal)
{
    tp_buf_format(visit->out,
                  "<p class=\"doing\"><a class=\"button\" href=\"/meeting/%lld/papers\">",
                  (long long)proposal);
    tp_put(visit, W("审议表、通知单等全部文书", "Committee table, notices and all other papers"));
    tp_buf_text(visit->out, "</a></p>\n");
}

/* What moves inside a system may need no decision. */
static void put_filing(tp_visit *visit, int64_t proposal)
{
    tp_buf_format(visit->out, "<p class=\"doing\"><a class=\"button\" href=\"/filing/%lld\">",
                  (long long)proposal);
    tp_put(visit, W("系统总量以内的备案", "File what is within a system's total"));
    tp_buf_text(visit->out, "</a></p>\n");
}

/* What was decided, item by item, and where its papers are. */
static void minutes(tp_visit *visit)
{
    tp_store *store;
    tp_proposal_row row;
    tp_papers papers = {0};
    tp_opened_run opened = {0};
    tp_page page;
    if (!get_proposal(visit, &store, &row))
        return;
    tp_words title = {row.title, row.title};
    tp_shell_begin(visit, title, "/proposals");
    tp_page_init(&page, visit->arena, w_meeting);
    tp_proposals_page(&page, &row, 1);
    tp_shell_page(visit, &page, NULL, NULL);
    bool exports = tp_visit_may(visit, TP_MAY_EXPORT), rejected = !strcmp(row.decision, "rejected");
    if (exports && !rejected)
        put_papers(visit, row.proposal);
    if (!row.approval && tp_visit_may(visit, TP_MAY_POST))
        put_filing(visit, row.proposal);
    if (row.approval && !rejected) {
        const tp_papers_request request = {.approval = row.approval, .lang = visit->lang};
        if (!tp_papers_gather(&papers, &opened, store, &request, visit->arena, &visit->err)) {
            tp_page_init(&page, visit->arena, w_meeting);
            tp_papers_page(&page, &papers);
            static const char *const without[] = {"usage", "differences", "comparison", NULL};
            tp_shell_page(visit, &page, NULL, without);
        }
        tp_opened_run_free(&opened);
        if (exports && strcmp(row.decision, "filed") != 0)
            put_downloads(visit, row.proposal);
    }
    tp_shell_end(visit);
    tp_store_close(store);
}

static void record(tp_visit *visit)
{
    tp_store *store;
    tp_proposal_row row;
    tp_papers papers = {0};
    tp_opened_run opened = {0};
    tp_paper page;
    if (!get_proposal(visit, &store, &row))
        return;
    const tp_papers_request request = {.approval = row.approval, .lang = visit->lang};
    const tp_attendance who = {tp_asked(visit, "chair"), tp_asked(visit, "present"),
                               tp_asked(visit, "absent"), tp_asked(visit, "votes")};
    tp_status status = TP_OK;
    if (!row.approval)
        tp_visit_refuse(
            visit, 404,
            W("会议还没有审定，没有纪要。", "Nothing is decided yet, so there are no minutes."),
            "");
    else
        status = tp_papers_gather(&papers, &opened, store, &request, visit->arena, &visit->err);
    if (row.approval && !status && tp_visit_exports(visit, "minutes")) {
        tp_paper_init(&page, visit->arena, visit->lang);
        tp_minutes_paper(&page, &papers, &who);
        status = tp_docx_bytes(visit->out, &page, &visit->err);
        if (!status) {
            visit->reply->type = TP_DOCX_TYPE;
            visit->reply->file_name = "minutes.docx";
        }
    }
    tp_opened_run_free(&opened);
    tp_store_close(store);
    if (status)
        tp_visit_failed(visit, status);
}

/* --- the list --------------------------------------------------------------------------------- */

typedef struct listed {
    const tp_visit *visit;
    const tp_proposal_row *rows;
} listed;

static bool to_meeting(void *user, const tp_shell_cell *cell, tp_buf *out)
{
    const listed *l = user;
    const tp_proposal_row *row = &l->rows[cell->row];
    const char *id = cell->view->columns[cell->column].id;
    if (!strcmp(id, "run")) {
        tp_buf_format(out, "/run/%s", row->run);
        return true;
    }
    if (strcmp(id, "title") != 0 && strcmp(id, "proposal") != 0)
        return false;
    bool decides = !row->approval && tp_visit_may(l->visit, TP_MAY_DECIDE);
    tp_buf_format(out, "/meeting/%lld%s", (long long)row->proposal, decides ? "" : "/minutes");
    return true;
}

static void proposals(tp_visit *visit)
{
    tp_store *store;
    tp_proposal_row *rows = NULL;
    size_t count = 0;
    tp_page page;
    tp_status status = tp_visit_store_open(visit, TP_VISIT_READ, &store);
    if (!status && store)
        status = tp_proposals_list(store, visit->arena, &rows, &count, &visit->err);
    tp_store_close(store);
    if (status) {
        tp_visit_failed(visit, status);
        return;
    }
    tp_page_init(&page, visit->arena, w_proposals);
    tp_proposals_page(&page, rows, count);
    listed l = {visit, rows};
    tp_shell_begin(visit, w_proposals, "/proposals");
    tp_shell_page(visit, &page, &(tp_shell_table){.link = to_meeting, .bare = true, .user = &l},
                  NULL);
    tp_shell_end(visit);
}

static const tp_route routes[] = {
    {TP_GET, "/proposals", TP_MAY_LOOK, proposals},
    {TP_GET, "/meeting/*/minutes", TP_MAY_LOOK, minutes},
    {TP_GET, "/meeting/*/record", TP_MAY_EXPORT, record},
};
const tp_routes tp_page_minutes = TP_ROUTES(routes);
