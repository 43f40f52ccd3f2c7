#include "commands.h"
#include "face.h"

#define W(zh_, en_) ((tp_words){zh_, en_})

static const tp_option options[] = {
    {"unit",
     0,
     {"单位", "UNIT"},
     {"解释一个单位：存入与借用", "explain a unit: deposits and loans"},
     NULL},
    {"demand",
     0,
     {"申请编号", "DEMAND"},
     {"解释一件申请（编号，或只有一件申请的单位）",
      "explain a demand (its number, or the unit that has that one)"},
     NULL},
    {"pool",
     0,
     {"范围/类别[/系统]", "SCOPE/CATEGORY[/RING]"},
     {"解释一个周转池", "explain a pool"},
     NULL},
    {"no-remedies",
     0,
     {NULL, NULL},
     {"只列约束，不试算怎样会改变", "only list the bounds; do not try what would change them"},
     NULL},
};

static int explain(const tp_cli *cli, turnpool *t, const turnpool_run *run)
{
    static const struct {
        const char *option;
        int subject;
    } subjects[] = {{"demand", TURNPOOL_DEMAND}, {"unit", TURNPOOL_UNIT}, {"pool", TURNPOOL_POOL}};
    const turnpool_writing how = tp_cli_face_writing(cli);
    const char *name = NULL;
    int subject = 0;
    char *text;
    size_t length;
    for (size_t i = 0; i < sizeof subjects / sizeof *subjects && !name; i++) {
        name = tp_cli_value(cli, subjects[i].option);
        subject = subjects[i].subject;
    }
    if (tp_cli_has(cli, "no-remedies"))
        subject |= TURNPOOL_NO_REMEDIES;
    turnpool_status status = turnpool_explain(t, run, subject, name, &how, &text, &length);
    return tp_cli_face_give(cli, t, status, text, length);
}

static int run_explain(tp_cli *cli)
{
    int wanted = tp_cli_has(cli, "unit") + tp_cli_has(cli, "demand") + tp_cli_has(cli, "pool");
    if (wanted != 1)
        return TP_ERROR_EXIT(
            cli, TP_EXIT_USAGE,
            W("须写 --unit、--demand、--pool 之一", "one of --unit, --demand and --pool is needed"),
            "");
    tp_cli_limits limits;
    turnpool *t = NULL;
    turnpool_run *run = NULL;
    int code = tp_cli_begin(cli, &limits);
    if (!code)
        code = tp_cli_face_load(cli, cli->args[0], &t, &run);
    if (!code)
        code = explain(cli, t, run);
    turnpool_run_free(run);
    turnpool_close(t);
    return code;
}

const tp_command tp_cmd_explain = {
    .name = "explain",
    .arguments = {"测算编号", "RUN"},
    .brief = {"解释一件申请、一个单位或一个周转池为什么是这个结果",
              "Say why a demand, a unit or a pool got what it got"},
    .text =
        {"依次列出适用的约束、数字、出处和依据文件，指出决定性的一项，并列出怎样才会改变。每一项改"
         "动都重新测算证实"
         "过，没有证实的不列。",
         "Lists the bounds that applied, in order, with figures, places and basis documents, which "
         "one was decisive, and what would change it. Every change listed has been confirmed by "
         "solving again; what was not confirmed is not listed."},
    .options = TP_OPTIONS(options),
    .shared = TP_WITH_STORE | TP_WITH_FORMAT | TP_WITH_OUTPUT | TP_WITH_LIMITS,
    .least = 1,
    .most = 1,
    .run = run_explain,
};
