#include "commands.h"
#include "inputs.h"
#include "report/views/compare.h"
#include "workspace/workspace.h"

#include <string.h>

static const tp_option options[] = {
    {"exit-code",
     0,
     {NULL, NULL},
     {"结果不同时以退出码 9 结束，相同时为 0，供脚本使用",
      "end with exit code 9 if the answers differ, 0 if they are the same; for scripts"},
     NULL},
};

/* One side of the comparison: a run out of the store, or a scenario solved on the spot. */
typedef struct side {
    tp_cli_run loaded;
    tp_cli_inputs inputs;
    tp_session *session;
    const tp_run *run;
} side;

static int solve(const tp_cli *cli, const char *file, const tp_cli_limits *limits, side *out)
{
    tp_err err = {0};
    int code = tp_cli_inputs_open(cli, TP_STORE_READ, &out->inputs);
    if (code)
        return code;
    tp_status status =
        tp_session_open(&out->session, file, &out->inputs.inputs.options, cli->diags, &err);
    if (status)
        return tp_cli_fail(cli, status, cli->diags, &err);
    tp_cli_diags(cli, cli->diags);
    const tp_session_solve_options wanted = {
        .gap = limits->gap, .stop = limits->stop, .progress = limits->progress};
    status = tp_session_solve(out->session, &wanted, &out->run, &err);
    tp_cli_progress_end();
    return status ? tp_cli_fail(cli, status, NULL, &err) : 0;
}

static int open_side(const tp_cli *cli, const char *name, const tp_cli_limits *limits, side *out)
{
    if (tp_is_scenario_file(name))
        return solve(cli, name, limits, out);
    int code = tp_cli_run_load(cli, name, &out->loaded);
    out->run = out->loaded.run;
    return code;
}

static void close_side(side *s)
{
    tp_session_free(s->session);
    tp_cli_inputs_close(&s->inputs);
    tp_cli_run_free(&s->loaded);
}

static int show(const tp_cli *cli, const tp_run *const *runs, size_t n)
{
    tp_err err = {0};
    tp_comparison comparison;
    tp_page page;
    const tp_compare_page_options wanted = {.all = tp_cli_has(cli, "all")};
    tp_status status = tp_compare_runs(&comparison, runs, n, cli->arena, &err);
    if (!status)
        status = tp_compare_page(&page, &comparison, &wanted, cli->arena, &err);
    int code = status ? tp_cli_fail(cli, status, NULL, &err) : tp_cli_page(cli, &page);
    bool tell = tp_cli_has(cli, "exit-code") && !code && !comparison.same_answer;
    return tell ? TP_EXIT_DIFFERENT : code;
}

static int run_compare(tp_cli *cli)
{
    tp_cli_limits limits;
    size_t n = (size_t)cli->n_args, opened = 0;
    side *sides = tp_arena_array(cli->arena, n, sizeof *sides);
    const tp_run **runs = tp_arena_array(cli->arena, n, sizeof(tp_run *));
    if (!sides || !runs)
        return tp_cli_fail(cli, TP_E_NOMEM, NULL, NULL);
    int code = tp_cli_begin(cli, &limits);
    for (; opened < n && !code; opened++) {
        code = open_side(cli, cli->args[opened], &limits, &sides[opened]);
        runs[opened] = sides[opened].run;
    }
    if (!code)
        code = show(cli, runs, n);
    for (size_t i = 0; i < opened; i++)
        close_side(&sides[i]);
    return code;
}

const tp_command tp_cmd_compare = {
    .name = "compare",
    .arguments = {"基准 测算…", "BASE RUN…"},
    .brief = {"比较若干测算：输入、指标，逐单位的异同",
              "Compare runs: inputs, figures, and unit by unit what differs"},
    .text =
        {"每个参数是已存入的测算编号（可只写开头几位，或 latest），或方案文件[#名称]；方案文件当"
         "场测算，不存入数据库。第一个为基准，其余的增减都相对于它。",
         "Each argument is the id of a stored run (or its beginning, or latest), or a scenario "
         "FILE[#NAME], which is solved on the spot and not stored. The first is the baseline; "
         "differences are to it."},
    .options = TP_OPTIONS(options),
    .shared = TP_WITH_LEDGER | TP_WITH_STORE | TP_WITH_FORMAT | TP_WITH_OUTPUT | TP_WITH_LIMITS |
              TP_WITH_SET | TP_WITH_ALL | TP_WITH_ENCODING,
    .least = 2,
    .most = -1,
    .run = run_compare,
};
