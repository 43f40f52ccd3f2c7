#include "report/papers/bundle.h"

#include "base/file_stem.h"
#include "report/writers/archive.h"
#include "report/writers/docx.h"
#include "report/writers/paper_html.h"
#include "report/writers/writers.h"
#include "report/writers/xlsx.h"

#include <string.h>

const char *const tp_bundle_ids[] = {"xlsx",   "csv",     "json",    "committee", "minutes",
                                     "filing", "notices", "replies", "plan",      NULL};
const tp_words tp_bundle_words[] = {{"工作簿", "Workbook"},
                                    {"各表的 CSV", "Tables as CSV"},
                                    {"JSON 数据", "JSON data"},
                                    {"审议表", "Committee table"},
                                    {"会议纪要", "Minutes"},
                                    {"备案表", "Filing sheets"},
                                    {"编制使用通知单", "Notices to units"},
                                    {"对申请单位的答复", "Replies to units"},
                                    {"用编规划和用编进人计划表", "The plan, and each unit's"}};
const char *const tp_form_suffixes[] = {"xlsx", "csv", "json", "docx", "html"};

typedef struct listing {
    tp_bundle *out;
    tp_arena *arena;
    tp_ids *stems;
    bool failed;
} listing;

static void add(listing *l, tp_bundle_file file, const char *stem)
{
    tp_bundle *out = l->out;
    if (!stem || !tp_arena_grow(l->arena, &out->files, &out->capacity, out->count, 1)) {
        l->failed = true;
        return;
    }
    file.name = tp_arena_format(l->arena, "%s.%s", stem, tp_form_suffixes[file.form]);
    l->failed = l->failed || !file.name;
    out->files[out->count++] = file;
}

/* A paper in both its forms. */
static void add_paper(listing *l, tp_bundle_file file, const char *stem)
{
    file.form = TP_FORM_DOCX;
    add(l, file, stem);
    file.form = TP_FORM_HTML;
    add(l, file, stem);
}

const char *tp_bundle_stem(const tp_papers *p)
{
    if (p->approval)
        return tp_arena_format(p->arena, "approval-%lld", (long long)p->approval);
    if (p->proposal)
        return tp_arena_format(p->arena, "proposal-%lld-draft", (long long)p->proposal);
    return tp_arena_format(p->arena, "run-%.8s-draft", p->run->id);
}

static void list_tables(listing *l, tp_bundle_kind kind)
{
    const tp_papers *p = l->out->papers;
    const tp_page *page = &l->out->page;
    tp_bundle_file file = {.kind = kind, .unit = TP_ID_NONE};
    if (kind != TP_BUNDLE_CSV) {
        file.form = kind == TP_BUNDLE_XLSX ? TP_FORM_XLSX : TP_FORM_JSON;
        add(l, file, tp_bundle_stem(p));
        return;
    }
    file.form = TP_FORM_CSV;
    for (size_t i = 0; i < page->n_parts; i++) {
        if (!page->parts[i].view)
            continue;
        file.view = page->parts[i].view->id;
        add(l, file, tp_arena_format(l->arena, "csv/%s", file.view));
    }
}

/* "notices/2026-3-U034": the paper of a unit with its number; "draft", or "unnumbered" where
 * nothing was entered (a loan that ends and of which nothing can go back yet). */
static void list_letters(listing *l, tp_bundle_kind kind, const tp_notice *letters, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const tp_notice *at = &letters[i];
        const char *number = *at->number             ? at->number
                             : l->out->papers->draft ? "draft"
                                                     : "unnumbered";
        const char *before = tp_arena_format(l->arena, "%s-", number);
        const char *code = l->out->papers->run->data->units[at->unit].code;
        const char *stem =
            before ? tp_file_stem(l->stems, l->arena, tp_bundle_ids[kind], before, code) : NULL;
        add_paper(l, (tp_bundle_file){.kind = kind, .unit = at->unit, .notice = at}, stem);
    }
}

/* The office's plan, and one for each unit; each with its workbook. */
static tp_status list_plan(listing *l, tp_err *err)
{
    const tp_papers *p = l->out->papers;
    const char *folder = tp_bundle_ids[TP_BUNDLE_PLAN];
    int32_t *units = NULL;
    size_t count = 0;
    if (p->run->result->n_periods == 1)
        return TP_OK;
    tp_status status = tp_papers_planned(&units, &count, p, err);
    for (size_t i = 0; !status && i <= count; i++) {
        tp_bundle_file file = {.kind = TP_BUNDLE_PLAN, .unit = i ? units[i - 1] : TP_ID_NONE};
        const char *called = i ? p->run->data->units[file.unit].code : "plan";
        const char *stem = tp_file_stem(l->stems, l->arena, folder, "", called);
        add_paper(l, file, stem);
        file.form = TP_FORM_XLSX;
        add(l, file, stem);
    }
    return status;
}

