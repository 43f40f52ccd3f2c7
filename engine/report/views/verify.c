#include "report/views/verify.h"

#include "models/goal.h"

#include <string.h>

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

tp_status tp_verify_page(tp_page *page, const tp_run *run, const tp_verify_report *report,
                         tp_arena *arena, tp_err *err)
{
    tp_page_init(page, arena, (tp_words){NULL, NULL});
    conclude(page, run, report);
    tp_view *view = tp_page_view(page, "findings", (tp_words){"不符之处", "What differs"});
    tp_view_column_add(view, "what", (tp_words){"类别", "Kind"}, 0);
    tp_view_column_add(view, "text", (tp_words){"内容", "What was found"}, TP_COL_WRAP);
    for (size_t i = 0; i < report->count; i++) {
        tp_view_words(view, kind_words(&report->findings[i]));
        tp_view_words(view, report->findings[i].text);
    }
    if (run->result->n_tiers)
        goals(page, run);
    return tp_page_ok(page) ? TP_OK : tp_fail_nomem(err);
}
