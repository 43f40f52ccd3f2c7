#include "commands.h"
#include "jobs.h"
#include "portion.h"
#include "report/views/sensitivity.h"

static const tp_option options[] = {TP_JOBS_OPTION, TP_SHARD_OPTIONS};

static int show(const tp_cli *cli, const tp_run *run, const tp_sensitivity_options *wanted,
                tp_cli_portion *portion)
{
    tp_err err = {0};
    tp_sensitivity found;
    tp_page page;
    int code;
    const tp_sensitivity_page_options how = {.all = tp_cli_has(cli, "all")};
    if (run->result->status == TP_INFEASIBLE || run->result->status == TP_NO_ANSWER)
        return TP_ERROR_EXIT(
            cli, tp_exit_of_answer(run->result->status),
            ((tp_words){"测算 {0} 没有方案，谈不上多一个少一个",
                        "the run {0} has no answer: there is nothing to be sensitive"}),
            run->id);
    tp_status status = tp_sensitivity_of(&found, run, wanted, cli->arena, &err);
    tp_cli_progress_end();
    if (tp_cli_portion_is_shard(portion, status, &err, &code))
        return code;
    if (!status)
        status = tp_sensitivity_page(&page, &found, &how, cli->arena, &err);
    return status ? tp_cli_fail(cli, status, NULL, &err) : tp_cli_page(cli, &page);
}

static int run_sensitivity(tp_cli *cli)
{
    tp_cli_limits limits;
    tp_cli_run loaded;
    tp_cli_portion portion = {0};
    size_t jobs = 1;
    int code = tp_cli_begin(cli, &limits);
    if (!code)
        code = tp_cli_jobs(cli, &jobs);
    if (!code)
        code = tp_cli_shard_read(cli, &portion.shard);
    if (!code)
        code = tp_cli_run_load(cli, cli->args[0], &loaded);
    if (code)
        return code;
    code = tp_cli_portion_begin(cli, &portion, "sensitivity", &loaded, "");
    const tp_sensitivity_options wanted = {
        .threads = jobs, .stop = limits.stop, .portion = portion.portion};
    if (!code)
        code = show(cli, loaded.run, &wanted, &portion);
    tp_cli_portion_end(&portion);
    tp_cli_run_free(&loaded);
    return code;
}

const tp_command tp_cmd_sensitivity = {
    .name = "sensitivity",
    .arguments = {"测算编号", "RUN"},
    .brief = {"每项上限、储备、期初、比例多一个少一个值多少",
              "What one more and one fewer of each limit, reserve, opening and share is worth"},
    .text =
        {"对每项可调的指标各多、少一格，重新测算，列出各级目标的变化，以及有用的一侧到哪里为止还有"
         "用。整数解之差，"
         "不是线性近似；线性规划的影子价格另列一栏，仅供参考。",
         "Moves every figure a planner can move one step up and down, solves again, and lists what "
         "each "
         "tier gains or loses, and how far the better side goes on helping. Differences between "
         "whole-number answers, not a linear approximation; the linear programme's price stands "
         "beside it as a hint."},
    .options = TP_OPTIONS(options),
    .shared = TP_WITH_STORE | TP_WITH_FORMAT | TP_WITH_OUTPUT | TP_WITH_LIMITS | TP_WITH_ALL,
    .least = 1,
    .most = 1,
    .run = run_sensitivity,
};
