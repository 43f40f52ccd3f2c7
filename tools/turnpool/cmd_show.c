#include "commands.h"
#include "runs.h"

static int run_show(tp_cli *cli)
{
    tp_cli_run loaded;
    int code = tp_cli_run_load(cli, cli->args[0], &loaded);
    if (code)
        return code;
    code = tp_cli_run_show(cli, loaded.run);
    tp_cli_run_free(&loaded);
    /* Showing an answer is done well whatever the answer was. */
    return code == TP_EXIT_FAILURE || code == TP_EXIT_USAGE ? code : TP_EXIT_DONE;
}

const tp_command tp_cmd_show = {
    .name = "show",
    .arguments = {"测算编号", "RUN"},
    .brief = {"查看已存入的测算结果", "Print a run from the store again"},
    .text = {"测算编号可只写开头几位（至少 4 位，须唯一），latest 指最近一次。",
             "RUN may be the beginning of an id (4 characters or more, unique), or latest."},
    .shared = TP_WITH_STORE | TP_WITH_FORMAT | TP_WITH_OUTPUT | TP_WITH_ALL,
    .least = 1,
    .most = 1,
    .run = run_show,
};
