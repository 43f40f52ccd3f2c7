#include "commands.h"
#include "explain/outlook.h"
#include "file_names.h"
#include "moves.h"
#include "report/papers/papers.h"
#include "report/writers/docx.h"
#include "report/writers/paper_html.h"
#include "report/writers/writers.h"
#include "report/writers/xlsx.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

static const char *const formats[] = {"all",     "xlsx",    "csv",     "json", "committee",
                                      "minutes", "notices", "replies", "plan", NULL};
static const tp_option options[] = {
    {"only",
     0,
     {"文书", "WHAT"},
     {"只导出一种：all xlsx csv json "
      "committee（审议表）minutes（会议纪要）notices（通知单）replies（答复）plan（用编规划和各单位"
      "的用编进人计划表）",
      "only one kind: all xlsx csv json committee minutes notices replies plan"},
     formats},
    {"draft",
     0,
     {NULL, NULL},
     {"导出未审定的草案；编号为建议方案号（如 3，四位以上写 #1234）或测算编号",
      "a draft of what is not approved: a proposal's number (3; from four digits on #1234) or a "
      "run"},
     NULL},
    {"chair", 0, {"姓名", "TEXT"}, {"会议纪要：主持人", "minutes: who was in the chair"}, NULL},
    {"present", 0, {"姓名", "TEXT"}, {"会议纪要：出席人员", "minutes: who was present"}, NULL},
    {"absent", 0, {"姓名", "TEXT"}, {"会议纪要：缺席人员", "minutes: who was absent"}, NULL},
    {"votes",
     0,
     {"表决", "TEXT"},
     {"会议纪要：表决情况；以上不给的留空待填",
      "minutes: the votes; what is not given is left to be filled in"},
     NULL},
    {"issuer", 0, {"机构", "TEXT"}, {"通知单落款机构", "who signs the notices"}, NULL},
};

/* Where the papers go and what was written. */
typedef struct exporting {
    tp_cli *cli;
    const char *folder;
    tp_papers papers;
    tp_file_names names;
    size_t files;
} exporting;

static int fail_path(const tp_cli *cli, const char *path)
{
    return TP_ERROR_EXIT(cli, TP_EXIT_FAILURE,
                         ((tp_words){"无法写入 {0}：{1}", "cannot write {0}: {1}"}), path,
                         strerror(errno));
}

static int make_folder(const tp_cli *cli, const char *path)
{
    return mkdir(path, 0777) == 0 || errno == EEXIST ? 0 : fail_path(cli, path);
}

static const char *join(exporting *x, const char *folder, const char *name)
{
    return tp_arena_format(x->cli->arena, "%s/%s", folder, name);
}

static void wrote(exporting *x, const char *path)
{
    x->files++;
    tp_file_written(&x->names, path);
}

static int write_text(exporting *x, const char *path, tp_buf *text)
{
    int code = !path || !tp_buf_ok(text) ? tp_cli_fail(x->cli, TP_E_NOMEM, NULL, NULL)
                                         : tp_cli_write_file(x->cli, path, text);
    if (!code)
        wrote(x, path);
    tp_buf_finish(text);
    return code;
}

static int write_paper(exporting *x, const char *stem, const tp_paper *paper)
{
    tp_err err = {0};
    tp_buf html;
    const char *docx = tp_arena_format(x->cli->arena, "%s.docx", stem);
    tp_status status = docx ? tp_docx_write(docx, paper, &err) : tp_fail_nomem(&err);
    if (status)
        return tp_cli_fail(x->cli, status, NULL, &err);
    wrote(x, docx);
    tp_buf_init(&html);
    tp_paper_html(&html, paper);
    return write_text(x, tp_arena_format(x->cli->arena, "%s.html", stem), &html);
}

/* "approval-1", "proposal-2-draft", "run-6b459d60-draft" */
static const char *stem_of(exporting *x)
{
    const tp_papers *p = &x->papers;
    if (p->approval)
        return tp_arena_format(x->cli->arena, "approval-%lld", (long long)p->approval);
    if (p->proposal)
        return tp_arena_format(x->cli->arena, "proposal-%lld-draft", (long long)p->proposal);
    return tp_arena_format(x->cli->arena, "run-%.8s-draft", p->run->id);
}

