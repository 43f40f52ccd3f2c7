#include "commands.h"
#include "report/comparison/report.h"
#include "report_pdf.h"
#include "runs.h"

static const tp_option options[] = {
    {"pdf",
     0,
     {"文件", "FILE"},
     {"另打印成 PDF（需要 Chromium）", "print it to a PDF as well (needs Chromium)"},
     NULL},
    {"no-worth",
     0,
     {NULL, NULL},
     {"不逐项求解多一个名额值多少", "do not solve for what one more slot is worth"},
     NULL},
};

static tp_status look_up(const tp_cli *cli, const tp_cli_run *loaded, tp_report_entry *out,
                         tp_err *err)
{
    tp_run_standing standing;
    tp_status status =
        tp_run_standing_of(&standing, loaded->store, &loaded->record, cli->arena, err);
    if (!status)
        *out = tp_report_entry_of(loaded->run, &standing);
    return status;
}

static int write_report(const tp_cli *cli, tp_store *store, tp_report_entry *entries, size_t count)
{
    tp_err err = {0};
    tp_buf html;
    const char *pdf = tp_cli_value(cli, "pdf");
    tp_report report = {.n_entries = count, .lang = cli->lang};
    tp_buf_init(&html);
    tp_status status =
        tp_report_gather(&report, entries, store, !tp_cli_has(cli, "no-worth"), cli->arena, &err);
    if (!status)
        status = tp_report_write(&html, &report, cli->arena, &err);
    int code = status ? tp_cli_fail(cli, status, NULL, &err) : 0;
    if (!code && (!pdf || tp_cli_has(cli, "output")))
        code = tp_cli_write(cli, &html);
    if (!code && pdf)
        code = tp_cli_pdf(cli, &html, pdf);
    tp_buf_finish(&html);
    return code;
}

static int run_report(tp_cli *cli)
{
    tp_err err = {0};
    size_t n = (size_t)cli->n_args, opened = 0;
    tp_cli_run runs[TP_REPORT_MOST];
    tp_report_entry entries[TP_REPORT_MOST];
    int code = 0;
    for (; opened < n && !code; opened++) {
        code = tp_cli_run_load(cli, cli->args[opened], &runs[opened]);
        if (!code) {
            tp_status status = look_up(cli, &runs[opened], &entries[opened], &err);
            code = status ? tp_cli_fail(cli, status, cli->diags, &err) : 0;
        }
    }
    if (!code)
        code = write_report(cli, runs[0].store, entries, n);
    for (size_t i = 0; i < opened; i++)
        tp_cli_run_free(&runs[i]);
    return code;
}

const tp_command tp_cmd_report = {
    .name = "report",
    .arguments = {"基准测算 [测算…]", "BASE [RUN…]"},
    .brief = {"把一个或几个测算写成一份网页报告，供会前传阅和打印",
              "Write a report of one run, or of several against a baseline, to mail and print"},
    .text =
        {"报告是一个独立的 HTML "
         "文件：中英文可切换，不联网，不开脚本也能读，按 A4 打印。第一个测算是基准，其后至多六个；"
         "只给一个则写它自己的报告。测算须已存入数据库。例：turnpool report 6b45 61d9 -o "
         "report.html",
         "The report is one HTML file: both languages, no network, readable without scripts, "
         "printed on A4. The first run is the baseline, up to six follow; with one run alone, "
         "the report is of that run. Runs come from the store. Example: turnpool report 6b45 "
         "61d9 -o report.html"},
    .options = TP_OPTIONS(options),
    .shared = TP_WITH_STORE | TP_WITH_OUTPUT,
    .least = 1,
    .most = TP_REPORT_MOST,
    .run = run_report,
};
