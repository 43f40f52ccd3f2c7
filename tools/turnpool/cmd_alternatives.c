#include "commands.h"
#include "jobs.h"
#include "report/views/alternatives.h"
#include "slurm.h"
#include "study.h"

#include <stdio.h>
#include <string.h>

static const tp_option options[] = {
    {"within",
     0,
     {"比例", "SHARE"},
     {"每级目标最多让出的比例，如 1% 或 0.01；默认 1%",
      "what may be given up on each goal, as 1% or 0.01; default 1%"},
     NULL},
    {"count", 'n', {"个数", "N"}, {"最多找几个；默认 5", "how many at most; default 5"}, NULL},
    {"skip-proof",
     0,
     {NULL, NULL},
     {"不证明哪些事项必不可少（数据很大时较快）",
      "do not prove which movements are needed (faster on large data)"},
     NULL},
    TP_JOBS_OPTION,
    TP_SHARD_OPTIONS,
    TP_SLURM_OPTIONS,
};

/* 1% or 0.01. */
static int read_within(const tp_cli *cli, tp_dec *out)
{
    const char *text = tp_cli_value(cli, "within");
    size_t length = text ? strlen(text) : 0;
    bool percent = length && text[length - 1] == '%';
    *out = TP_DEC_ONE / 100;
    if (!text)
        return 0;
    if (tp_dec_parse(text, length - percent, out) == TP_PARSE_OK && (!percent || *out % 100 == 0)) {
        *out = percent ? *out / 100 : *out;
        if (*out >= 0 && *out <= TP_DEC_ONE)
            return 0;
    }
    return TP_ERROR_EXIT(cli, TP_EXIT_USAGE,
                         ((tp_words){"--within 不能是“{0}”；应为 0 到 100% 的比例，如 1% 或 0.01",
                                     "--within cannot be \"{0}\"; a share from 0 to 100%, as 1% or "
                                     "0.01"}),
                         text);
}

typedef struct work {
    tp_alternatives_task task;
    tp_alternatives found;
} work;

static tp_status find(tp_study *study, tp_err *err)
{
    work *w = study->task;
    w->task.run = study->run;
    w->task.stop = study->stop;
    w->task.portion = study->portion;
    tp_status status = tp_alternatives_find(&w->found, &w->task, study->cli->arena, err);
    study->after = !status && w->found.stopped ? TP_EXIT_STOPPED : 0;
    return status;
}

static tp_status make_page(tp_study *study, tp_page *page, tp_err *err)
{
    const work *w = study->task;
    return tp_alternatives_page(page, &w->task, &w->found, study->cli->arena, err);
}

static int run_alternatives(tp_cli *cli)
{
    char asked[64];
    int64_t count = 5;
    work w = {.task = {.skip_least = tp_cli_has(cli, "skip-proof")}};
    tp_study study = {.no_answer = {"测算 {0} 没有方案，无从比较",
                                    "run {0} has no answer to find alternatives to"},
                      .kind = "alternatives",
                      .asked = asked,
                      .find = find,
                      .page = make_page,
                      .task = &w};
    int code = read_within(cli, &w.task.within);
    if (!code)
        code = tp_cli_int(cli, "count", 1, 1000, &count);
    if (!code)
        code = tp_cli_jobs(cli, &w.task.threads);
    if (!code && tp_cli_value(cli, "shard") && w.task.skip_least)
        code = TP_ERROR_EXIT(cli, TP_EXIT_USAGE,
                             ((tp_words){"{0} 与 {1} 不能同用：可以分片的正是这些证明",
                                         "{0} and {1} do not go together: the proofs are what is "
                                         "shared out"}),
                             "--shard", "--skip-proof");
    w.task.count = (size_t)count;
    snprintf(asked, sizeof asked, "within=%lld\ncount=%lld\n", (long long)w.task.within,
             (long long)count);
    return tp_cli_study(cli, &study, code);
}

const tp_command tp_cmd_alternatives = {
    .name = "alternatives",
    .arguments = {"测算编号", "RUN"},
    .brief = {"找出损失很小而做法尽量不同的方案，看哪些事项必不可少",
              "Find other answers worth nearly as much, and what none of them can do without"},
    .text = {"每个备选方案遵守全部规则，每级目标的损失都不超过 "
             "--within；逐个寻找，尽量少用已找到的方案用过"
             "的存入和借用。任何允许的方案都少不了的事项可以先行公布。",
             "Each alternative keeps every rule and gives up at most --within on every goal. They "
             "are sought one by one, each using the deposits and loans of those before as little "
             "as it can. A movement that no such answer can do without is safe to announce."},
    .options = TP_OPTIONS(options),
    .shared = TP_WITH_STORE | TP_WITH_FORMAT | TP_WITH_OUTPUT | TP_WITH_LIMITS,
    .least = 1,
    .most = 1,
    .run = run_alternatives,
};
