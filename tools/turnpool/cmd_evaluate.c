/* turnpool evaluate: the papers to score in, the scores read back, and what follows from them. */
#include "commands.h"
#include "file_names.h"

#include "domain/named.h"
#include "evaluate/gather.h"
#include "report/papers/scoring.h"
#include "report/views/evaluation.h"
#include "report/writers/docx.h"
#include "report/writers/writers.h"
#include "report/writers/xlsx.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#define W(zh_, en_) ((tp_words){zh_, en_})

/* The outcomes alone, to the file named or standard output. */
static int write_outcomes(const tp_cli *cli, const tp_evaluation *e)
{
    tp_buf out = {0};
    tp_evaluation_outcomes_csv(&out, e);
    int code = tp_buf_ok(&out) ? tp_cli_write(cli, &out) : tp_cli_fail(cli, TP_E_NOMEM, NULL, NULL);
    tp_buf_finish(&out);
    return code;
}

static int write_trace(const tp_cli *cli, const tp_evaluation *e, int32_t unit)
{
    tp_buf out = {0};
    tp_err err = {0};
    tp_status status = tp_evaluation_json(&out, e, unit, &err);
    int code = status ? tp_cli_fail(cli, status, NULL, &err) : tp_cli_write(cli, &out);
    tp_buf_finish(&out);
    return code;
}

/* What a planner reads while the outcomes went to a file. */
static int print_page(const tp_cli *cli, const tp_page *page)
{
    tp_buf out = {0};
    tp_write_text(&out, page, &(tp_text_options){.lang = cli->lang, .width = cli->width});
    bool ok = tp_buf_ok(&out) && fwrite(out.bytes, 1, out.length, stdout) == out.length &&
              fflush(stdout) == 0;
    tp_buf_finish(&out);
    return ok ? TP_EXIT_DONE : tp_cli_fail(cli, TP_E_IO, NULL, NULL);
}

/* --xlsx FILE: the page as a workbook as well. */
static int write_workbook(const tp_cli *cli, const tp_page *page)
{
    tp_err err = {0};
    const char *path = tp_cli_value(cli, "xlsx");
    if (!path)
        return TP_EXIT_DONE;
    const tp_xlsx_options workbook = {.lang = cli->lang,
                                      .title = tp_words_in(page->title, cli->lang)};
    tp_status status = tp_write_xlsx(path, page, &workbook, &err);
    return status ? tp_cli_fail(cli, status, NULL, &err) : TP_EXIT_DONE;
}

static int show_unit(const tp_cli *cli, const tp_evaluation *e, int32_t unit)
{
    tp_page page;
    tp_err err = {0};
    if (tp_cli_writer(cli) == &tp_writer_json && !tp_cli_has(cli, "table"))
        return write_trace(cli, e, unit);
    tp_page_init(&page, cli->arena, W("单位评估说明", "A unit's evaluation explained"));
    tp_status status = tp_evaluation_unit_page(&page, e, unit, &err);
    if (status)
        return tp_cli_fail(cli, status, NULL, &err);
    int code = write_workbook(cli, &page);
    return code ? code : tp_cli_page(cli, &page);
}

static int show_all(const tp_cli *cli, const tp_evaluation *e)
{
    tp_page page;
    tp_err err = {0};
    bool table = tp_cli_has(cli, "table"),
         stated = tp_cli_has(cli, "format") || table || tp_cli_has(cli, "json");
    const tp_writer *writer = tp_cli_writer(cli);
    if (writer == &tp_writer_json && !table)
        return write_trace(cli, e, TP_ID_NONE);
    if (writer == &tp_writer_csv && !table)
        return write_outcomes(cli, e);
    tp_page_init(&page, cli->arena, W("机构编制执行情况评估", "Evaluation"));
    const tp_evaluation_page_options options = {.all = table || tp_cli_has(cli, "all") ||
                                                       tp_cli_has(cli, "xlsx")};
    tp_status status = tp_evaluation_page(&page, e, &options, &err);
    if (status)
        return tp_cli_fail(cli, status, NULL, &err);
    int code = write_workbook(cli, &page);
    if (code)
        return code;
    if (!tp_cli_has(cli, "output") || stated)
        return tp_cli_page(cli, &page);
    code = write_outcomes(cli, e);
    return code ? code : print_page(cli, &page);
}

