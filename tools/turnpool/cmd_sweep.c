#include "commands.h"
#include "inputs.h"
#include "jobs.h"
#include "portion.h"
#include "report/views/sweep.h"
#include "slurm.h"
#include "store/sweep.h"
#include "workspace/keep.h"

#include <pthread.h>
#include <stdio.h>
#include <string.h>

static const tp_option options[] = {
    {"vary",
     0,
     {"键=值", "KEY=VALUES"},
     {"变动的参数：起:止:步长，或逗号分隔的值；可重复，组成网格",
      "what varies: first:last:step, or values with commas; repeated options make a grid"},
     NULL},
    {"points",
     0,
     {"文件", "FILE"},
     {"参数文件：YAML（grid、points）或 CSV（key, change, value）",
      "sweep file: YAML (grid, points) or CSV (key, change, value)"},
     NULL},
    TP_JOBS_OPTION,
    TP_SHARD_OPTIONS,
    TP_SLURM_OPTIONS,
};

typedef struct sweeping {
    const tp_cli *cli;
    tp_cli_inputs inputs;
    tp_cli_limits limits;
    tp_session *session;
    tp_cli_run loaded; /* where the base is a stored run */
    const tp_run *base;
    tp_cli_shard shard;
    tp_store *store; /* what points are put into; borrowed */
    tp_sweep_plan plan;
    tp_sweep_task task;
    char id[TP_RUN_ID_TEXT];
    pthread_mutex_t lock; /* of the store and the progress line */
    size_t done;
} sweeping;

/* One point is one transaction: killed now, the sweep goes on behind it. */
static tp_status put_point(sweeping *s, size_t point, const tp_run *run,
                           const tp_sweep_outcome *outcome, const tp_kept_texts *texts, tp_err *err)
{
    char now[TP_TIME_TEXT];
    tp_buf settings, figures;
    tp_cli_now(now);
    tp_buf_init(&settings);
    tp_buf_init(&figures);
    tp_sweep_point_write(&settings, &s->plan, point);
    tp_sweep_figures_write(&figures, outcome);
    const tp_sweep_point_record record = {.sweep = s->id,
                                          .point = (int64_t)point,
                                          .settings = settings.bytes ? settings.bytes : "",
                                          .run = run->id,
                                          .answer = outcome->answer,
                                          .status = tp_answer_status_names[outcome->status],
                                          .figures = figures.bytes ? figures.bytes : "",
                                          .stored_at = now};
    tp_status status = tp_buf_ok(&settings) && tp_buf_ok(&figures) ? TP_OK : tp_fail_nomem(err);
    if (!status)
        status = tp_store_begin(s->store, err);
    if (!status) {
        status = tp_keep_run(s->store, run, texts, now, err);
        if (!status)
            status = tp_store_put_sweep_point(s->store, &record, err);
        if (!status)
            status = tp_store_commit(s->store, err);
        if (status)
            tp_store_rollback(s->store);
    }
    tp_buf_finish(&settings);
    tp_buf_finish(&figures);
    return status;
}

static tp_status finished(void *user, size_t point, const tp_run *run,
                          const tp_sweep_outcome *outcome, tp_err *err)
{
    sweeping *s = user;
    tp_kept_texts texts;
    tp_status status = tp_keep_texts(&texts, run, err);
    if (!status) {
        pthread_mutex_lock(&s->lock);
        status = put_point(s, point, run, outcome, &texts, err);
        if (!status)
            tp_cli_progress_points(++s->done, tp_shard_size(s->shard.shard, s->plan.n_points));
        pthread_mutex_unlock(&s->lock);
    }
    tp_kept_texts_finish(&texts);
    return status;
}

static int read_plan(sweeping *s)
{
    const tp_cli *cli = s->cli;
    tp_err err = {0};
    size_t at = 0;
    const char *file = tp_cli_value(cli, "points");
    const tp_pos pos = {.file = "--vary"};
    tp_sweep_plan_init(&s->plan, cli->arena);
    tp_status status = TP_OK;
    if (file)
        status = tp_sweep_read(&s->plan, file, s->base->scenario, cli->diags, &err);
    for (const char *text; !status && (text = tp_cli_next(cli, "vary", &at)) != NULL;)
        status = tp_sweep_vary(&s->plan, text, pos, cli->diags, &err);
    if (!status)
        status = tp_sweep_plan_finish(&s->plan, cli->diags, &err);
    return status ? tp_cli_fail(cli, status, cli->diags, &err) : 0;
}

/* The points of a stored run: all it stands on is in the store. */
static int load_base(sweeping *s)
{
    const tp_cli *cli = s->cli;
    tp_err err = {0};
    if (tp_cli_has(cli, "set") || tp_cli_has(cli, "ledger-on"))
        return TP_ERROR_EXIT(
            cli, TP_EXIT_USAGE,
            ((tp_words){"已存的测算 {0} 不能再加 --set 或 --ledger-on；请用方案文件",
                        "the stored run {0} takes no --set and no --ledger-on; name the file"}),
            cli->args[0]);
    tp_status status =
        tp_run_open_named(s->inputs.store, cli->args[0], cli->arena, &s->loaded, &err);
    if (status)
        return tp_cli_fail(cli, status, cli->diags, &err);
    s->base = s->loaded.run;
    return 0;
}

