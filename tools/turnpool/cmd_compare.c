#include "commands.h"
#include "face.h"
#include "workspace/workspace.h"

static const tp_option options[] = {
    {"exit-code",
     0,
     {NULL, NULL},
     {"结果不同时以退出码 9 结束，相同时为 0，供脚本使用",
      "end with exit code 9 if the answers differ, 0 if they are the same; for scripts"},
     NULL},
};

/* Sides out of the store share one handle; a scenario that is solved on the spot has its own. */
typedef struct comparing {
    const tp_cli *cli;
    turnpool *store; /* NULL: no side was asked of it yet */
    turnpool **each; /* [count]; NULL: out of the store */
    turnpool_run **runs;
    size_t count;
} comparing;

static int solve(comparing *c, const char *file, size_t i)
{
    int code = tp_cli_face_open(c->cli, file, &c->each[i]);
    return code ? code
                : tp_cli_face_told(c->cli, c->each[i], turnpool_solve(c->each[i], &c->runs[i]));
}

static int open_side(comparing *c, const char *name, size_t i)
{
    if (tp_is_scenario_file(name))
        return solve(c, name, i);
    if (!c->store)
        return tp_cli_face_load(c->cli, name, &c->store, &c->runs[i]);
    return tp_cli_face_told(c->cli, c->store, turnpool_load(c->store, name, &c->runs[i]));
}

static int show(const comparing *c)
{
    const turnpool_writing how = tp_cli_face_writing(c->cli);
    turnpool *t = c->each[0] ? c->each[0] : c->store;
    char *text;
    size_t length;
    int same = 0;
    turnpool_status status = turnpool_compare(t, (const turnpool_run *const *)c->runs, c->count,
                                              &same, &how, &text, &length);
    int code = tp_cli_face_give(c->cli, t, status, text, length);
    return !code && !same && tp_cli_has(c->cli, "exit-code") ? TP_EXIT_DIFFERENT : code;
}

static int run_compare(tp_cli *cli)
{
    tp_cli_limits limits;
    comparing c = {.cli = cli, .count = (size_t)cli->n_args};
    c.each = tp_arena_array(cli->arena, c.count, sizeof(turnpool *));
    c.runs = tp_arena_array(cli->arena, c.count, sizeof(turnpool_run *));
    if (!c.each || !c.runs)
        return tp_cli_fail(cli, TP_E_NOMEM, NULL, NULL);
    int code = tp_cli_begin(cli, &limits);
    for (size_t i = 0; i < c.count && !code; i++)
        code = open_side(&c, cli->args[i], i);
    if (!code)
        code = show(&c);
    for (size_t i = 0; i < c.count; i++) {
        turnpool_run_free(c.runs[i]);
        turnpool_close(c.each[i]);
    }
    turnpool_close(c.store);
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