/* One sheet a total, numbered as the scenario lists them. */
static void list_filing(listing *l)
{
    const tp_papers *p = l->out->papers;
    size_t count = tp_filings_stated(p->run->kase->bind)->count;
    for (size_t i = 0; p->filed.item && i < count; i++)
        if (p->filed.moved[i])
            add_paper(
                l,
                (tp_bundle_file){.kind = TP_BUNDLE_FILING, .unit = TP_ID_NONE, .item = (int32_t)i},
                tp_arena_format(l->arena, "filing/%zu", i + 1));
}

static tp_status list_kind(listing *l, tp_bundle_kind kind, tp_err *err)
{
    const tp_papers *p = l->out->papers;
    tp_notice *letters = NULL;
    size_t count = 0;
    tp_status status = TP_OK;
    switch (kind) {
    case TP_BUNDLE_FILING:
        list_filing(l);
        return TP_OK;
    case TP_BUNDLE_COMMITTEE:
        if (!p->approved.filed)
            add_paper(l, (tp_bundle_file){.kind = kind, .unit = TP_ID_NONE}, tp_bundle_ids[kind]);
        return TP_OK;
    case TP_BUNDLE_MINUTES:
        if (!p->draft && !p->approved.filed) /* else nobody has met */
            add_paper(l, (tp_bundle_file){.kind = kind, .unit = TP_ID_NONE}, tp_bundle_ids[kind]);
        return TP_OK;
    case TP_BUNDLE_NOTICES:
        status = tp_papers_notices(&letters, &count, p, err);
        break;
    case TP_BUNDLE_REPLIES:
        if (p->approved.filed) /* nobody has decided on the others */
            return TP_OK;
        status = tp_papers_replies(&letters, &count, p, err);
        break;
    case TP_BUNDLE_PLAN:
        return list_plan(l, err);
    default:
        list_tables(l, kind);
        return TP_OK;
    }
    if (!status)
        list_letters(l, kind, letters, count);
    return status;
}

tp_status tp_bundle_list(tp_bundle *out, const tp_papers *papers, tp_bundle_kind kind, tp_err *err)
{
    listing l = {.out = out, .arena = papers->arena, .stems = tp_ids_create(papers->arena, 0)};
    *out = (tp_bundle){.papers = papers};
    if (!l.stems)
        return tp_fail_nomem(err);
    tp_page_init(&out->page, papers->arena, (tp_words){papers->title, papers->title});
    tp_papers_page(&out->page, papers);
    tp_status status = TP_OK;
    for (int k = 0; k < TP_BUNDLE_KINDS && !status; k++)
        if (kind == TP_BUNDLE_KINDS || kind == (tp_bundle_kind)k)
            status = list_kind(&l, (tp_bundle_kind)k, err);
    if (!status && (l.failed || !tp_page_ok(&out->page)))
        status = tp_fail_nomem(err);
    return status;
}

/* --- bytes ------------------------------------------------------------------------------------ */

static tp_status tables_xlsx(tp_buf *out, const tp_bundle *bundle, tp_err *err)
{
    static const tp_xlsx_total totals[] = {{"movements", "kind", NULL},
                                           {"open", "kind", NULL},
                                           {"usage", NULL, NULL},
                                           {"differences", NULL, NULL},
                                           {"ledger", "kind", "entry"}};
    const tp_papers *p = bundle->papers;
    const char *const decided[] = {tp_words_in(tp_journal_kind_words[TP_JOURNAL_LOAN], p->lang),
                                   tp_words_in(tp_journal_kind_words[TP_JOURNAL_DEPOSIT], p->lang),
                                   NULL};
    const tp_xlsx_opinion opinion = {.view = "movements",
                                     .opinion = "opinion",
                                     .count = "approved",
                                     .most = "count",
                                     .choices = tp_opinion_words,
                                     .n_choices = TP_OPINIONS,
                                     .where = "kind",
                                     .where_text = decided};
    const tp_xlsx_options wanted = {.lang = p->lang,
                                    .title = p->title,
                                    .mark = tp_papers_mark(p),
                                    .totals = totals,
                                    .n_totals = sizeof totals / sizeof *totals,
                                    .opinion = &opinion};
    return tp_xlsx_bytes(out, &bundle->page, &wanted, err);
}

