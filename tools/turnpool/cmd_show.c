#include "commands.h"
#include "face.h"

/* The document itself where JSON is asked for, else its page. */
static int show(const tp_cli *cli, turnpool *t, const turnpool_run *run)
{
    const turnpool_writing how = tp_cli_face_writing(cli);
    char *text;
    size_t length;
    int code = tp_cli_spare(cli, turnpool_run_source(run));
    if (code)
        return code;
    if (tp_cli_writer(cli) == &tp_writer_json && !how.table)
        return turnpool_document(run, &text, &length) ? tp_cli_fail(cli, TP_E_NOMEM, NULL, NULL)
                                                      : tp_cli_face_write(cli, text, length);
    turnpool_status status = turnpool_show(t, run, &how, &text, &length);
    return tp_cli_face_give(cli, t, status, text, length);
}

static int run_show(tp_cli *cli)
{
    turnpool *t;
    turnpool_run *run;
    int code = tp_cli_face_load(cli, cli->args[0], &t, &run);
    if (!code)
        code = show(cli, t, run);
    turnpool_run_free(run);
    turnpool_close(t);
    return code;
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