static int solve_base(sweeping *s)
{
    const tp_cli *cli = s->cli;
    tp_err err = {0};
    if (!tp_is_scenario_file(cli->args[0]))
        return load_base(s);
    tp_status status =
        tp_session_open(&s->session, cli->args[0], &s->inputs.inputs.options, cli->diags, &err);
    if (status)
        return tp_cli_fail(cli, status, cli->diags, &err);
    tp_cli_diags(cli, cli->diags);
    const tp_session_solve_options wanted = {
        .gap = s->limits.gap, .stop = s->limits.stop, .skip_conflict = true};
    const tp_run *base;
    status = tp_session_solve(s->session, &wanted, &base, &err);
    if (!status)
        s->base = tp_run_hold(base); /* its session goes on to the points */
    return status ? tp_cli_fail(cli, status, NULL, &err) : 0;
}

/* Outcomes of points an earlier, interrupted sweep has left. */
static tp_status take_up(sweeping *s, tp_err *err)
{
    tp_sweep_point_record *points;
    size_t count;
    tp_status status =
        tp_store_list_sweep_points(s->store, s->id, s->cli->arena, &points, &count, err);
    for (size_t i = 0; !status && i < count; i++) {
        if (points[i].point < 0 || (size_t)points[i].point >= s->plan.n_points)
            continue;
        tp_sweep_outcome *out = &s->task.outcomes[points[i].point];
        tp_sweep_figures_read(out, points[i].figures);
        out->done = true;
        s->done++;
        snprintf(out->run, sizeof out->run, "%s", points[i].run);
        snprintf(out->answer, sizeof out->answer, "%s", points[i].answer);
        for (int k = 0; k < 4; k++)
            if (strcmp(tp_answer_status_names[k], points[i].status) == 0)
                out->status = (tp_answer_status)k;
    }
    return status;
}

static tp_status prepare(sweeping *s, tp_err *err)
{
    tp_buf keys;
    char now[TP_TIME_TEXT];
    tp_cli_now(now);
    tp_buf_init(&keys);
    for (size_t k = 0; k < s->plan.n_keys; k++)
        tp_buf_format(&keys, "%s\n", s->plan.keys[k]);
    tp_status status = tp_buf_ok(&keys) ? TP_OK : tp_fail_nomem(err);
    const tp_scenario *scenario = s->base->scenario;
    const char *path = !s->loaded.run      ? s->cli->args[0]
                       : scenario->variant ? tp_arena_format(s->cli->arena, "%s#%s", scenario->path,
                                                             scenario->variant)
                                           : scenario->path;
    if (!status && !path)
        status = tp_fail_nomem(err);
    const tp_sweep_record record = {.sweep = s->id,
                                    .base = s->base->id,
                                    .path = path,
                                    .keys = keys.bytes,
                                    .points = (int64_t)s->plan.n_points,
                                    .stored_at = now};
    if (!status)
        status = tp_store_put_sweep(s->store, &record, err);
    if (!status && !s->shard.store)
        status = tp_store_relax(s->store, err);
    tp_buf_finish(&keys);
    return status ? status : take_up(s, err);
}

static int show(const sweeping *s)
{
    const tp_cli *cli = s->cli;
    tp_err err = {0};
    tp_page page;
    size_t done = 0;
    const tp_sweep_page_task task = {
        .sweep = s->id, .base = s->base, .plan = &s->plan, .outcomes = s->task.outcomes};
    for (size_t p = 0; p < s->plan.n_points; p++)
        done += s->task.outcomes[p].done;
    tp_status status = tp_sweep_page(&page, &task, cli->arena, &err);
    int code = status ? tp_cli_fail(cli, status, NULL, &err) : tp_cli_page(cli, &page);
    if (code || done == s->plan.n_points)
        return code;
    tp_cli_say(cli,
               (tp_words){"尚未测算完；用同样的命令可接着测算。",
                          "not finished; the same command goes on where this one stopped."},
               0, NULL);
    return done ? TP_EXIT_STOPPED : TP_EXIT_STOPPED_NONE;
}

