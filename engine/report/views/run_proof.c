#include "report/views/conflict.h"
#include "report/views/run.h"
#include "report/views/run_rows.h"

#include "base/number.h"

#include <string.h>

static tp_words goal_name(const char *id)
{
    for (int i = 0; i < tp_n_goals; i++)
        if (strcmp(tp_goals[i]->id, id) == 0)
            return tp_goals[i]->name;
    return (tp_words){id, id};
}

static tp_words rule_name(const char *id)
{
    int rule = tp_rule_find(id);
    return rule >= 0 ? tp_rules[rule]->name : (tp_words){id, id};
}

static tp_words stop_words(const char *stopped_by)
{
    static const struct {
        const char *id;
        tp_words words;
    } known[] = {
        {"time", {"到达时限", "the time limit"}},
        {"user", {"被人为中断", "an interrupt"}},
        {"gap", {"已达到允许的差距（--gap）", "the gap allowed by --gap"}},
        {"iterations", {"到达迭代次数上限", "the iteration limit"}},
        {"proof", {"到达证明篇幅上限", "the limit on the size of its proof"}},
    };
    for (size_t i = 0; stopped_by && i < sizeof known / sizeof *known; i++)
        if (strcmp(known[i].id, stopped_by) == 0)
            return known[i].words;
    return (tp_words){"求解器提前停止", "the solver's own limit"};
}

static const tp_tier_result *first_unproven(const tp_result *result)
{
    for (size_t i = 0; i < result->n_tiers; i++)
        if (!result->tiers[i].proven)
            return &result->tiers[i];
    return NULL;
}

static tp_words feasible_words(const tp_result *result, tp_page *page)
{
    const tp_tier_result *tier = first_unproven(result);
    if (!tier)
        return (tp_words){"方案可行，符合全部规则；求解提前停止，未证明最优。",
                          "The answer keeps every rule, but is not proven optimal: the search was "
                          "stopped early."};
    tp_words name = goal_name(tier->goal), stop = stop_words(tier->stopped_by);
    const char *value = tp_page_dec(page, tier->value), *bound = tp_page_dec(page, tier->bound);
    return (tp_words){
        TP_PAGE_WORDS(
            page,
            ((tp_words){"方案可行，符合全部规则，但未证明最优：因{1}而停止。目标“{0}”现为 "
                        "{2}，最好不会超过界限 {3}。",
                        ""}),
            name.zh, stop.zh, value, bound)
            .zh,
        TP_PAGE_WORDS(
            page,
            ((tp_words){"", "The answer keeps every rule, but is not proven optimal: {1} "
                            "stopped the search. Goal \"{0}\" stands at {2}; no answer can "
                            "pass {3}."}),
            name.en, stop.en, value, bound)
            .en};
}

tp_words tp_run_status_words(const tp_run *run, tp_page *page)
{
    const tp_result *result = run->result;
    tp_words stop;
    switch (result->status) {
    case TP_OPTIMAL:
        return (tp_words){"已求得最优方案：各级目标逐级达到最优，并经证明。",
                          "The answer is optimal: every goal in turn is proven to be at its best."};
    case TP_FEASIBLE:
        return feasible_words(result, page);
    case TP_INFEASIBLE:
        return (tp_words){
            "方案自相矛盾：没有任何调剂办法能同时满足全部规则，因此没有产生调剂结果。",
            "The scenario contradicts itself: no reallocation keeps all of its rules, so nothing "
            "moves."};
    case TP_NO_ANSWER:
        break;
    }
    stop = stop_words(result->n_tiers ? result->tiers[result->n_tiers - 1].stopped_by : "time");
    return (tp_words){
        TP_PAGE_WORDS(
            page,
            ((tp_words){"尚未得出方案即停止（{0}）。这不说明无解；请放宽时限后重新测算。", ""}),
            stop.zh)
            .zh,
        TP_PAGE_WORDS(
            page,
            ((tp_words){"", "Stopped before there was any answer ({0}). This does not mean that "
                            "none exists; run again with more time."}),
            stop.en)
            .en};
}

static tp_words proof_words(const tp_tier_result *tier, tp_page *page)
{
    if (!tier->proven) {
        tp_words stop = stop_words(tier->stopped_by);
        return (tp_words){TP_PAGE_WORDS(page, ((tp_words){"未证明（{0}）", ""}), stop.zh).zh,
                          TP_PAGE_WORDS(page, ((tp_words){"", "not proven ({0})"}), stop.en).en};
    }
    if (tier->proof == TP_PROOF_SOLVER)
        return TP_PAGE_WORDS(page,
                             ((tp_words){"由求解器分支定界证明；证书可独立证到 {0}",
                                         "by the solver's branch and bound; the certificate "
                                         "alone proves {0}"}),
                             tp_page_dec(page, tier->certified));
    return (tp_words){"已证明，证书可复核", "proven by certificate"};
}

