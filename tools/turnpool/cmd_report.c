#include "commands.h"
#include "report/comparison/report.h"
#include "report_pdf.h"
#include "runs.h"
#include "store/ledger.h"
#include "store/sweep.h"

#include <string.h>

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

/* Beyond this many lines solving again for every limit takes too long to be done unasked. */
enum { WORTH_LINES = 2000, CURVES = 4 };

static tp_status look_up(const tp_cli *cli, const tp_cli_run *loaded, tp_report_entry *out,
                         tp_err *err)
{
    tp_run_standing standing;
    tp_status status =
        tp_run_standing_of(&standing, loaded->store, &loaded->record, cli->arena, err);
    if (!status)
        *out = (tp_report_entry){.run = loaded->run,
                                 .state = standing.state,
                                 .number = standing.number,
                                 .ledger_moved = standing.ledger_moved,
                                 .dataset_replaced = standing.dataset_replaced};
    return status;
}

static tp_status find_worth(const tp_cli *cli, tp_report_entry *entry, tp_err *err)
{
    const tp_run *run = entry->run;
    bool answered = tp_answered(run->result->status);
    if (!answered || run->data->n_lines > WORTH_LINES || tp_cli_has(cli, "no-worth"))
        return TP_OK;
    tp_sensitivity *found = tp_arena_alloc(cli->arena, sizeof *found);
    const tp_sensitivity_options wanted = {.threads = 2};
    if (!found)
        return tp_fail_nomem(err);
    entry->sensitivity = found;
    return tp_sensitivity_of(found, run, &wanted, cli->arena, err);
}

static tp_status read_curve(const tp_cli *cli, tp_store *store, const tp_sweep_record *sweep,
                            tp_report_curve *out, tp_err *err)
{
    tp_sweep_point_record *stored;
    size_t count;
    tp_status status =
        tp_store_list_sweep_points(store, sweep->sweep, cli->arena, &stored, &count, err);
    tp_report_point *points = status ? NULL : tp_arena_array(cli->arena, count + 1, sizeof *points);
    if (!points)
        return status ? status : tp_fail_nomem(err);
    for (size_t i = 0; i < count; i++) {
        points[i].settings = stored[i].settings;
        tp_sweep_figures_read(&points[i].outcome, stored[i].figures);
        for (int k = 0; k < 4; k++)
            if (strcmp(stored[i].status, tp_answer_status_names[k]) == 0)
                points[i].outcome.status = (tp_answer_status)k;
    }
    out->keys = sweep->keys;
    out->points = points;
    out->n_points = count;
    return TP_OK;
}

/* The latest sweeps that start from one of the runs. */
static tp_status find_curves(const tp_cli *cli, tp_store *store, tp_report *report,
                             tp_report_curve curves[CURVES], tp_err *err)
{
    tp_sweep_record *sweeps;
    size_t count;
    tp_status status = tp_store_list_sweeps(store, cli->arena, &sweeps, &count, err);
    report->curves = curves;
    while (!status && count-- > 0 && report->n_curves < CURVES)
        for (size_t i = 0; i < report->n_entries && !status; i++) {
            if (strcmp(report->entries[i].run->id, sweeps[count].base) != 0)
                continue;
            curves[report->n_curves].entry = i;
            status = read_curve(cli, store, &sweeps[count], &curves[report->n_curves++], err);
            break;
        }
    return status;
}

static int write_report(const tp_cli *cli, tp_store *store, tp_report_entry *entries, size_t count)
{
    tp_err err = {0};
    tp_buf html;
    tp_report_curve curves[CURVES] = {{0}};
    const char *pdf = tp_cli_value(cli, "pdf");
    tp_report report = {.entries = entries, .n_entries = count, .lang = cli->lang};
    tp_buf_init(&html);
    tp_status status = find_curves(cli, store, &report, curves, &err);
    tp_ledger *ledger;
    if (!status)
        status = tp_ledger_load(&ledger, store, TP_DATE_NONE, cli->arena, &err);
    if (!status)
        status =
            tp_report_past_of(&report, ledger, entries[0].run->scenario->as_of, cli->arena, &err);
    for (size_t i = 0; i < count && !status; i++)
        status = find_worth(cli, &entries[i], &err);
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
