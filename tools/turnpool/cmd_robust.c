#include "commands.h"
#include "jobs.h"
#include "report/views/robust.h"
#include "slurm.h"
#include "study.h"

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
     {"工作饱满度的浮动幅度；默认 0.05（多期规划为 0），0 为不变",
      "how far saturations may be off; default 0.05 (plans of several periods: 0), 0 leaves "
      "them"},
     NULL},
    {"quantity",
     0,
     {"比例", "SHARE"},
     {"申请数的浮动幅度；默认 0.1（多期规划为 0）",
      "how far quantities may be off; default 0.1 (plans: 0)"},
     NULL},
    {"vacancies",
     0,
     {"比例", "SHARE"},
     {"空编的浮动幅度；默认 0.1（多期规划为 0）",
      "how far vacancies may be off; default 0.1 (plans: 0)"},
     NULL},
    {"departures",
     0,
     {"概率", "SHARE"},
     {"预计减员未按期发生的概率；默认 0.1",
      "probability that an expected leaver stays; default 0.1"},
     NULL},
    TP_JOBS_OPTION,
    TP_SHARD_OPTIONS,
    TP_SLURM_OPTIONS,
};

static void told(void *user, size_t done)
{
    const tp_robust_task *task = user;
    tp_cli_progress_points(done, task->draws);
}

typedef struct work {
    tp_robust_task task;
    tp_robust found;
} work;

/* Spreads nobody stated: what is usual depends on the run. */
enum { AS_USUAL = -1 };
static tp_dec spread(tp_dec stated, tp_dec usual)
{
    return stated == AS_USUAL ? usual : stated;
}

static tp_status measure(tp_study *study, tp_err *err)
{
    work *w = study->task;
    const tp_spreads usual = tp_spreads_usual(study->run), *stated = &w->task.spreads;
    w->task.run = study->run;
    w->task.spreads = (tp_spreads){
        spread(stated->saturation, usual.saturation), spread(stated->quantity, usual.quantity),
        spread(stated->vacancies, usual.vacancies), spread(stated->departures, usual.departures)};
    w->task.stop = study->stop;
    w->task.portion = study->portion;
    tp_status status = tp_robust_measure(&w->found, &w->task, study->cli->arena, err);
    if (!status && w->found.drawn < w->task.draws)
        study->after = w->found.drawn ? TP_EXIT_STOPPED : TP_EXIT_STOPPED_NONE;
    return status;
}

static tp_status make_page(tp_study *study, tp_page *page, tp_err *err)
{
    const work *w = study->task;
    return tp_robust_page(page, &w->task, &w->found, study->cli->arena, err);
}

static int run_robust(tp_cli *cli)
{
    char asked[256];
    int64_t draws = 200, seed = 1;
    work w = {.task = {.spreads = {AS_USUAL, AS_USUAL, AS_USUAL, AS_USUAL}, .told = told}};
    tp_spreads *spreads = &w.task.spreads;
    tp_study study = {.no_answer = {"测算 {0} 没有方案，无从检验", "run {0} has no answer to test"},
                      .kind = "robust",
                      .asked = asked,
                      .find = measure,
                      .page = make_page,
                      .task = &w};
    const struct {
        const char *name;
        tp_dec *out;
    } kinds[] = {{"saturation", &spreads->saturation},
                 {"quantity", &spreads->quantity},
                 {"vacancies", &spreads->vacancies},
                 {"departures", &spreads->departures}};
    int code = tp_cli_int(cli, "draws", 1, 1000000, &draws);
    if (!code)
        code = tp_cli_int(cli, "seed", 0, INT64_MAX, &seed);
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds && !code; i++)
        code = tp_cli_dec(cli, kinds[i].name, 0, TP_DEC_ONE, kinds[i].out);
    if (!code)
        code = tp_cli_jobs(cli, &w.task.threads);
    w.task.draws = (size_t)draws;
    w.task.seed = (uint64_t)seed;
    w.task.user = &w.task;
    snprintf(asked, sizeof asked,
             "draws=%lld\nseed=%lld\nsaturation=%lld\nquantity=%lld\nvacancies=%lld\n"
             "departures=%lld\n",
             (long long)draws, (long long)seed, (long long)spreads->saturation,
             (long long)spreads->quantity, (long long)spreads->vacancies,
             (long long)spreads->departures);
    return tp_cli_study(cli, &study, code);
}

const tp_command tp_cmd_robust = {
    .name = "robust",
    .arguments = {"测算编号", "RUN"},
    .brief = {"检验数据有出入时方案是否仍然成立",
              "Test whether a run still holds when the facts turn out a little different"},
    .text =
        {"按所述分布抽样改动饱满度、申请数、空编和预计减员，逐次复核原方案是否仍符合全部规则，并与"
         "事后重新求解的最优比较，列出最先失效的存入和借用。同一种子结果相同，与线程数无关。多期规"
         "划检验的是第 1 期，默认只抽减员。",
         "Draws saturations, quantities, vacancies and departures from the distributions "
         "stated, checks the run's movements against every rule each time, compares them with "
         "the optimum found in hindsight, and lists what fails first. The same seed gives the "
         "same figures on any number of threads. Of a plan of several periods period 1 is tested, "
         "and only "
         "departures are drawn unless more is asked for."},
    .options = TP_OPTIONS(options),
    .shared = TP_WITH_STORE | TP_WITH_FORMAT | TP_WITH_OUTPUT | TP_WITH_LIMITS,
    .least = 1,
    .most = 1,
    .run = run_robust,
};