static tp_words by_words(const tp_tier_result *tier, tp_page *page)
{
    static const struct {
        const char *id;
        tp_words words;
    } known[] = {{"system", {"按系统", "by system"}},
                 {"sector", {"按领域", "by sector"}},
                 {"region", {"按地区", "by region"}},
                 {"unit", {"按单位", "by unit"}}};
    tp_words name = goal_name(tier->goal);
    for (size_t i = 0; tier->by && i < sizeof known / sizeof *known; i++)
        if (strcmp(known[i].id, tier->by) == 0)
            return (tp_words){
                TP_PAGE_WORDS(page, ((tp_words){"{0}（{1}）", ""}), name.zh, known[i].words.zh).zh,
                TP_PAGE_WORDS(page, ((tp_words){"", "{0} ({1})"}), name.en, known[i].words.en).en};
    return name;
}

void tp_rows_tiers(tp_run_rows *rows)
{
    const tp_result *result = rows->run->result;
    tp_view *view = tp_page_view(
        rows->page, "tiers",
        (tp_words){"目标与证明（按优先次序）", "Goals and proof, most important first"});
    bool conceded = false;
    for (size_t i = 0; i < result->n_tiers; i++)
        conceded = conceded || result->tiers[i].final != result->tiers[i].value;
    tp_view_column_add(view, "order", (tp_words){"次序", "#"}, TP_COL_NUMBER);
    tp_view_column_add(view, "goal", (tp_words){"目标", "Goal"}, TP_COL_WRAP);
    tp_view_column_add(view, "sense", (tp_words){"方向", "Sense"}, 0);
    tp_view_column_add(view, "value", (tp_words){"最优值", "Value"}, TP_COL_NUMBER);
    if (conceded)
        tp_view_column_add(view, "final", (tp_words){"方案值", "In the answer"}, TP_COL_NUMBER);
    tp_view_column_add(view, "bound", (tp_words){"界限", "Bound"}, TP_COL_NUMBER);
    tp_view_column_add(view, "proof", (tp_words){"证明", "Proof"}, TP_COL_WRAP);
    for (size_t i = 0; i < result->n_tiers; i++) {
        const tp_tier_result *tier = &result->tiers[i];
        tp_view_count(view, (tp_wide)i + 1);
        tp_view_words(view, by_words(tier, rows->page));
        tp_view_words(view, tier->sense > 0 ? (tp_words){"越小越好", "least"}
                                            : (tp_words){"越大越好", "most"});
        tp_view_dec(view, tier->value);
        if (conceded)
            tp_view_dec(view, tier->final);
        tp_view_dec(view, tier->bound);
        tp_view_words(view, proof_words(tier, rows->page));
    }
}

void tp_rows_conflict(tp_run_rows *rows)
{
    const tp_result *result = rows->run->result;
    tp_view *view =
        tp_page_view(rows->page, "conflict", (tp_words){"相互矛盾的要求", "What contradicts what"});
    view->note =
        result->n_conflict == 1
            ? (tp_words){"这项要求无法满足，请放宽或删除后再行测算。",
                         "This cannot be met. Relax or remove it and run again."}
            : (tp_words){"以上各项不能同时成立，放宽或删除其中任何一项，再行测算。",
                         "These cannot all hold. Relax or remove any one of them and run again."};
    bool sets = result->n_conflict && result->conflict[0].set;
    if (sets) {
        view->note = (tp_words){
            "以上各组矛盾互不相干：每组各项不能同时成立，每组放宽或删除一项，再行测算。",
            "These sets have nothing to do with each other. The statements of a set cannot all "
            "hold: relax or remove one of each set and run again."};
        tp_view_column_add(view, "set", (tp_words){"组", "Set"}, TP_COL_NUMBER);
    }
    if (result->conflict_open)
        view->note = tp_conflict_stopped(result);
    tp_view_column_add(view, "where", (tp_words){"位置", "Where"}, 0);
    tp_view_column_add(view, "rule", (tp_words){"规则", "Rule"}, TP_COL_WRAP);
    tp_view_column_add(view, "text", (tp_words){"内容", "What it demands"}, TP_COL_WRAP);
    for (size_t i = 0; i < result->n_conflict; i++) {
        const tp_conflict_item *item = &result->conflict[i];
        tp_buf where;
        tp_buf_init(&where);
        tp_pos_write(&where, &item->pos);
        const char *text = where.bytes ? tp_arena_text(rows->page->arena, where.bytes) : "";
        rows->page->failed = rows->page->failed || !text || where.failed;
        tp_buf_finish(&where);
        if (sets)
            tp_view_count(view, item->set);
        tp_view_text(view, text);
        tp_view_words(view, rule_name(item->rule));
        tp_view_words(view, item->text);
    }
}