static int write_bytes(const tp_cli *cli, const char *path, tp_status status, tp_buf *bytes,
                       const tp_err *err)
{
    int code = status  ? tp_cli_fail(cli, status, NULL, err)
               : !path ? tp_cli_fail(cli, TP_E_NOMEM, NULL, NULL)
                       : tp_cli_write_file(cli, path, bytes);
    tp_buf_finish(bytes);
    return code;
}

/* One workbook a source; an evaluation that names none has one of the office's own. */
static int write_workbooks(const tp_cli *cli, const tp_evaluation *e, const char *folder)
{
    static const tp_source_rule own = {"office", TP_DEC_ONE};
    const tp_source_rule *sources = e->spec->n_sources ? e->spec->sources : &own;
    size_t n = e->spec->n_sources ? e->spec->n_sources : 1;
    tp_file_names names;
    int code = tp_file_names_begin(&names, cli) ? 0 : tp_cli_fail(cli, TP_E_NOMEM, NULL, NULL);
    for (size_t i = 0; i < n && !code; i++) {
        tp_buf bytes = {0};
        tp_err err = {0};
        const char *stem =
            tp_file_name(&names, folder, cli->lang == TP_EN ? "scores-" : "评分-", sources[i].id);
        const char *path = stem ? tp_arena_format(cli->arena, "%s.xlsx", stem) : NULL;
        tp_status status =
            tp_scoring_workbook(&bytes, e, sources[i].id, cli->lang, cli->arena, &err);
        code = write_bytes(cli, path, status, &bytes, &err);
    }
    return code;
}

static int write_questionnaires(const tp_cli *cli, const tp_evaluation *e, const char *folder)
{
    int code = 0;
    for (size_t k = 0, number = 1; k < e->classes.count && !code; k++) {
        tp_paper paper;
        tp_err err = {0};
        if (!tp_scoring_class_units(e, k))
            continue;
        tp_paper_init(&paper, cli->arena, cli->lang);
        tp_scoring_questionnaire(&paper, e, k);
        const char *path = tp_arena_format(
            cli->arena, cli->lang == TP_EN ? "%s/questionnaire-%zu.docx" : "%s/问卷-%zu.docx",
            folder, number++);
        tp_status status = path ? tp_docx_write(path, &paper, &err) : tp_fail_nomem(&err);
        code = status ? tp_cli_fail(cli, status, NULL, &err) : 0;
    }
    return code;
}

static int write_papers(const tp_cli *cli, const tp_evaluation *e, const char *folder)
{
    tp_page page;
    tp_buf bytes = {0};
    tp_err err = {0};
    if (mkdir(folder, 0777) != 0 && errno != EEXIST)
        return TP_ERROR_EXIT(cli, TP_EXIT_FAILURE,
                             W("无法建立目录 {0}：{1}", "cannot make the folder {0}: {1}"), folder,
                             strerror(errno));
    int code = write_workbooks(cli, e, folder);
    if (!code)
        code = write_questionnaires(cli, e, folder);
    if (code)
        return code;
    tp_page_init(&page, cli->arena, W("佐证材料清单", "List of evidence"));
    tp_scoring_evidence(&page, e);
    const tp_xlsx_options options = {.lang = cli->lang,
                                     .title = tp_words_in(page.title, cli->lang)};
    tp_status status =
        tp_page_ok(&page) ? tp_xlsx_bytes(&bytes, &page, &options, &err) : tp_fail_nomem(&err);
    code = write_bytes(cli,
                       tp_arena_format(cli->arena,
                                       cli->lang == TP_EN ? "%s/evidence.xlsx" : "%s/佐证材料.xlsx",
                                       folder),
                       status, &bytes, &err);
    if (!code)
        TP_SAY(cli,
               W("评估用表已写入 {0}；填好的评分表用 --read 读回",
                 "the papers are in {0}; read the scores back with --read"),
               folder);
    return code;
}

