#include "commands.h"
#include "jobs.h"
#include "portion.h"
#include "report/views/alternatives.h"

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

static int find(const tp_cli *cli, tp_alternatives_task *task, tp_cli_portion *portion)
{
    tp_err err = {0};
    tp_alternatives found;
    tp_page page;
    int code;
    if (task->run->result->status != TP_OPTIMAL && task->run->result->status != TP_FEASIBLE)
        return TP_ERROR_EXIT(cli, TP_EXIT_INFEASIBLE,
                             ((tp_words){"测算 {0} 没有方案，无从比较",
                                         "run {0} has no answer to find alternatives to"}),
                             task->run->id);
    tp_status status = tp_alternatives_find(&found, task, cli->arena, &err);
    tp_cli_progress_end();
    if (tp_cli_portion_is_shard(portion, status, &err, &code))
        return code;
    if (!status)
        status = tp_alternatives_page(&page, task, &found, cli->arena, &err);
    code = status ? tp_cli_fail(cli, status, NULL, &err) : tp_cli_page(cli, &page);
    return !code && found.stopped ? TP_EXIT_STOPPED : code;
}

static int run_alternatives(tp_cli *cli)
{
    tp_cli_limits limits;
    tp_cli_run loaded;
    tp_cli_portion portion = {0};
    char asked[64];
    int64_t count = 5;
    tp_alternatives_task task = {.skip_least = tp_cli_has(cli, "skip-proof")};
    int code = read_within(cli, &task.within);
    if (!code)
        code = tp_cli_int(cli, "count", 1, 1000, &count);
    if (!code)
        code = tp_cli_jobs(cli, &task.threads);
    if (!code)
        code = tp_cli_shard_read(cli, &portion.shard);
    if (!code && portion.shard.shard.of && task.skip_least)
        return TP_ERROR_EXIT(cli, TP_EXIT_USAGE,
                             ((tp_words){"{0} 与 {1} 不能同用：可以分片的正是这些证明",
                                         "{0} and {1} do not go together: the proofs are what is "
                                         "shared out"}),
                             "--shard", "--skip-proof");
    if (!code)
        code = tp_cli_begin(cli, &limits);
    if (!code)
        code = tp_cli_run_load(cli, cli->args[0], &loaded);
    if (code)
        return code;
    task.run = loaded.run;
    task.count = (size_t)count;
    task.stop = limits.stop;
    snprintf(asked, sizeof asked, "within=%lld\ncount=%lld\n", (long long)task.within,
             (long long)count);
    code = tp_cli_portion_begin(cli, &portion, "alternatives", &loaded, asked);
    task.portion = portion.portion;
    if (!code)
        code = find(cli, &task, &portion);
    tp_cli_portion_end(&portion);
    tp_cli_run_free(&loaded);
    return code;
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
