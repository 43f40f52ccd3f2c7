/* turnpool anomalies: figures that look as if a threshold had been aimed at. */
#include "commands.h"

#include "import/history.h"
#include "report/views/anomalies.h"
#include "runs.h"

#include <string.h>

#define W(zh_, en_) ((tp_words){zh_, en_})

static const tp_option options[] = {
    {"register",
     0,
     {"日期:数据", "DAY:DATA"},
     {"其他日期的数据目录或工作簿，可多次给出；2026-05 指当月最后一天",
      "a dataset of another day, may be given several times; 2026-05 is the month's last day"},
     NULL},
    {"within",
     0,
     {"月数", "MONTHS"},
     {"多少个月内补上又空出、增加又回落算作情形；默认 6",
      "filled and emptied, come and gone within so many months; default 6"},
     NULL},
    {"days",
     0,
     {"天数", "DAYS"},
     {"多少天内提出的申请算同时期；默认 31",
      "demands filed within so many days are together; default 31"},
     NULL},
    {"margin",
     0,
     {"幅度", "MARGIN"},
     {"距界线多近算贴线；默认 0.02", "how near a line is just past it; default 0.02"},
     NULL},
    {"demand-most",
     0,
     {"数量", "N"},
     {"本单位规定的单件申请上限", "the office's own bound on one demand"},
     NULL},
};

static void told(void *user, size_t done, size_t total)
{
    (void)user;
    tp_cli_progress_points(done, total);
}

static int read_register(const tp_cli *cli, const char *given, tp_register *out, tp_dataset **data)
{
    const char *colon = strchr(given, ':');
    tp_err err = {0};
    tp_date on = colon ? tp_history_day(given, (size_t)(colon - given)) : TP_DATE_NONE;
    if (on == TP_DATE_NONE)
        return TP_ERROR_EXIT(cli, TP_EXIT_USAGE,
                             W("--register 写成 2026-05:数据目录，不是“{0}”",
                               "--register takes 2026-05:DATA, not {0}"),
                             given);
    const tp_dataset_options how = {.encoding = tp_cli_value(cli, "encoding")};
    tp_status status = tp_dataset_load(data, colon + 1, &how, cli->diags, &err);
    if (status)
        return tp_cli_fail(cli, status, cli->diags, &err);
    tp_diags_clear(cli->diags); /* what is doubtful in other registers is not asked here */
    *out = (tp_register){on, *data};
    return 0;
}

static int show(const tp_cli *cli, const tp_run *run, const tp_anomaly_options *how)
{
    tp_err err = {0};
    tp_anomalies found;
    tp_page page;
    if (!tp_run_answered(run))
        return TP_ERROR_EXIT(
            cli, TP_EXIT_INFEASIBLE,
            W("测算 {0} 没有方案，无从比较", "run {0} has no answer to compare with"), run->id);
    tp_status status = tp_anomalies_find(&found, run, how, cli->arena, &err);
    tp_cli_progress_end();
    if (!status)
        status = tp_anomalies_page(&page, run, &found, tp_cli_has(cli, "all"), cli->arena, &err);
    return status ? tp_cli_fail(cli, status, NULL, &err) : tp_cli_page(cli, &page);
}

static int run_anomalies(tp_cli *cli)
{
    tp_cli_limits limits;
    tp_cli_run loaded;
    tp_anomaly_options how = {.within_months = 6,
                              .within_days = 31,
                              .margin = TP_DEC_ONE / 50,
                              .demand_most = TP_INT_NONE,
                              .told = told};
    size_t n = 0, at = 0, read = 0;
    while (tp_cli_next(cli, "register", &at))
        n++;
    tp_register *registers = tp_arena_array(cli->arena, n + 1, sizeof *registers);
    tp_dataset **data = tp_arena_array(cli->arena, n + 1, sizeof(tp_dataset *));
    int code = registers && data ? 0 : tp_cli_fail(cli, TP_E_NOMEM, NULL, NULL);
    if (!code)
        code = tp_cli_int(cli, "within", 1, 120, &how.within_months);
    if (!code)
        code = tp_cli_int(cli, "days", 0, 3660, &how.within_days);
    if (!code)
        code = tp_cli_dec(cli, "margin", 0, TP_DEC_ONE, &how.margin);
    if (!code)
        code = tp_cli_int(cli, "demand-most", 1, TP_COUNT_MAX, &how.demand_most);
    if (!code)
        code = tp_cli_begin(cli, &limits);
    at = 0;
    for (const char *given; !code && (given = tp_cli_next(cli, "register", &at));) {
        code = read_register(cli, given, &registers[read], &data[read]);
        read += !code;
    }
    if (!code) {
        code = tp_cli_run_load(cli, cli->args[0], &loaded);
        how.registers = registers;
        how.n_registers = read;
        how.stop = limits.stop;
        if (!code) {
            code = show(cli, loaded.run, &how);
            tp_cli_run_free(&loaded);
        }
    }
    for (size_t i = 0; i < read; i++)
        tp_dataset_free(data[i]);
    return code;
}

const tp_command tp_cmd_anomalies = {
    .name = "anomalies",
    .arguments = {"测算编号", "RUN"},
    .brief = {"列出贴着规则界线的数字：空编年限、实有、申请拆分、饱满度",
              "List figures just past a rule's line, and the answer otherwise"},
    .text = {"空编补上又空出，年限重新起算；实有在数据日前增加、其后回落；同一单位的申请拆成几件，"
             "绕过单件上限、总量控制或多占第一段；饱满度刚过界线。逐条列出数字、涉及的规则及其依据"
             "，并"
             "测算若不如此方案会怎样。供人核对，不作结论。前两种须用 --register 给出其他日期的数据"
             "。--all 连同不影响方案的一并列出。\n"
             "表：anomalies thresholds。",
             "Vacancies filled and emptied again, whose age starts anew; people in post who came "
             "just before the data date and were gone after it; one unit's demands in pieces that "
             "pass a bound on one, a limit, or take more of the first part; saturations just past "
             "a line. Each with its figures, the rule, its document, and what the answer would be "
             "otherwise. For a person to look at, never a finding. The first two need --register. "
             "--all lists those as well that change nothing.\n"
             "Tables: anomalies thresholds."},
    .options = TP_OPTIONS(options),
    .shared = TP_WITH_STORE | TP_WITH_FORMAT | TP_WITH_OUTPUT | TP_WITH_LIMITS | TP_WITH_ALL |
              TP_WITH_ENCODING,
    .least = 1,
    .most = 1,
    .run = run_anomalies,
};
