#include "commands.h"
#include "runs.h"

#include "lp/write.h"
#include "models/mod_data.h"

#include <string.h>

static const char *const formats[] = {"mps", "lp", "mod-data", NULL};
static const tp_option options[] = {
    {"tier",
     't',
     {"目标", "TIER"},
     {"哪一级目标：名称（如 need）或次序（1、2……）；默认第一级",
      "which tier: its goal (e.g. need) or its number; default: the first"},
     NULL},
    {"format",
     'f',
     {"格式", "FORMAT"},
     {"输出格式，默认 mps", "output format, default mps"},
     formats},
};

/* The tier's objective over the program as exported: a ratio tier maximises its last column. */
static tp_status objective_of(tp_objective *out, const tp_tiers_task *task, size_t tier,
                              const tp_program *program, tp_arena *arena, tp_err *err)
{
    *out = task->tiers[tier].objective;
    if (task->tiers[tier].kind == TP_TIER_LINEAR)
        return TP_OK;
    *out = (tp_objective){.sense = TP_MAX};
    out->cost = tp_arena_array(arena, (size_t)program->n_cols, sizeof *out->cost);
    if (!out->cost)
        return tp_fail_nomem(err);
    out->cost[program->n_cols - 1] = 1;
    return TP_OK;
}

typedef struct tp_export {
    tp_session *session;
    tp_tiers_task task;
    tp_tiers_answer answer; /* of the tiers before */
    size_t tier;
    tp_buf text, names;
} tp_export;

static tp_status write_program(const tp_cli *cli, tp_export *e, bool mps, tp_err *err)
{
    tp_program *program;
    tp_objective objective;
    tp_status status = tp_tiers_program(&program, &e->task, &e->answer, e->tier, cli->arena, err);
    if (!status)
        status = objective_of(&objective, &e->task, e->tier, program, cli->arena, err);
    const char *title = tp_arena_format(cli->arena, "%s %s", tp_session_scenario(e->session)->name,
                                        e->task.tiers[e->tier].goal);
    if (!status && !title)
        status = tp_fail_nomem(err);
    if (!status)
        status = (mps ? tp_write_mps : tp_write_lp)(&e->text, program, &objective, title, err);
    if (!status)
        status = tp_write_name_map(&e->names, program, err);
    return status;
}

static tp_status write_export(const tp_cli *cli, tp_export *e, tp_err *err)
{
    const char *format = tp_cli_value(cli, "format");
    if (!format || strcmp(format, "mod-data") != 0)
        return write_program(cli, e, !format || strcmp(format, "mps") == 0, err);
    tp_mod_data_options wanted = {.tier = e->tier, .earlier = e->tier ? e->answer.tiers : NULL};
    return tp_mod_data_write(&e->text, tp_session_case(e->session), &wanted, err);
}

/* The file, and beside it what its names mean. */
static int write_files(const tp_cli *cli, const tp_export *e)
{
    const char *path = tp_cli_value(cli, "output");
    int code = tp_cli_write(cli, &e->text);
    if (code || !path || strcmp(path, "-") == 0 || !e->names.length)
        return code;
    const char *beside = tp_arena_format(cli->arena, "%s.names.csv", path);
    return beside ? tp_cli_write_file(cli, beside, &e->names)
                  : tp_cli_fail(cli, TP_E_NOMEM, NULL, NULL);
}

/* Earlier tiers have to be solved before they can be held. */
static int solve_earlier(const tp_cli *cli, tp_export *e, const tp_cli_limits *limits)
{
    tp_err err = {0};
    const tp_run *run;
    tp_session_solve_options wanted = {.gap = limits->gap,
                                       .stop = limits->stop,
                                       .progress = limits->progress,
                                       .stop_after = e->tier};
    if (e->tier == 0)
        return 0;
    tp_status status = tp_session_solve(e->session, &wanted, &run, &err);
    tp_cli_progress_end();
    if (status)
        return tp_cli_fail(cli, status, NULL, &err);
    e->answer = run->answer;
    if (run->answer.n_tiers >= e->tier && run->answer.status != TP_INFEASIBLE)
        return 0;
    static const tp_words none = {"在此之前的目标没有解，无法写出这一级",
                                  "the tiers before it have no answer, so it cannot be written"};
    bool infeasible = run->answer.status == TP_INFEASIBLE;
    return tp_cli_error(cli, infeasible ? TP_EXIT_INFEASIBLE : TP_EXIT_STOPPED_NONE, none, 0, NULL);
}

static int run_model(tp_cli *cli)
{
    tp_err err = {0};
    tp_cli_limits limits;
    tp_setting *settings;
    tp_export e = {0};
    tp_session_options wanted = {.encoding = tp_cli_value(cli, "encoding")};
    int code = tp_cli_begin(cli, &limits);
    if (!code)
        code = tp_cli_settings(cli, &settings, &wanted.n_settings);
    if (code)
        return code;
    wanted.settings = settings;
    tp_status status = tp_session_open(&e.session, cli->args[0], &wanted, cli->diags, &err);
    if (!status)
        status = tp_session_task(e.session, &e.task, &err);
    if (status) {
        code = tp_cli_fail(cli, status, cli->diags, &err);
        tp_session_free(e.session);
        return code;
    }
    tp_cli_diags(cli, cli->diags);
    tp_buf_init(&e.text);
    tp_buf_init(&e.names);
    code = tp_cli_tier(cli, &e.task, &e.tier);
    if (!code)
        code = solve_earlier(cli, &e, &limits);
    if (!code) {
        status = write_export(cli, &e, &err);
        code = status ? tp_cli_fail(cli, status, NULL, &err) : write_files(cli, &e);
    }
    tp_buf_finish(&e.text);
    tp_buf_finish(&e.names);
    tp_session_free(e.session);
    return code;
}

const tp_command tp_cmd_model = {
    .name = "model",
    .arguments = {"方案文件[#名称]", "FILE[#NAME]"},
    .brief = {"把某一级目标的整数规划写成文件，供其他求解器核对",
              "Write the integer program of a tier, for any other solver"},
    .text = {"此前各级目标以约束行保持其最优值。用 -o 写入文件时，旁边另写一份 "
             "文件.names.csv，逐一说明各行各列"
             "出自哪条规则、哪个单位、方案的哪一行。mod-data 为 models/turnover.mod 的数据部分。",
             "Earlier tiers are held at their values by rows. With -o, FILE.names.csv beside it "
             "says of each "
             "row and column which rule, unit and line of the scenario it comes from. mod-data is "
             "the data "
             "section of models/turnover.mod."},
    .options = TP_OPTIONS(options),
    .shared = TP_WITH_OUTPUT | TP_WITH_LIMITS | TP_WITH_SET | TP_WITH_ENCODING,
    .least = 1,
    .most = 1,
    .run = run_model,
};
