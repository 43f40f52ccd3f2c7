#include "commands.h"
#include "jobs.h"
#include "report/views/sensitivity.h"
#include "slurm.h"
#include "study.h"

static const tp_option options[] = {TP_JOBS_OPTION, TP_SHARD_OPTIONS, TP_SLURM_OPTIONS};

typedef struct work {
    size_t jobs;
    tp_sensitivity found;
} work;

static tp_status find(tp_study *study, tp_err *err)
{
    work *w = study->task;
    const tp_sensitivity_options wanted = {
        .threads = w->jobs, .stop = study->stop, .portion = study->portion};
    return tp_sensitivity_of(&w->found, study->run, &wanted, study->cli->arena, err);
}

static tp_status make_page(tp_study *study, tp_page *page, tp_err *err)
{
    const work *w = study->task;
    const tp_sensitivity_page_options how = {.all = tp_cli_has(study->cli, "all")};
    return tp_sensitivity_page(page, &w->found, &how, study->cli->arena, err);
}

static int run_sensitivity(tp_cli *cli)
{
    work w = {.jobs = 1};
    tp_study study = {.no_answer = {"测算 {0} 没有方案，谈不上多一个少一个",
                                    "the run {0} has no answer: there is nothing to be sensitive"},
                      .kind = "sensitivity",
                      .asked = "",
                      .find = find,
                      .page = make_page,
                      .task = &w};
    return tp_cli_study(cli, &study, tp_cli_jobs(cli, &w.jobs));
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
