#include "commands.h"
#include "inputs.h"
#include "report/views/conflict.h"

#include <string.h>
#include <unistd.h>

static int show_run(const tp_cli *cli, const tp_run *run, const tp_cli_limits *limits)
{
    tp_err err = {0};
    tp_repairs repairs = {0};
    tp_page page;
    tp_status status = TP_OK;
    if (run->result->status == TP_INFEASIBLE)
        status = tp_conflict_repairs(&repairs, run, limits->stop, cli->arena, &err);
    tp_cli_progress_end();
    if (!status)
        status = tp_conflict_page(&page, run, &repairs, cli->arena, &err);
    if (status)
        return tp_cli_fail(cli, status, NULL, &err);
    int code = tp_cli_page(cli, &page);
    return code                                   ? code
           : run->result->status == TP_INFEASIBLE ? TP_EXIT_INFEASIBLE
           : run->result->status == TP_NO_ANSWER  ? TP_EXIT_STOPPED_NONE
                                                  : TP_EXIT_DONE;
}

static int show(const tp_cli *cli, tp_session *session, const tp_cli_limits *limits)
{
    tp_err err = {0};
    const tp_run *run;
    /* The first tier shows whether there is an answer at all. */
    tp_session_solve_options wanted = {
        .stop = limits->stop, .progress = limits->progress, .stop_after = 1};
    tp_status status = tp_session_solve(session, &wanted, &run, &err);
    if (!status)
        return show_run(cli, run, limits);
    tp_cli_progress_end();
    return tp_cli_fail(cli, status, NULL, &err);
}

/* "latest", "3fa4": no file, and no name a file would have. */
static bool names_a_run(const char *text)
{
    return !strpbrk(text, "./#") && access(text, F_OK) != 0;
}

static int run_stored(tp_cli *cli, const tp_cli_limits *limits)
{
    tp_cli_run loaded;
    if (tp_cli_has(cli, "set"))
        return tp_cli_error(cli, TP_EXIT_USAGE,
                            (tp_words){"已测算的不能再加 --set；请给出方案文件",
                                       "a run takes no --set: give the scenario's file"},
                            0, NULL);
    int code = tp_cli_run_load(cli, cli->args[0], &loaded);
    if (code)
        return code;
    code = show_run(cli, loaded.run, limits);
    tp_cli_run_free(&loaded);
    return code;
}

static int run_conflict(tp_cli *cli)
{
    tp_err err = {0};
    tp_cli_limits limits;
    tp_cli_inputs inputs;
    tp_session *session = NULL;
    int code = tp_cli_begin(cli, &limits);
    if (!code && names_a_run(cli->args[0]))
        return run_stored(cli, &limits);
    if (!code)
        code = tp_cli_inputs_open(cli, TP_STORE_READ, &inputs);
    if (code)
        return code;
    tp_status status =
        tp_session_open(&session, cli->args[0], &inputs.inputs.options, cli->diags, &err);
    if (status) {
        code = tp_cli_fail(cli, status, cli->diags, &err);
    } else {
        tp_cli_diags(cli, cli->diags);
        code = show(cli, session, &limits);
    }
    tp_session_free(session);
    tp_cli_inputs_close(&inputs);
    return code;
}

const tp_command tp_cmd_conflict = {
    .name = "conflict",
    .arguments = {"方案文件[#名称]|测算编号", "FILE[#NAME]|RUN"},
    .brief = {"方案自相矛盾时：哪几条矛盾，怎样调整代价最小",
              "Where a scenario contradicts itself: which lines do, and the cheapest repair"},
    .text =
        {"列出一组最小的相互矛盾的条文（去掉任何一条，其余的就不再矛盾），以及代价最小的调整：哪一"
         "项移动多少。调"
         "整已重新测算证实。也可以给出已测算的编号或 latest。没有矛盾时退出码为 0，有矛盾时为 4。",
         "Names a smallest set of lines that contradict each other (without any one of them the "
         "others do not), and the cheapest repair: which figure to move, by how much, confirmed by "
         "solving again. A run that is kept, or latest, does as well as a file. Exit code 0 "
         "without a contradiction, 4 with one."},
    .shared = TP_WITH_LEDGER | TP_WITH_STORE | TP_WITH_FORMAT | TP_WITH_OUTPUT | TP_WITH_LIMITS |
              TP_WITH_SET | TP_WITH_ENCODING,
    .least = 1,
    .most = 1,
    .run = run_conflict,
};
