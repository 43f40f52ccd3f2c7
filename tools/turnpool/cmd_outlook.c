#include "commands.h"
#include "face.h"

#include <string.h>

static const tp_option options[] = {
    {.name = "tails",
     .value = {"N", "N"},
     .help = {"另求 tail 从 0 到 N（至多 20）时第 1 期的决定，看到多远才不再变化",
              "also solve with every tail from 0 to N (at most 20): how far one must look"}},
};

static int outlook(const tp_cli *cli, turnpool *t, const turnpool_run *run, int tails)
{
    const turnpool_writing how = tp_cli_face_writing(cli);
    const turnpool_answer answer = turnpool_run_answer(run);
    char *text;
    size_t length;
    if (answer == TURNPOOL_INFEASIBLE || answer == TURNPOOL_NONE)
        return TP_ERROR_EXIT(cli, (int)answer,
                             ((tp_words){"测算 {0} 没有方案", "the run {0} has no answer"}),
                             turnpool_run_id(run));
    turnpool_status status = turnpool_outlook(t, run, tails, &how, &text, &length);
    return tp_cli_face_give(cli, t, status, text, length);
}

static int run_outlook(tp_cli *cli)
{
    int64_t tails = -1;
    tp_cli_limits limits;
    turnpool *t = NULL;
    turnpool_run *run = NULL;
    int code = tp_cli_int(cli, "tails", 0, 20, &tails);
    if (!code)
        code = tp_cli_begin(cli, &limits);
    if (!code)
        code = tp_cli_face_load(cli, cli->args[0], &t, &run);
    if (!code)
        code = outlook(cli, t, run, (int)tails);
    turnpool_run_free(run);
    turnpool_close(t);
    return code;
}

const tp_command tp_cmd_outlook = {
    .name = "outlook",
    .arguments = {"测算编号", "RUN"},
    .brief = {"多期统筹比逐期单独测算好多少，要看多远",
              "What looking ahead is worth, and how far one must look"},
    .text =
        {"把多期方案再逐期单独测算一遍：每期只看当期，已给出的保留。按统筹方案的口径逐级目标、逐件"
         "申请"
         "比较。--tails 另求第 1 期的决定从 tail 多大起不再变化。",
         "Solves the periods of a plan once more year by year: each sees only itself, what was "
         "given "
         "stays; and compares goal by goal and demand by demand. --tails also finds the smallest "
         "tail from which the decision of period 1 stays."},
    .options = TP_OPTIONS(options),
    .shared = TP_WITH_STORE | TP_WITH_FORMAT | TP_WITH_OUTPUT | TP_WITH_LIMITS,
    .least = 1,
    .most = 1,
    .run = run_outlook,
};
