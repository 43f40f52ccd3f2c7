#include "commands.h"
#include "runs.h"

#include <string.h>

static tp_words kind_words(const tp_verify_finding *finding)
{
    static const struct {
        const char *id;
        tp_words words;
    } known[] = {
        {"identity", {"身份", "identity"}},
        {"rule", {"规则", "rule"}},
        {"certificate", {"证书", "certificate"}},
        {"document", {"结果文件", "document"}},
    };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (strcmp(known[i].id, finding->what) == 0)
            return known[i].words;
    return (tp_words){finding->what, finding->what};
}

static void conclude(tp_page *page, const tp_run *run, const tp_verify_report *report)
{
    if (report->count) {
        tp_page_format(page, TP_PART_TEXT,
                       (tp_words){"测算 {0} 未通过复核：发现 {1} 处不符。",
                                  "Run {0} does not hold: {1} things differ."},
                       2, TP_ARGS_(run->id, tp_page_count(page, (tp_wide)report->count)));
        return;
    }
    tp_page_format(
        page, TP_PART_TEXT,
        (tp_words){
            "测算 {0} 通过复核：数据、方案、结果与编号一致；{1} 条规则逐条由数据重算，全部符合；"
            "各池收支平衡，每笔投放都有来源。",
            "Run {0} holds: data, scenario and answer match their identities; {1} rules, "
            "recomputed from the data, are all kept; every pool balances, and every loan is "
            "backed."},
        2, TP_ARGS_(run->id, tp_page_count(page, (tp_wide)report->rules_checked)));
    if (run->result->n_tiers)
        tp_page_format(
            page, TP_PART_TEXT,
            (tp_words){"{0} 个目标中，{1} 个由证书以整数精确证明最优，{2} 个由求解器证明。",
                       "Of {0} {0|goal|goals}, {1} {1|is|are} proven optimal by the certificate in "
                       "exact integers, "
                       "{2} by the solver."},
            3,
            TP_ARGS_(tp_page_count(page, (tp_wide)run->result->n_tiers),
                     tp_page_count(page, (tp_wide)report->tiers_certified),
                     tp_page_count(page, (tp_wide)report->tiers_by_solver)));
}

static int run_verify(tp_cli *cli)
{
    tp_err err = {0};
    tp_cli_run loaded;
    tp_verify_report report = {0};
    tp_page page;
    int code = tp_cli_run_load(cli, cli->args[0], &loaded);
    if (code)
        return code;
    tp_status status =
        tp_session_verify(loaded.session, loaded.run, &loaded.stored, &report, cli->arena, &err);
    if (status) {
        code = tp_cli_fail(cli, status, NULL, &err);
    } else {
        tp_page_init(&page, cli->arena, (tp_words){NULL, NULL});
        conclude(&page, loaded.run, &report);
        tp_view *view = tp_page_view(&page, "findings", (tp_words){"不符之处", "What differs"});
        tp_view_column_add(view, "what", (tp_words){"类别", "Kind"}, 0);
        tp_view_column_add(view, "text", (tp_words){"内容", "What was found"}, TP_COL_WRAP);
        for (size_t i = 0; i < report.count; i++) {
            tp_view_words(view, kind_words(&report.findings[i]));
            tp_view_words(view, report.findings[i].text);
        }
        code = tp_cli_page(cli, &page);
        if (!code && report.count)
            code = TP_EXIT_FAILURE;
    }
    tp_cli_run_free(&loaded);
    return code;
}

const tp_command tp_cmd_verify = {
    .name = "verify",
    .arguments = {"测算编号", "RUN"},
    .brief = {"不依赖求解器，由数据逐条复核一次测算",
              "Check a run from the data alone, trusting no solver"},
    .text = {"重算各项规则、收支平衡和编制来源，并以整数精确验证每个目标的最优性证书。发现不符时退"
             "出码为 1。",
             "Recomputes every rule, the balances and the backing, and replays each goal's "
             "certificate in "
             "exact integers. Exit code 1 if anything differs."},
    .shared = TP_WITH_STORE | TP_WITH_FORMAT | TP_WITH_OUTPUT,
    .least = 1,
    .most = 1,
    .run = run_verify,
};