/* --read: filled workbooks as scores.csv. */
static int read_scores(const tp_cli *cli, const tp_evaluation *e)
{
    tp_buf out = {0};
    tp_err err = {0};
    tp_gathered counts;
    size_t at = 0, n = 0;
    while (tp_cli_next(cli, "read", &at))
        n++;
    const char **files = tp_arena_array(cli->arena, n + 1, sizeof *files);
    at = 0;
    for (size_t i = 0; files && i < n; i++)
        files[i] = tp_cli_next(cli, "read", &at);
    tp_status status = files ? tp_scores_gather(&out, &counts, e, files, n,
                                                tp_cli_value(cli, "encoding"), cli->diags, &err)
                             : tp_fail_nomem(&err);
    int code = status ? tp_cli_fail(cli, status, cli->diags, &err) : tp_cli_write(cli, &out);
    tp_buf_finish(&out);
    if (!code) {
        char scores[TP_DEC_TEXT], blank[TP_DEC_TEXT];
        tp_int_format((tp_wide)counts.scores, scores);
        tp_int_format((tp_wide)counts.blank, blank);
        TP_SAY(cli, W("读回评分 {0} 条，未评 {1} 条", "{0} scores read, {1} left blank"), scores,
               blank);
    }
    return code;
}

static int run(tp_cli *cli)
{
    tp_diags diags;
    tp_err err = {0};
    tp_evaluation *e;
    tp_diags_init(&diags, cli->arena);
    const tp_evaluate_options options = {.encoding = tp_cli_value(cli, "encoding")};
    tp_status status = tp_evaluate(&e, cli->args[0], &options, &diags, &err);
    if (status)
        return tp_cli_fail(cli, status, &diags, &err);
    if (!tp_cli_has(cli, "papers") && !tp_cli_has(cli, "read"))
        tp_cli_diags(cli, &diags); /* what is not scored yet is what these are for */
    if (tp_cli_has(cli, "papers") || tp_cli_has(cli, "read")) {
        int done = tp_cli_has(cli, "read") ? read_scores(cli, e)
                                           : write_papers(cli, e, tp_cli_value(cli, "papers"));
        tp_evaluation_free(e);
        return done;
    }
    const char *code = tp_cli_value(cli, "unit");
    int32_t unit = TP_ID_NONE;
    tp_diags_clear(&diags);
    status = code ? tp_dataset_unit_named(e->data, code, &diags, cli->arena, &unit, &err) : TP_OK;
    int exit_code = status ? tp_cli_fail(cli, status, &diags, &err)
                    : code ? show_unit(cli, e, unit)
                           : show_all(cli, e);
    tp_evaluation_free(e);
    return exit_code;
}

static const tp_option options[] = {
    {"unit",
     'u',
     {"单位", "UNIT"},
     {"逐项说明一个单位（编码或名称）的评估结果",
      "explain one unit (its code or name), leaf by leaf"},
     NULL},
    {"xlsx",
     0,
     {"文件", "FILE"},
     {"另存为 XLSX 工作簿", "write the tables as an XLSX workbook too"},
     NULL},
    {"papers",
     0,
     {"目录", "FOLDER"},
     {"写出空白评分表（每个来源一本）、问卷和佐证材料清单",
      "write blank workbooks to score in, one a source, questionnaires and the list of evidence"},
     NULL},
    {"read",
     0,
     {"文件", "FILE"},
     {"读回填好的评分表，合成 scores.csv；可多次给出",
      "read filled workbooks back as scores.csv; may be given several times"},
     NULL},
};

const tp_command tp_cmd_evaluate = {
    .name = "evaluate",
    .arguments = {"评估文件", "FILE.yaml"},
    .brief = {"由指标、评分和工作量计算评估结果",
              "Compute outcomes from indicators, scores and workload"},
    .text =
        {"计算每个单位的得分、等次和工作饱满度。-o FILE 写出 outcomes.csv（可直接作为数据文件），"
         "同时显示排名；--json 给出逐项追溯；--format csv 只输出结果表。--papers "
         "写出评分用表：每个来"
         "源一本空白评分表、每类单位一份问卷、各单位佐证材料清单；填好后用 --read 读回。\n"
         "表：summary grades ranking missing weights saturation peers；--unit 时："
         "leaves scores issues workload peers。",
         "Computes score, grade and saturation of every unit. -o FILE writes outcomes.csv, a "
         "data file as it is, and shows the ranking; --json gives the trace of every step; "
         "--format csv prints the outcomes alone. --papers writes what is needed to score: a blank "
         "workbook a source, a questionnaire a class of units, the list of evidence; --read reads "
         "filled ones back.\n"
         "Tables: summary grades ranking missing weights saturation peers; with --unit: leaves "
         "scores issues workload peers."},
    .options = TP_OPTIONS(options),
    .shared = TP_WITH_FORMAT | TP_WITH_OUTPUT | TP_WITH_ALL | TP_WITH_ENCODING,
    .least = 1,
    .most = 1,
    .run = run,
};