/* Base, plan and identity: all that has to be known before a store is written to. */
static int plan(sweeping *s)
{
    const tp_cli *cli = s->cli;
    tp_err err = {0};
    int code = tp_cli_jobs(cli, &s->task.threads);
    if (!code)
        code = tp_cli_begin(cli, &s->limits);
    if (!code)
        code = solve_base(s);
    if (!code)
        code = read_plan(s);
    if (code)
        return code;
    s->task.plan = &s->plan;
    s->task.file = s->loaded.run ? NULL : cli->args[0];
    s->task.options = &s->inputs.inputs.options;
    s->task.base = s->base;
    s->task.session = s->session;
    s->task.gap = s->limits.gap;
    s->task.stop = s->limits.stop;
    s->task.shard = s->shard.shard;
    s->task.finished = finished;
    s->task.user = s;
    s->task.outcomes = tp_arena_array(cli->arena, s->plan.n_points, sizeof *s->task.outcomes);
    tp_status status =
        s->task.outcomes ? tp_sweep_identify(&s->task, s->id, &err) : tp_fail_nomem(&err);
    return status ? tp_cli_fail(cli, status, NULL, &err) : 0;
}

static tp_status put_base(void *user, tp_store *store, tp_err *err)
{
    const sweeping *s = user;
    char now[TP_TIME_TEXT];
    tp_cli_now(now);
    return tp_keep(store, s->base, NULL, now, err);
}

static int sweep(sweeping *s)
{
    const tp_cli *cli = s->cli;
    tp_err err = {0};
    int code = plan(s);
    /* Which work this is a shard of is named by the base as it is without limits. */
    bool elsewhere = tp_cli_has(cli, "slurm");
    if (!code && (s->shard.shard.of || elsewhere) && tp_run_cut_short(s->base))
        return TP_ERROR_EXIT(cli, TP_EXIT_STOPPED_NONE,
                             ((tp_words){"{0}：基准测算未完成即被时限中止，无从分片",
                                         "{0}: a limit ended the base run; without it there is "
                                         "nothing to share out"}),
                             "--shard");
    if (!code && elsewhere) {
        const tp_cli_slurm_task task = {
            .work = s->id, .run = s->base->id, .put = put_base, .user = s, .stop = s->limits.stop};
        return tp_cli_slurm(cli, &task);
    }
    if (!code)
        code = tp_cli_shard_open(cli, &s->shard, s->id, s->plan.n_points);
    if (code || s->shard.finished)
        return code ? code : tp_cli_shard_close(cli, &s->shard, s->id, s->plan.n_points);
    s->store = s->shard.store ? s->shard.store : s->inputs.store;
    code = tp_cli_run_save(cli, s->store, s->base, false);
    if (code)
        return code;
    tp_status status = prepare(s, &err);
    if (!status)
        status = tp_sweep_run(&s->task, cli->diags, &err);
    tp_cli_progress_end();
    if (status)
        return tp_cli_fail(cli, status, cli->diags, &err);
    return s->shard.store ? tp_cli_shard_close(cli, &s->shard, s->id, s->plan.n_points) : show(s);
}

static int run_sweep(tp_cli *cli)
{
    sweeping s = {.cli = cli};
    int code = tp_cli_shard_read(cli, &s.shard);
    if (!code)
        code = tp_cli_inputs_open(
            cli, s.shard.shard.of || tp_cli_has(cli, "slurm") ? TP_STORE_READ : TP_STORE_MAKE,
            &s.inputs);
    if (code)
        return code;
    pthread_mutex_init(&s.lock, NULL);
    code = sweep(&s);
    pthread_mutex_destroy(&s.lock);
    if (s.session)
        tp_run_free(s.base);
    tp_opened_run_free(&s.loaded);
    tp_session_free(s.session);
    tp_cli_shard_free(&s.shard);
    tp_cli_inputs_close(&s.inputs);
    return code;
}

const tp_command tp_cmd_sweep = {
    .name = "sweep",
    .arguments = {"方案文件[#名称]|测算编号", "FILE[#NAME]|RUN"},
    .brief = {"成批测算：让参数在一定范围内变动，逐点求解",
              "Solve a scenario many times while its parameters vary"},
    .text = {"如 --vary reserve.share=0:0.3:0.02 --vary borrow.max_share=0.1,0.2。每个点都是一次正"
             "式测算，随算随存；中断后用同样的命令接着算，不重复已算的点。结果相同的点编号相同。\n"
             "参数文件 YAML：grid 为键到取值的映射，points 为逐点列出的“键: 值”。CSV 各列：point（"
             "可缺）、key、change（substitute 替换、absolute 增减、relative 按比例增减）、value。",
             "For example --vary reserve.share=0:0.3:0.02 --vary borrow.max_share=0.1,0.2. Every "
             "point is a run of its own and is stored as soon as it is solved; after an "
             "interruption the same command goes on and repeats nothing. Points with the same "
             "answer get the same number.\n"
             "A YAML sweep file has `grid` (keys to values) and `points` (a list of maps from keys "
             "to values). A CSV has the columns point (optional), key, change (substitute, "
             "absolute: adds; relative: adds that share) and value."},
    .options = TP_OPTIONS(options),
    .shared = TP_WITH_ACCOUNT | TP_WITH_LEDGER | TP_WITH_STORE | TP_WITH_FORMAT | TP_WITH_OUTPUT |
              TP_WITH_LIMITS | TP_WITH_SET | TP_WITH_ENCODING,
    .least = 1,
    .most = 1,
    .run = run_sweep,
};
