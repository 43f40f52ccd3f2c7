#include "commands.h"
#include "runs.h"

#include "models/goal.h"
#include "run/audit.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

static const tp_option options[] = {
    {"certificate",
     0,
     {"文件", "FILE"},
     {"一并核对导出的证明文件（certificate -o）：须与本次测算重新导出的逐字节一致",
      "also check a proof that was exported (certificate -o): it has to be what the run exports, "
      "byte for byte"},
     NULL},
};

static tp_words kind_words(const tp_verify_finding *finding)
{
    static const struct {
        const char *id;
        tp_words words;
    } known[] = {
        {"identity", {"身份", "identity"}},       {"rule", {"规则", "rule"}},
        {"certificate", {"证书", "certificate"}}, {"document", {"结果文件", "document"}},
        {"store", {"数据库", "store"}},
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
    if (run->result->status == TP_INFEASIBLE)
        tp_page_text(page,
                     report->refuted
                         ? (tp_words){"方案自相矛盾：已由整数精确的完整证明复核。",
                                      "That there is no answer is verified: a complete proof shows "
                                      "it in exact integers."}
                         : (tp_words){"方案自相矛盾：未经复核，没有完整的证明。",
                                      "That there is no answer is not verified: no complete proof "
                                      "shows it."});
    if (run->result->n_tiers)
        tp_page_format(
            page, TP_PART_TEXT,
            (tp_words){"{0} 个目标中，{1} 个由完整证明以整数精确证实最优，{2} 个未经证实。",
                       "Of {0} {0|goal|goals}, {1} {1|is|are} verified optimal by a complete proof "
                       "in exact integers, {2} {2|is|are} not verified."},
            3,
            TP_ARGS_(tp_page_count(page, (tp_wide)run->result->n_tiers),
                     tp_page_count(page, (tp_wide)report->tiers_certified),
                     tp_page_count(page, (tp_wide)report->tiers_open)));
}

static tp_words goal_words(const char *id)
{
    for (int i = 0; i < tp_n_goals; i++)
        if (strcmp(tp_goals[i]->id, id) == 0)
            return tp_goals[i]->name;
    return (tp_words){id, id};
}

/* What is proven of every goal, and by how much the proof falls short. */
static void goals(tp_page *page, const tp_run *run)
{
    tp_view *view = tp_page_view(page, "goals", (tp_words){"目标", "Goals"});
    tp_view_column_add(view, "goal", (tp_words){"目标", "Goal"}, 0);
    tp_view_column_add(view, "value", (tp_words){"数值", "Value"}, TP_COL_NUMBER);
    tp_view_column_add(view, "bound", (tp_words){"证到", "Proven bound"}, TP_COL_NUMBER);
    tp_view_column_add(view, "gap", (tp_words){"差距", "Gap"}, TP_COL_NUMBER);
    tp_view_column_add(view, "verdict", (tp_words){"结论", "Verdict"}, 0);
    for (size_t t = 0; t < run->result->n_tiers; t++) {
        const tp_tier_result *tier = &run->result->tiers[t];
        tp_wide gap = (tier->value - tier->certified) * tier->sense;
        tp_view_words(view, goal_words(tier->goal));
        tp_view_dec(view, tier->value);
        tp_view_dec(view, tier->certified);
        tp_view_dec(view, gap);
        tp_view_words(view, tier->proof == TP_PROOF_CERTIFICATE
                                ? (tp_words){"已证实最优", "verified"}
                                : (tp_words){"未经证实", "not verified"});
    }
}

/* Figures that do not hold are a fault; a goal that nothing proves is none, and yet not
 * verified. */
static int verdict(const tp_run *run, const tp_verify_report *report)
{
    if (report->count)
        return TP_EXIT_FAILURE;
    if (report->tiers_open || (run->result->status == TP_INFEASIBLE && !report->refuted))
        return TP_EXIT_STOPPED;
    return TP_EXIT_DONE;
}

/* Where the file leaves what the run exports: 0: nowhere, else the first line that differs. */
static size_t first_difference(const tp_buf *text, FILE *file)
{
    size_t line = 1;
    for (size_t at = 0; at < text->length; at++) {
        if (fgetc(file) != (unsigned char)text->bytes[at])
            return line;
        line += text->bytes[at] == '\n';
    }
    return fgetc(file) == EOF ? 0 : line;
}

/* A document that went to others: each figure and name in it is this run's. */
static int check_exported(const tp_cli *cli, const tp_run *run, tp_verify_report *report)
{
    static const tp_words differs = {"{0} 与本次测算导出的证明不一致（第 {1} 行起）",
                                     "{0} is not what this run exports (from line {1} on)"};
    const char *path = tp_cli_value(cli, "certificate");
    tp_err err = {0};
    tp_audit audit;
    tp_buf text;
    FILE *file = path ? fopen(path, "rb") : NULL;
    if (!path)
        return 0;
    if (!file)
        return TP_ERROR_EXIT(cli, TP_EXIT_INPUT,
                             ((tp_words){"无法读取 {0}：{1}", "cannot read {0}: {1}"}), path,
                             strerror(errno));
    tp_buf_init(&text);
    tp_status status = tp_audit_make(&audit, run, cli->arena, &err);
    if (!status)
        status = tp_audit_write(&text, &audit, cli->arena, &err);
    size_t line = status ? 0 : first_difference(&text, file);
    tp_buf_finish(&text);
    fclose(file);
    if (!status && line)
        status = tp_verify_object(report, &(tp_verify_finding){"certificate", differs},
                                  (const char *[]){path, tp_arena_format(cli->arena, "%zu", line)},
                                  cli->arena, &err);
    return status ? tp_cli_fail(cli, status, NULL, &err) : 0;
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
    if (!status)
        status = tp_opened_run_verify(&loaded, &report, cli->arena, &err);
    code = status ? tp_cli_fail(cli, status, NULL, &err) : check_exported(cli, loaded.run, &report);
    if (!code) {
        tp_page_init(&page, cli->arena, (tp_words){NULL, NULL});
        conclude(&page, loaded.run, &report);
        tp_view *view = tp_page_view(&page, "findings", (tp_words){"不符之处", "What differs"});
        tp_view_column_add(view, "what", (tp_words){"类别", "Kind"}, 0);
        tp_view_column_add(view, "text", (tp_words){"内容", "What was found"}, TP_COL_WRAP);
        for (size_t i = 0; i < report.count; i++) {
            tp_view_words(view, kind_words(&report.findings[i]));
            tp_view_words(view, report.findings[i].text);
        }
        if (loaded.run->result->n_tiers)
            goals(&page, loaded.run);
        code = tp_cli_page(cli, &page);
        if (!code)
            code = verdict(loaded.run, &report);
    }
    tp_cli_run_free(&loaded);
    return code;
}

const tp_command tp_cmd_verify = {
    .name = "verify",
    .arguments = {"测算编号", "RUN"},
    .brief = {"不依赖求解器，由数据逐条复核一次测算",
              "Check a run from the data alone, trusting no solver"},
    .text =
        {"重算各项规则、收支平衡和编制来源，以整数精确验证每个目标的证明，并核对数据库各列与文件"
         "是否一致。没有完整证明的目标列为“未经证实”，并给出差距。发现不符时退出码为 1；全部相符但"
         "有未经证实的为 6。",
         "Recomputes every rule, the balances and the backing, checks each goal's proof in exact "
         "integers, and what the store says of the run against its documents. A goal without a "
         "complete proof is not verified, whatever the run says of it, and its gap is told. "
         "Exit code 1 if anything differs, 6 if all holds but something is not verified."},
    .options = TP_OPTIONS(options),
    .shared = TP_WITH_STORE | TP_WITH_FORMAT | TP_WITH_OUTPUT,
    .least = 1,
    .most = 1,
    .run = run_verify,
};