static int export_xlsx(exporting *x, const tp_page *page)
{
    static const tp_xlsx_total totals[] = {{"movements", "kind", NULL},
                                           {"open", "kind", NULL},
                                           {"usage", NULL, NULL},
                                           {"differences", NULL, NULL},
                                           {"ledger", "kind", "entry"}};
    tp_lang lang = x->cli->lang;
    const char *const decided[] = {tp_words_in(tp_journal_kind_words[TP_JOURNAL_LOAN], lang),
                                   tp_words_in(tp_journal_kind_words[TP_JOURNAL_DEPOSIT], lang),
                                   NULL};
    tp_xlsx_opinion opinion = {.view = "movements",
                               .opinion = "opinion",
                               .count = "approved",
                               .most = "count",
                               .choices = tp_opinion_words,
                               .n_choices = TP_OPINIONS,
                               .where = "kind",
                               .where_text = decided};
    tp_xlsx_options wanted = {.lang = lang,
                              .title = x->papers.title,
                              .mark = tp_papers_mark(&x->papers),
                              .totals = totals,
                              .n_totals = sizeof totals / sizeof *totals,
                              .opinion = &opinion};
    tp_err err = {0};
    const char *path = tp_arena_format(x->cli->arena, "%s/%s.xlsx", x->folder, stem_of(x));
    tp_status status = path ? tp_write_xlsx(path, page, &wanted, &err) : tp_fail_nomem(&err);
    if (status)
        return tp_cli_fail(x->cli, status, NULL, &err);
    wrote(x, path);
    return 0;
}

static int export_csv(exporting *x, const tp_page *page)
{
    const char *folder = join(x, x->folder, "csv");
    int code = folder ? make_folder(x->cli, folder) : tp_cli_fail(x->cli, TP_E_NOMEM, NULL, NULL);
    for (size_t i = 0; !code && i < page->n_parts; i++) {
        const tp_view *view = page->parts[i].view;
        if (!view)
            continue;
        tp_buf text;
        tp_buf_init(&text);
        tp_write_csv(&text, page, &(tp_csv_options){x->cli->lang, view->id, true});
        code = write_text(x, tp_arena_format(x->cli->arena, "%s/%s.csv", folder, view->id), &text);
    }
    return code;
}

static int export_json(exporting *x, const tp_page *page)
{
    tp_buf text;
    tp_buf_init(&text);
    tp_write_json(&text, page, NULL);
    return write_text(x, tp_arena_format(x->cli->arena, "%s/%s.json", x->folder, stem_of(x)),
                      &text);
}

static int export_committee(exporting *x)
{
    tp_paper paper;
    tp_paper_init(&paper, x->cli->arena, x->cli->lang);
    tp_committee_paper(&paper, &x->papers);
    const char *stem = join(x, x->folder, "committee");
    return stem ? write_paper(x, stem, &paper) : tp_cli_fail(x->cli, TP_E_NOMEM, NULL, NULL);
}

static int export_minutes(exporting *x)
{
    tp_paper paper;
    const tp_attendance who = {tp_cli_value(x->cli, "chair"), tp_cli_value(x->cli, "present"),
                               tp_cli_value(x->cli, "absent"), tp_cli_value(x->cli, "votes")};
    if (x->papers.draft)
        return 0; /* nobody has met */
    tp_paper_init(&paper, x->cli->arena, x->cli->lang);
    tp_minutes_paper(&paper, &x->papers, &who);
    const char *stem = join(x, x->folder, "minutes");
    return stem ? write_paper(x, stem, &paper) : tp_cli_fail(x->cli, TP_E_NOMEM, NULL, NULL);
}

/* "FOLDER/2026-3-U034": the paper of a unit with its number, or "draft". */
static const char *unit_stem(exporting *x, const char *folder, const tp_notice *notice)
{
    const char *number = *notice->number ? notice->number : "draft";
    const char *before = tp_arena_format(x->cli->arena, "%s-", number);
    return before ? tp_file_stem(&x->names, folder, before,
                                 x->papers.run->data->units[notice->unit].code)
                  : NULL;
}

static int export_notices(exporting *x)
{
    tp_err err = {0};
    tp_notice *notices;
    size_t count;
    const char *folder = join(x, x->folder, "notices");
    tp_status status = tp_papers_notices(&notices, &count, &x->papers, &err);
    if (status || !folder)
        return tp_cli_fail(x->cli, status ? status : TP_E_NOMEM, NULL, &err);
    int code = make_folder(x->cli, folder);
    for (size_t i = 0; !code && i < count; i++) {
        tp_paper paper;
        tp_paper_init(&paper, x->cli->arena, x->cli->lang);
        tp_notice_paper(&paper, &x->papers, &notices[i]);
        const char *stem = unit_stem(x, folder, &notices[i]);
        code = stem ? write_paper(x, stem, &paper) : tp_cli_fail(x->cli, TP_E_NOMEM, NULL, NULL);
    }
    return code;
}

