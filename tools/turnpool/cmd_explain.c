#include "commands.h"
#include "domain/named.h"
#include "report/views/explain.h"
#include "runs.h"
#include "store/issues.h"

#include <string.h>

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

/* "SCOPE/CATEGORY" or "SCOPE/CATEGORY/RING". */
static int32_t find_pool(const tp_case *c, const char *text)
{
    for (int32_t p = 0; p < c->n_pools; p++) {
        const tp_pool *at = &c->pools[p];
        size_t scope = strlen(at->scope), category = strlen(at->category);
        const char *rest = text;
        if (strncmp(rest, at->scope, scope) != 0 || rest[scope] != '/')
            continue;
        rest += scope + 1;
        if (strncmp(rest, at->category, category) != 0)
            continue;
        rest += category;
        if (*at->ring ? *rest == '/' && strcmp(rest + 1, at->ring) == 0 : *rest == '\0')
            return p;
    }
    return TP_ID_NONE;
}

static const tp_words unknown_pool = {
    "没有周转池“{0}”；写作 范围/类别，如 {1}/{2}",
    "there is no pool '{0}'; write SCOPE/CATEGORY, as in {1}/{2}"};

/* The evaluation the outcomes came from, if it is still there and still the same; NULL. What is
 * wrong with it now is nobody's concern here. */
static tp_evaluation *evaluation_of(const tp_cli *cli, const tp_cli_run *loaded)
{
    const tp_run *run = loaded->run;
    tp_evaluation *made = NULL;
    tp_evaluate_options wanted = {NULL};
    tp_given_issue *issues = NULL;
    tp_diags quiet;
    tp_err err = {0};
    if (!run->scenario->outcomes || !run->evaluation_sha256[0])
        return NULL;
    tp_diags_init(&quiet, cli->arena);
    if (tp_issues_given(loaded->store, cli->arena, &issues, &wanted.n_issues, &err))
        return NULL;
    wanted.issues = issues;
    if (tp_evaluate(&made, run->scenario->outcomes, &wanted, &quiet, &err))
        return NULL;
    if (strcmp(made->sha256, run->evaluation_sha256) == 0)
        return made;
    tp_evaluation_free(made);
    TP_SAY(cli,
           W("{0} 已与测算时不同，不再据以追溯评估得分",
             "{0} is not what it was when the run was made: scores are not traced"),
           run->scenario->outcomes);
    return NULL;
}

static int explain(const tp_cli *cli, const tp_explain_task *task)
{
    const tp_run *run = task->run;
    const char *unit = tp_cli_value(cli, "unit"), *demand = tp_cli_value(cli, "demand");
    const char *pool = tp_cli_value(cli, "pool");
    tp_page page;
    tp_err err = {0};
    tp_status status;
    if (unit) {
        int32_t at;
        status = tp_dataset_unit_named(run->data, unit, cli->diags, cli->arena, &at, &err);
        if (!status)
            status = tp_explain_unit_page(&page, task, at, cli->arena, &err);
    } else if (demand) {
        int32_t at;
        status = tp_dataset_demand_named(run->data, demand, cli->diags, cli->arena, &at, &err);
        if (!status)
            status = tp_explain_demand_page(&page, task, at, cli->arena, &err);
    } else {
        int32_t at = find_pool(run->kase, pool);
        if (at == TP_ID_NONE)
            return TP_ERROR_EXIT(cli, TP_EXIT_INPUT, unknown_pool, pool,
                                 run->kase->n_pools ? run->kase->pools[0].scope : "",
                                 run->kase->n_pools ? run->kase->pools[0].category : "");
        status = tp_explain_pool_page(&page, task, at, cli->arena, &err);
    }
    tp_cli_progress_end();
    return status ? tp_cli_fail(cli, status, cli->diags, &err) : tp_cli_page(cli, &page);
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
    tp_cli_run loaded;
    int code = tp_cli_begin(cli, &limits);
    if (!code)
        code = tp_cli_run_load(cli, cli->args[0], &loaded);
    if (code)
        return code;
    tp_err err = {0};
    tp_variant variant = {NULL};
    tp_explain_task task = {.run = loaded.run, .evaluation = evaluation_of(cli, &loaded)};
    tp_status status = TP_OK;
    if (!tp_cli_has(cli, "no-remedies") && tp_run_answered(loaded.run)) {
        status = tp_variant_open(&variant, loaded.run, limits.stop, &err);
        task.variant = &variant;
    }
    code = status ? tp_cli_fail(cli, status, NULL, &err) : explain(cli, &task);
    tp_variant_close(&variant);
    tp_evaluation_free((tp_evaluation *)(uintptr_t)task.evaluation);
    tp_cli_run_free(&loaded);
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