static tp_status look_ahead(tp_bundle *bundle, tp_err *err)
{
    const tp_papers *p = bundle->papers;
    if (bundle->looked_ahead)
        return TP_OK;
    tp_status status = tp_outlook_yearly(&bundle->yearly, p->run, (tp_stop){0}, p->arena, err);
    bundle->looked_ahead = !status;
    return status;
}

static void write_paper(tp_paper *paper, const tp_bundle *bundle, const tp_bundle_file *file)
{
    static const tp_attendance nobody = {NULL};
    const tp_papers *p = bundle->papers;
    tp_paper_init(paper, p->arena, p->lang);
    if (file->kind == TP_BUNDLE_COMMITTEE)
        tp_committee_paper(paper, p);
    else if (file->kind == TP_BUNDLE_MINUTES)
        tp_minutes_paper(paper, p, bundle->who ? bundle->who : &nobody);
    else if (file->kind == TP_BUNDLE_FILING)
        tp_filing_paper(paper, p, file->item);
    else if (file->kind == TP_BUNDLE_NOTICES)
        tp_notice_paper(paper, p, file->notice);
    else if (file->kind == TP_BUNDLE_REPLIES)
        tp_reply_paper(paper, p, file->notice);
    else if (file->unit != TP_ID_NONE)
        tp_unit_plan_paper(paper, p, file->unit);
    else
        tp_plan_paper(paper, p, &bundle->yearly);
}

/* The workbook of a plan bears the paper's title. */
static tp_status plan_xlsx(tp_buf *out, const tp_bundle *bundle, const tp_bundle_file *file,
                           const char *title, tp_err *err)
{
    const tp_papers *p = bundle->papers;
    tp_page page;
    if (file->unit != TP_ID_NONE) { /* whose it is */
        const tp_unit *unit = &p->run->data->units[file->unit];
        title = tp_arena_format(p->arena, p->lang == TP_EN ? "%s: %s (%s)" : "%s：%s（%s）", title,
                                unit->name, unit->code);
        if (!title)
            return tp_fail_nomem(err);
    }
    const tp_xlsx_options wanted = {
        .lang = p->lang, .title = title, .mark = tp_papers_mark(p), .about = true};
    tp_page_init(&page, p->arena, (tp_words){title, title});
    if (file->unit != TP_ID_NONE)
        tp_unit_plan_workbook(&page, p, file->unit);
    else
        tp_plan_workbook(&page, p, &bundle->yearly);
    return tp_xlsx_bytes(out, &page, &wanted, err);
}

tp_status tp_bundle_bytes(tp_buf *out, tp_bundle *bundle, const tp_bundle_file *file, tp_err *err)
{
    tp_paper paper;
    tp_status status = TP_OK;
    if (file->kind == TP_BUNDLE_XLSX)
        return tables_xlsx(out, bundle, err);
    if (file->kind == TP_BUNDLE_CSV || file->kind == TP_BUNDLE_JSON) {
        if (file->kind == TP_BUNDLE_CSV)
            tp_write_csv(out, &bundle->page,
                         &(tp_csv_options){bundle->papers->lang, file->view, true});
        else
            tp_write_json(out, &bundle->page, NULL);
        return tp_buf_ok(out) ? TP_OK : tp_fail_nomem(err);
    }
    if (file->kind == TP_BUNDLE_PLAN && file->unit == TP_ID_NONE)
        status = look_ahead(bundle, err);
    if (status)
        return status;
    write_paper(&paper, bundle, file);
    if (file->form == TP_FORM_XLSX)
        return plan_xlsx(out, bundle, file, paper.title, err);
    if (file->form == TP_FORM_DOCX)
        return tp_docx_bytes(out, &paper, err);
    tp_paper_html(out, &paper);
    return tp_buf_ok(out) ? TP_OK : tp_fail_nomem(err);
}

tp_status tp_bundle_archive(tp_buf *out, tp_bundle *bundle, tp_err *err)
{
    tp_archive archive;
    tp_status status = tp_archive_begin(&archive, err);
    for (size_t i = 0; i < bundle->count && !status; i++) {
        tp_buf bytes;
        tp_buf_init(&bytes);
        status = tp_bundle_bytes(&bytes, bundle, &bundle->files[i], err);
        if (!status)
            status = tp_archive_add(&archive, bundle->files[i].name, &bytes, err);
        tp_buf_finish(&bytes);
    }
    return tp_archive_end(&archive, out, status, err);
}