/* One reply for each unit whose demand was refused, turned down or put off. */
static int export_replies(exporting *x)
{
    tp_err err = {0};
    tp_notice *replies;
    size_t count;
    const char *folder = join(x, x->folder, "replies");
    tp_status status = tp_papers_replies(&replies, &count, &x->papers, &err);
    if (status || !folder)
        return tp_cli_fail(x->cli, status ? status : TP_E_NOMEM, NULL, &err);
    int code = count ? make_folder(x->cli, folder) : 0;
    for (size_t i = 0; !code && i < count; i++) {
        tp_paper paper;
        tp_paper_init(&paper, x->cli->arena, x->cli->lang);
        tp_reply_paper(&paper, &x->papers, &replies[i]);
        const char *stem = unit_stem(x, folder, &replies[i]);
        code = stem ? write_paper(x, stem, &paper) : tp_cli_fail(x->cli, TP_E_NOMEM, NULL, NULL);
    }
    return code;
}

static int write_workbook(exporting *x, const char *stem, const tp_page *page, const char *title)
{
    tp_err err = {0};
    const tp_xlsx_options wanted = {
        .lang = x->cli->lang, .title = title, .mark = tp_papers_mark(&x->papers)};
    const char *path = tp_arena_format(x->cli->arena, "%s.xlsx", stem);
    tp_status status = path ? tp_write_xlsx(path, page, &wanted, &err) : tp_fail_nomem(&err);
    if (status)
        return tp_cli_fail(x->cli, status, NULL, &err);
    wrote(x, path);
    return 0;
}

static int export_unit_plan(exporting *x, const char *folder, int32_t unit)
{
    const char *code = x->papers.run->data->units[unit].code;
    const char *stem = tp_file_stem(&x->names, folder, "", code);
    tp_paper paper;
    tp_page page;
    tp_paper_init(&paper, x->cli->arena, x->cli->lang);
    tp_unit_plan_paper(&paper, &x->papers, unit);
    tp_page_init(&page, x->cli->arena, (tp_words){paper.title, paper.title});
    tp_unit_plan_workbook(&page, &x->papers, unit);
    int failed = stem ? write_paper(x, stem, &paper) : tp_cli_fail(x->cli, TP_E_NOMEM, NULL, NULL);
    return failed ? failed : write_workbook(x, stem, &page, paper.title);
}

/* Of several periods: the office's plan, and a plan for each unit. */
static int export_plan(exporting *x)
{
    tp_err err = {0};
    tp_yearly yearly;
    int32_t *units = NULL;
    size_t count = 0;
    tp_paper paper;
    tp_page page;
    if (x->papers.run->result->n_periods == 1)
        return 0;
    const char *folder = join(x, x->folder, "plan");
    const char *stem = folder ? tp_file_stem(&x->names, folder, "", "plan") : NULL;
    tp_status status = tp_outlook_yearly(&yearly, x->papers.run, (tp_stop){0}, x->cli->arena, &err);
    if (!status)
        status = tp_papers_planned(&units, &count, &x->papers, &err);
    if (status || !stem)
        return tp_cli_fail(x->cli, status ? status : TP_E_NOMEM, NULL, &err);
    tp_paper_init(&paper, x->cli->arena, x->cli->lang);
    tp_plan_paper(&paper, &x->papers, &yearly);
    tp_page_init(&page, x->cli->arena, (tp_words){paper.title, paper.title});
    tp_plan_workbook(&page, &x->papers, &yearly);
    int code = make_folder(x->cli, folder);
    if (!code)
        code = write_paper(x, stem, &paper);
    if (!code)
        code = write_workbook(x, stem, &page, paper.title);
    for (size_t i = 0; !code && i < count; i++)
        code = export_unit_plan(x, folder, units[i]);
    return code;
}

