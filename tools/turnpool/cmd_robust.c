#include "commands.h"
#include "jobs.h"
#include "portion.h"
#include "report/views/robust.h"

#include <stdio.h>

static const tp_option options[] = {
    {"draws", 'n', {"次数", "N"}, {"抽样次数；默认 200", "how many draws; default 200"}, NULL},
    {"seed",
     0,
     {"整数", "N"},
     {"随机种子；相同的种子得到相同的结果；默认 1",
      "the same seed gives the same figures; default 1"},
     NULL},
    {"saturation",
     0,
     {"比例", "SHARE"},
     {"工作饱满度的浮动幅度；默认 0.05，0 为不变",
      "how far saturations may be off; default 0.05, 0 leaves them"},
     NULL},
    {"quantity",
     0,
     {"比例", "SHARE"},
     {"申请数的浮动幅度；默认 0.1", "how far quantities may be off; default 0.1"},
     NULL},
    {"vacancies",
     0,
     {"比例", "SHARE"},
     {"空编的浮动幅度；默认 0.1", "how far vacancies may be off; default 0.1"},
     NULL},
    {"departures",
     0,
     {"概率", "SHARE"},
     {"预计减员未按期发生的概率；默认 0.1",
      "probability that an expected leaver stays; default 0.1"},
     NULL},
    TP_JOBS_OPTION,
    TP_SHARD_OPTIONS,
};

static void told(void *user, size_t done)
{
    const tp_robust_task *task = user;
    tp_cli_progress_points(done, task->draws);
}

static int measure(const tp_cli *cli, tp_robust_task *task, tp_cli_portion *portion)
{
    tp_err err = {0};
    tp_robust found;
    tp_page page;
    int code;
    if (task->run->result->status != TP_OPTIMAL && task->run->result->status != TP_FEASIBLE)
        return TP_ERROR_EXIT(
            cli, TP_EXIT_INFEASIBLE,
            ((tp_words){"测算 {0} 没有方案，无从检验", "run {0} has no answer to test"}),
            task->run->id);
    tp_status status = tp_robust_measure(&found, task, cli->arena, &err);
    tp_cli_progress_end();
    if (tp_cli_portion_is_shard(portion, status, &err, &code))
        return code;
    if (!status)
        status = tp_robust_page(&page, task, &found, cli->arena, &err);
    code = status ? tp_cli_fail(cli, status, NULL, &err) : tp_cli_page(cli, &page);
    if (code || found.drawn == task->draws)
        return code;
    return found.drawn ? TP_EXIT_STOPPED : TP_EXIT_STOPPED_NONE;
}

static int run_robust(tp_cli *cli)
{
    tp_cli_limits limits;
    tp_cli_run loaded;
    tp_cli_portion portion = {0};
    char asked[256];
    int64_t draws = 200, seed = 1;
    tp_robust_task task = {
        .spreads = {TP_DEC_ONE / 20, TP_DEC_ONE / 10, TP_DEC_ONE / 10, TP_DEC_ONE / 10}};
    int code = tp_cli_int(cli, "draws", 1, 1000000, &draws);
    if (!code)
        code = tp_cli_int(cli, "seed", 0, INT64_MAX, &seed);
    if (!code)
        code = tp_cli_dec(cli, "saturation", 0, TP_DEC_ONE, &task.spreads.saturation);
    if (!code)
        code = tp_cli_dec(cli, "quantity", 0, TP_DEC_ONE, &task.spreads.quantity);
    if (!code)
        code = tp_cli_dec(cli, "vacancies", 0, TP_DEC_ONE, &task.spreads.vacancies);
    if (!code)
        code = tp_cli_dec(cli, "departures", 0, TP_DEC_ONE, &task.spreads.departures);
    if (!code)
        code = tp_cli_jobs(cli, &task.threads);
    if (!code)
        code = tp_cli_shard_read(cli, &portion.shard);
    if (!code)
        code = tp_cli_begin(cli, &limits);
    if (!code)
        code = tp_cli_run_load(cli, cli->args[0], &loaded);
    if (code)
        return code;
    task.run = loaded.run;
    task.draws = (size_t)draws;
    task.seed = (uint64_t)seed;
    task.stop = limits.stop;
    task.told = told;
    task.user = &task;
    snprintf(asked, sizeof asked,
             "draws=%lld\nseed=%lld\nsaturation=%lld\nquantity=%lld\nvacancies=%lld\n"
             "departures=%lld\n",
             (long long)draws, (long long)seed, (long long)task.spreads.saturation,
             (long long)task.spreads.quantity, (long long)task.spreads.vacancies,
             (long long)task.spreads.departures);
    code = tp_cli_portion_begin(cli, &portion, "robust", &loaded, asked);
    task.portion = portion.portion;
    if (!code)
        code = measure(cli, &task, &portion);
    tp_cli_portion_end(&portion);
    tp_cli_run_free(&loaded);
    return code;
}

const tp_command tp_cmd_robust = {
    .name = "robust",
    .arguments = {"测算编号", "RUN"},
    .brief = {"检验数据有出入时方案是否仍然成立",
              "Test whether a run still holds when the facts turn out a little different"},
    .text =
        {"按所述分布抽样改动饱满度、申请数、空编和预计减员，逐次复核原方案是否仍符合全部规则，并与"
         "事后重新求解的最优比较，列出最先失效的存入和借用。同一种子结果相同，与线程数无关。",
         "Draws saturations, quantities, vacancies and departures from the distributions "
         "stated, checks the run's movements against every rule each time, compares them with "
         "the optimum found in hindsight, and lists what fails first. The same seed gives the "
         "same figures on any number of threads."},
    .options = TP_OPTIONS(options),
    .shared = TP_WITH_STORE | TP_WITH_FORMAT | TP_WITH_OUTPUT | TP_WITH_LIMITS,
    .least = 1,
    .most = 1,
    .run = run_robust,
};
