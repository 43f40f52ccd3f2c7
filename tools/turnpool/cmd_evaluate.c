#include "commands.h"

#include "report/views/evaluation.h"
#include "report/writers/writers.h"
#include "report/writers/xlsx.h"

#include <stdio.h>

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
    tp_cli_diags(cli, &diags);
    const char *code = tp_cli_value(cli, "unit");
    int32_t unit = code ? tp_dataset_unit(e->data, code) : TP_ID_NONE;
    int exit_code;
    if (code && unit == TP_ID_NONE)
        exit_code =
            TP_ERROR_EXIT(cli, TP_EXIT_INPUT,
                          W("单位表中没有“{0}”", "there is no unit {0} in the evidence"), code);
    else
        exit_code = code ? show_unit(cli, e, unit) : show_all(cli, e);
    tp_evaluation_free(e);
    return exit_code;
}

static const tp_option options[] = {
    {"unit",
     'u',
     {"单位编码", "CODE"},
     {"逐项说明一个单位的评估结果", "explain one unit, leaf by leaf"},
     NULL},
    {"xlsx",
     0,
     {"文件", "FILE"},
     {"另存为 XLSX 工作簿", "write the tables as an XLSX workbook too"},
     NULL},
};

const tp_command tp_cmd_evaluate = {
    .name = "evaluate",
    .arguments = {"评估文件", "FILE.yaml"},
    .brief = {"由指标、评分和工作量计算评估结果",
              "Compute outcomes from indicators, scores and workload"},
    .text =
        {"计算每个单位的得分、等次和工作饱满度。-o FILE 写出 outcomes.csv（可直接作为数据文件），"
         "同时显示排名；--json 给出逐项追溯；--format csv 只输出结果表。\n"
         "表：summary grades ranking missing weights saturation peers；--unit 时："
         "leaves scores issues workload peers。",
         "Computes score, grade and saturation of every unit. -o FILE writes outcomes.csv, a "
         "data file as it is, and shows the ranking; --json gives the trace of every step; "
         "--format csv prints the outcomes alone.\n"
         "Tables: summary grades ranking missing weights saturation peers; with --unit: leaves "
         "scores issues workload peers."},
    .options = TP_OPTIONS(options),
    .shared = TP_WITH_FORMAT | TP_WITH_OUTPUT | TP_WITH_ALL | TP_WITH_ENCODING,
    .least = 1,
    .most = 1,
    .run = run,
};