static int export_all(exporting *x)
{
    const char *only = tp_cli_value(x->cli, "only");
    tp_page page;
    tp_page_init(&page, x->cli->arena, (tp_words){x->papers.title, x->papers.title});
    tp_papers_page(&page, &x->papers);
#define WANTED(name) (!only || strcmp(only, "all") == 0 || strcmp(only, name) == 0)
    int code = make_folder(x->cli, x->folder);
    if (!code && WANTED("xlsx"))
        code = export_xlsx(x, &page);
    if (!code && WANTED("csv"))
        code = export_csv(x, &page);
    if (!code && WANTED("json"))
        code = export_json(x, &page);
    if (!code && WANTED("committee"))
        code = export_committee(x);
    if (!code && WANTED("minutes"))
        code = export_minutes(x);
    if (!code && WANTED("notices"))
        code = export_notices(x);
    if (!code && WANTED("replies"))
        code = export_replies(x);
    if (!code && WANTED("plan"))
        code = export_plan(x);
#undef WANTED
    return code;
}

/* An approval's number; with --draft a proposal's number or a run. */
static int read_request(tp_cli *cli, tp_store *store, tp_papers_request *out)
{
    tp_err err = {0};
    const char *text = cli->args[0];
    size_t length = strlen(text);
    *out = (tp_papers_request){.issuer = tp_cli_value(cli, "issuer"), .lang = cli->lang};
    if (!tp_cli_has(cli, "draft"))
        return tp_cli_number(cli, text, &out->approval);
    bool numbered = *text == '#';
    /* Fewer than four characters begin no run; four digits and more may do so. */
    if ((numbered || length < 4) && !tp_cli_number(cli, text, &out->proposal))
        return 0;
    if (numbered || length < 4)
        return TP_EXIT_USAGE;
    tp_status status = tp_store_find_run(store, text, cli->arena, &out->run, &err);
    if (!status)
        tp_cli_say_latest(cli, text, store, out->run);
    return status ? tp_cli_fail(cli, status, cli->diags, &err) : 0;
}

static int run_export(tp_cli *cli)
{
    tp_err err = {0};
    tp_store *store;
    tp_opened_run opened = {0};
    tp_papers_request request;
    exporting x = {.cli = cli};
    char files[TP_DEC_TEXT];
    if (!tp_file_names_begin(&x.names, cli))
        return tp_cli_fail(cli, TP_E_NOMEM, NULL, NULL);
    int code = tp_cli_need(cli, "output", &x.folder);
    if (!code)
        code = tp_cli_exporting(cli, cli->args[0]);
    if (!code)
        code = tp_cli_store_open(cli, TP_STORE_READ, &store);
    if (code)
        return code;
    code = read_request(cli, store, &request);
    tp_status status = TP_OK;
    if (!code)
        status = tp_papers_gather(&x.papers, &opened, store, &request, cli->arena, &err);
    if (status)
        code = tp_cli_fail(cli, status, cli->diags, &err);
    if (!code)
        code = export_all(&x);
    tp_opened_run_free(&opened);
    tp_store_close(store);
    if (code)
        return code;
    tp_int_format((tp_wide)x.files, files);
    TP_SAY(cli, ((tp_words){"已写入 {0} 个文件到 {1}", "{0} {0|file|files} written to {1}"}), files,
           x.folder);
    static const char *const within[] = {"csv", "notices", "replies", "plan", NULL};
    tp_file_tell_others(&x.names, x.folder, within);
    return 0;
}

const tp_command tp_cmd_export = {
    .name = "export",
    .arguments = {"审定号", "APPROVAL"},
    .brief = {"导出审定的工作簿、审议表、会议纪要和编制使用通知单",
              "Export an approval: workbook, committee table, minutes, notices"},
    .text =
        {"写入 -o 所指文件夹：XLSX "
         "工作簿、CSV、JSON、审议表、会议纪要、每个单位的编制使用通知单和每个未获批单位的答复；多期"
         "规划另有用"
         "编规划和各单位的用编进人计划表（文书为 DOCX 与 "
         "HTML，版式依 GB/T 9704-2012）。未经审定的只能用 --draft 导出草案，每页每表都有标记。"
         "同一审定导出的文件逐字节相同。",
         "Writes to the folder given by -o: an XLSX workbook, CSV, JSON, the committee table, the "
         "minutes, a "
         "numbered notice for each unit and a reply to each that was refused; of a plan of several "
         "periods "
         "also the office's plan and one for each unit (documents as DOCX and HTML, laid "
         "out after GB/T 9704-2012). What is "
         "not approved is exported with --draft only, marked on every page and sheet. The same "
         "approval gives the same bytes."},
    .options = TP_OPTIONS(options),
    .shared = TP_WITH_STORE | TP_WITH_OUTPUT | TP_WITH_ACCOUNT,
    .least = 1,
    .most = 1,
    .run = run_export,
};
