#include "commands.h"
#include "inputs.h"

#include <string.h>

static const tp_option options[] = {
    {"no-store", 0, {NULL, NULL}, {"不存入数据库", "do not keep the run in the store"}, NULL},
    {"timings",
     0,
     {NULL, NULL},
     {"在标准错误输出各步骤所用秒数", "say on standard error how many seconds each step took"},
     NULL},
};

/* What to type next: for a person, so only beside a table. */
static void hint(const tp_cli *cli, const tp_run *run)
{
    char id[9];
    memcpy(id, run->id, 8);
    id[8] = '\0';
    if (tp_cli_writer(cli) != &tp_writer_table)
        return;
    TP_SAY(
        cli,
        ((tp_words){"已存入 {0}，编号 {1}。复核：turnpool verify {1}{2}；查看全部：turnpool show "
                    "{1} --all{2}",
                    "kept in {0} as {1}. Check it: turnpool verify {1}{2}; see all of it: "
                    "turnpool show {1} --all{2}"}),
        tp_cli_store_path(cli), id, tp_cli_store_option(cli));
}

/* Not kept, but perhaps built on what is kept: said for a person, beside a table. */
static void hint_unkept(const tp_cli *cli, const tp_run *run)
{
    if (tp_cli_writer(cli) != &tp_writer_table)
        return;
    if (*run->ledger_head)
        TP_SAY(cli,
               ((tp_words){"未存入；已按台账 {0} 的头寸测算",
                           "not kept; the ledger of {0} was applied"}),
               tp_cli_store_path(cli));
    else
        tp_cli_say(cli,
                   (tp_words){"未存入；没有台账可依据", "not kept; there was no ledger to apply"},
                   0, NULL);
}

/* Keeps the run, then shows it: a store that cannot take it does not cost the user the answer. */
static int finish(const tp_cli *cli, tp_store **store, const tp_run *run)
{
    int saved = 0;
    if (!tp_cli_has(cli, "no-store")) {
        if (!*store)
            saved = tp_cli_store_open(cli, TP_STORE_MAKE, store);
        if (!saved)
            saved = tp_cli_run_save(cli, *store, run, true);
        tp_cli_timed("store");
    }
    int code = tp_cli_run_show(cli, run);
    tp_cli_timed("write");
    if (!saved && !tp_cli_has(cli, "no-store") && code != TP_EXIT_FAILURE && code != TP_EXIT_USAGE)
        hint(cli, run);
    if (tp_cli_has(cli, "no-store"))
        hint_unkept(cli, run);
    return saved ? saved : code;
}

static int solve(tp_cli *cli, tp_session *session, const tp_cli_limits *limits, tp_store **store)
{
    tp_err err = {0};
    const tp_run *run;
    tp_session_solve_options wanted = {
        .gap = limits->gap, .stop = limits->stop, .progress = limits->progress};
    tp_cli_timings_progress(&wanted.progress);
    tp_status status = tp_session_solve(session, &wanted, &run, &err);
    tp_cli_timed("answer");
    tp_cli_progress_end();
    if (status)
        return tp_cli_fail(cli, status, NULL, &err);
    return finish(cli, store, run);
}

static int run_run(tp_cli *cli)
{
    tp_err err = {0};
    tp_cli_limits limits;
    tp_cli_inputs inputs = {0};
    tp_session *session = NULL;
    tp_cli_timings_begin(cli);
    int code = tp_cli_begin(cli, &limits);
    if (!code)
        code = tp_cli_inputs_open(cli, tp_cli_has(cli, "no-store") ? TP_STORE_READ : TP_STORE_WRITE,
                                  &inputs);
    if (code)
        return code;
    tp_cli_timings_progress(&inputs.inputs.options.progress);
    tp_status status =
        tp_session_open(&session, cli->args[0], &inputs.inputs.options, cli->diags, &err);
    if (status) {
        code = tp_cli_fail(cli, status, cli->diags, &err);
    } else {
        tp_cli_diags(cli, cli->diags);
        code = solve(cli, session, &limits, &inputs.store);
    }
    tp_session_free(session);
    tp_cli_inputs_close(&inputs);
    tp_cli_timed("close");
    tp_cli_timings_end();
    return code;
}

const tp_command tp_cmd_run = {
    .name = "run",
    .arguments = {"方案文件[#名称]", "FILE[#NAME]"},
    .brief = {"测算一个方案：谁存入、谁借用、谁不予受理及理由",
              "Solve a scenario: who deposits, who borrows, who is refused and why"},
    .text = {"方案文件为 YAML；#名称 选用文件中 scenarios "
             "下的一个组合。测算结果存入数据库，以后可用 show "
             "查看、verify 复核、propose 提请审定。相同的数据和方案得到相同的编号和结果。",
             "The scenario file is YAML; #NAME picks one of the combinations under its "
             "`scenarios`. The run "
             "is kept in the store: show prints it again, verify checks it, propose puts it "
             "forward. The "
             "same data and scenario give the same run, byte for byte."},
    .options = TP_OPTIONS(options),
    .shared = TP_WITH_ACCOUNT | TP_WITH_LEDGER | TP_WITH_STORE | TP_WITH_FORMAT | TP_WITH_OUTPUT |
              TP_WITH_LIMITS | TP_WITH_SET | TP_WITH_ALL | TP_WITH_ENCODING,
    .least = 1,
    .most = 1,
    .run = run_run,
};
