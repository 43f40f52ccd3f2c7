#include "commands.h"
#include "report/views/outlook.h"
#include "study.h"

#include <string.h>

static const tp_option options[] = {
    {.name = "tails",
     .value = {"N", "N"},
     .help = {"另求 tail 从 0 到 N（至多 20）时第 1 期的决定，看到多远才不再变化",
              "also solve with every tail from 0 to N (at most 20): how far one must look"}},
};

typedef struct work {
    int tails; /* -1: not asked for */
    tp_yearly yearly;
    tp_tails found;
} work;

static tp_status look(tp_study *study, tp_err *err)
{
    work *w = study->task;
    const tp_run *run = study->run;
    tp_arena *arena = study->cli->arena;
    if (run->result->n_periods == 1) {
        study->refused =
            TP_ERROR_EXIT(study->cli, TP_EXIT_USAGE,
                          ((tp_words){"测算 {0} 只有一期，没有展望；在方案中写 horizon",
                                      "the run {0} has one period, there is nothing to look "
                                      "ahead to; give the scenario a horizon"}),
                          run->id);
        return TP_OK;
    }
    tp_status status = tp_outlook_yearly(&w->yearly, run, study->stop, arena, err);
    if (!status && w->tails >= 0)
        status = tp_outlook_tails(&w->found, run, w->tails + 1, &(tp_looking){.stop = study->stop},
                                  arena, err);
    return status;
}

static tp_status make_page(tp_study *study, tp_page *page, tp_err *err)
{
    const work *w = study->task;
    return tp_outlook_page(page, study->run, &w->yearly, w->tails >= 0 ? &w->found : NULL,
                           study->cli->arena, err);
}

static int run_outlook(tp_cli *cli)
{
    const char *text = tp_cli_value(cli, "tails");
    int64_t tails = -1;
    work w = {.tails = -1};
    tp_study study = {.no_answer = {"测算 {0} 没有方案", "the run {0} has no answer"},
                      .find = look,
                      .page = make_page,
                      .task = &w};
    if (text && (tp_int_parse(text, strlen(text), &tails) != TP_PARSE_OK || tails < 0 ||
                 tails >= TP_TAILS_MOST))
        return TP_ERROR_EXIT(cli, TP_EXIT_USAGE,
                             ((tp_words){"--tails 为 0 到 20 的整数，不是“{0}”",
                                         "--tails takes a whole number from 0 to 20, not {0}"}),
                             text);
    w.tails = (int)tails;
    return tp_cli_study(cli, &study, 0);
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
