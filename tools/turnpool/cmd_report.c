#include "commands.h"
#include "report/report.h"
#include "report_pdf.h"
#include "runs.h"
#include "store/ledger.h"

#include <string.h>

static const tp_option options[] = {
    {"pdf",
     0,
     {"文件", "FILE"},
     {"另打印成 PDF（需要 Chromium）", "print it to a PDF as well (needs Chromium)"},
     NULL},
};

static tp_report_state state_of(const tp_run_row *row)
{
    if (strcmp(row->decision, "approved") == 0)
        return TP_REPORT_APPROVED;
    if (strcmp(row->decision, "partial") == 0)
        return TP_REPORT_PARTIAL;
    if (strcmp(row->decision, "rejected") == 0)
        return TP_REPORT_REJECTED;
    return row->proposal ? TP_REPORT_PROPOSED : TP_REPORT_DRAFT;
}

/* What the store knows of a run besides its answer. A decided run is no more stale: its decision
 * moved the ledger itself. */
static tp_status look_up(const tp_cli *cli, const tp_cli_run *loaded, tp_report_entry *out,
                         tp_err *err)
{
    tp_run_row *rows;
    size_t count;
    const char *head = "", *source = "";
    *out = (tp_report_entry){.run = loaded->run};
    tp_status status = tp_store_list_runs(loaded->store, cli->arena, &rows, &count, err);
    for (size_t i = 0; !status && i < count; i++)
        if (strcmp(rows[i].run, loaded->record.run) == 0) {
            out->state = state_of(&rows[i]);
            out->number = rows[i].approval ? rows[i].approval : rows[i].proposal;
        }
    if (status || (out->state != TP_REPORT_DRAFT && out->state != TP_REPORT_PROPOSED))
        return status;
    status = tp_ledger_head(loaded->store, cli->arena, &head, err);
    if (!status && loaded->record.source_path)
        status = tp_store_latest_source(loaded->store, loaded->record.source_path, cli->arena,
                                        &source, err);
    if (status)
        return status;
    const char *known =
        loaded->record.source_sha256 ? loaded->record.source_sha256 : loaded->record.dataset_sha256;
    out->ledger_moved = strcmp(head, loaded->record.ledger_head) != 0;
    out->dataset_replaced = *source && strcmp(source, known) != 0;
    return TP_OK;
}

static int write_report(const tp_cli *cli, const tp_report_entry *entries, size_t count)
{
    tp_err err = {0};
    tp_buf html;
    const char *pdf = tp_cli_value(cli, "pdf");
    const tp_report report = {.entries = entries, .n_entries = count, .lang = cli->lang};
    tp_buf_init(&html);
    tp_status status = tp_report_write(&html, &report, cli->arena, &err);
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
        code = write_report(cli, entries, n);
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
