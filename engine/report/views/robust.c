#include "report/views/robust.h"

#include "models/goal.h"

#include <string.h>

static tp_dec share(size_t part, size_t whole)
{
    return whole ? (tp_dec)tp_half_up_div((tp_wide)part * TP_DEC_ONE, (tp_wide)whole) : 0;
}

static const char *percent(tp_page *page, size_t part, size_t whole)
{
    tp_dec tenths = (tp_dec)tp_half_up_div((tp_wide)share(part, whole), 1000);
    return tp_page_dec(page, (tp_wide)tenths * (TP_DEC_ONE / 10));
}

static void conclude(tp_page *page, const tp_robust_task *task, const tp_robust *found)
{
    const char *best = tp_page_count(page, (tp_wide)found->best);
    if (task->run->result->n_periods > 1)
        tp_page_format(
            page, TP_PART_TEXT,
            (tp_words){"提交审定的是第 1 期，以下检验的是第 1 期：抽样 {0} 次（种子 "
                       "{1}），第 1 期不作改动仍符合全部规则、以后各期也能接得上的有 {2} 次（{3}%）"
                       "，其中 {4} 次即使事先知道也不会另作决定。",
                       "Period 1 is what is proposed, so period 1 is tested. Futures drawn: {0} "
                       "(seed {1}). In {2} of them ({3}%) period 1 stands unchanged: it keeps "
                       "every rule and later periods can follow. In {4} of these nothing better "
                       "could have been decided even knowing the future."},
            5,
            TP_ARGS_(tp_page_count(page, (tp_wide)found->drawn),
                     tp_page_count(page, (tp_wide)task->seed),
                     tp_page_count(page, (tp_wide)found->feasible),
                     percent(page, found->feasible, found->drawn), best));
    else
        tp_page_format(
            page, TP_PART_TEXT,
            (tp_words){
                "{0} 次抽样（种子 {1}）中，原方案不作改动仍符合全部规则的有 {2} 次（{3}%）。",
                "Draws: {0} (seed {1}). The proposal still keeps every rule, "
                "unchanged, in {2} of them ({3}%)."},
            4,
            TP_ARGS_(tp_page_count(page, (tp_wide)found->drawn),
                     tp_page_count(page, (tp_wide)task->seed),
                     tp_page_count(page, (tp_wide)found->feasible),
                     percent(page, found->feasible, found->drawn)));
    if (found->lent && found->feasible < found->drawn)
        tp_page_format(
            page, TP_PART_TEXT,
            (tp_words){"其余情形下只执行仍可执行的部分；平均而言，原定投放的 {0}% 仍可投放。",
                       "Else what still can be carried out is; on average {0}% of the "
                       "slots it lends can be lent all the same."},
            1, TP_ARGS_(percent(page, (size_t)found->kept, (size_t)found->lent)));
    if (found->stuck)
        tp_page_format(page, TP_PART_TEXT,
                       (tp_words){"有 {0} 次，只执行原方案的一部分也不符合规则，须重新测算。",
                                  "In {0} of them carrying out a part of it breaks a rule, too: it "
                                  "has to be solved anew."},
                       1, TP_ARGS_(tp_page_count(page, (tp_wide)found->stuck)));
    if (found->hopeless)
        tp_page_format(page, TP_PART_TEXT,
                       (tp_words){"其中 {0} 次，任何方案都不能满足全部规则。",
                                  "In {0} of them no answer at all keeps every rule."},
                       1, TP_ARGS_(tp_page_count(page, (tp_wide)found->hopeless)));
    if (found->drawn < task->draws)
        tp_page_format(page, TP_PART_TEXT,
                       (tp_words){"因时间限制，原定 {0} 次抽样未全部完成。",
                                  "A limit ended it before all {0} draws were done."},
                       1, TP_ARGS_(tp_page_count(page, (tp_wide)task->draws)));
}

static void add_spreads(tp_page *page, const tp_spreads *spreads)
{
    const struct {
        const char *id;
        tp_words name, how;
        tp_dec spread;
    } rows[] = {
        {"saturation",
         {"工作饱满度", "saturation"},
         {"各单位在 ±此比例内均匀浮动", "of every unit, uniform within ± this share"},
         spreads->saturation},
        {"quantity",
         {"申请数", "quantity asked"},
         {"各申请在 ±此比例内均匀浮动，不低于最低数",
          "of every demand, uniform within ± this share; "
          "not below its minimum"},
         spreads->quantity},
        {"vacancies",
         {"空编", "vacancies"},
         {"各单位×类别在 ±此比例内均匀浮动", "of every line, uniform within ± this share"},
         spreads->vacancies},
        {"departures",
         {"预计减员", "departures"},
         {"每人以此概率未按期减员", "each expected leaver stays with this probability"},
         spreads->departures},
    };
    tp_view *view = tp_page_view(page, "spreads", (tp_words){"抽样假设", "What was drawn"});
    tp_view_column_add(view, "figure", (tp_words){"数据", "Figure"}, 0);
    tp_view_column_add(view, "spread", (tp_words){"幅度", "Spread"}, TP_COL_NUMBER);
    tp_view_column_add(view, "how", (tp_words){"分布", "Distribution"}, TP_COL_WRAP);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        tp_view_words(view, rows[i].name);
        tp_view_share(view, rows[i].spread);
        tp_view_words(view, rows[i].how);
    }
}

static tp_words goal_words(const char *id)
{
    for (int g = 0; g < tp_n_goals; g++)
        if (strcmp(tp_goals[g]->id, id) == 0)
            return tp_goals[g]->name;
    return (tp_words){id, id};
}

static void add_losses(tp_page *page, const tp_robust_task *task, const tp_robust *found)
{
    tp_view *view = tp_page_view(
        page, "losses",
        (tp_words){"执行原方案，与事后最优相比的损失", "Loss of the proposal against hindsight"});
    view->note =
        (tp_words){"按目标先后比较；负数表示该级更好，但以前面某级的损失为代价。",
                   "Goal by goal; a negative figure is better there, at the cost of a goal "
                   "before it."};
    tp_view_column_add(view, "goal", (tp_words){"目标", "Goal"}, 0);
    tp_view_column_add(view, "value", (tp_words){"本方案", "In the run"}, TP_COL_NUMBER);
    tp_view_column_add(view, "draws", (tp_words){"抽样次数", "Draws"}, TP_COL_NUMBER);
    tp_view_column_add(view, "mean", (tp_words){"平均损失", "Mean loss"}, TP_COL_NUMBER);
    tp_view_column_add(view, "worst", (tp_words){"最大损失", "Worst loss"}, TP_COL_NUMBER);
    for (size_t t = 0; t < found->n_tiers && found->tiers[t].draws; t++) {
        tp_view_words(view, goal_words(task->run->result->tiers[t].goal));
        tp_view_dec(view, task->run->result->tiers[t].final);
        tp_view_count(view, (tp_wide)found->tiers[t].draws);
        tp_view_dec(view, found->tiers[t].mean);
        tp_view_dec(view, found->tiers[t].worst);
    }
}

static tp_words rule_words(int rule)
{
    return rule < 0 ? (tp_words){"收支平衡", "balance of the books"} : tp_rules[rule]->name;
}

static void add_movements(tp_page *page, const tp_robust_task *task, const tp_robust *found)
{
    const tp_dataset *data = task->run->data;
    tp_view *view = tp_page_view(page, "movements",
                                 (tp_words){"最先失效的存入和借用", "Movements that fail first"});
    view->empty = (tp_words){"没有一笔存入或借用失效。", "No deposit and no loan fails."};
    tp_view_column_add(view, "movement", (tp_words){"事项", "Movement"}, 0);
    tp_view_column_add(view, "demand", (tp_words){"申请", "Demand"}, 0);
    tp_view_column_add(view, "unit", (tp_words){"编码", "Code"}, TP_COL_SPARE);
    tp_view_column_add(view, "name", (tp_words){"单位", "Unit"}, TP_COL_WRAP);
    tp_view_column_add(view, "category", (tp_words){"编制类别", "Category"}, 0);
    tp_view_column_add(view, "count", (tp_words){"数量", "Slots"}, TP_COL_NUMBER);
    tp_view_column_add(view, "failed", (tp_words){"失效次数", "Fails"}, TP_COL_NUMBER);
    tp_view_column_add(view, "share", (tp_words){"占比", "Share"}, TP_COL_NUMBER);
    tp_view_column_add(view, "rule", (tp_words){"主要因为", "Mostly by"}, TP_COL_WRAP);
    for (size_t i = 0; i < found->n_movements; i++) {
        const tp_fragile *at = &found->movements[i];
        const tp_line *line = &data->lines[at->line];
        tp_view_words(view, at->kind == TP_MOVES_LOAN ? (tp_words){"借用", "loan"}
                                                      : (tp_words){"存入", "deposit"});
        tp_view_text(view, at->demand == TP_ID_NONE ? "" : data->demands[at->demand].code);
        tp_view_text(view, data->units[line->unit].code);
        tp_view_text(view, data->units[line->unit].name);
        tp_view_text(view, tp_dataset_name(data, line->category));
        tp_view_count(view, at->count);
        tp_view_count(view, (tp_wide)at->failed);
        tp_view_share(view, share(at->failed, found->drawn));
        tp_view_words(view, rule_words(at->rule));
    }
}

static void add_others(tp_page *page, const tp_robust *found)
{
    tp_view *view = tp_page_view(
        page, "rules", (tp_words){"不由单笔事项引起的失效", "What fails beyond single movements"});
    tp_view_column_add(view, "rule", (tp_words){"规则", "Rule"}, TP_COL_WRAP);
    tp_view_column_add(view, "failed", (tp_words){"失效次数", "Fails"}, TP_COL_NUMBER);
    tp_view_column_add(view, "share", (tp_words){"占比", "Share"}, TP_COL_NUMBER);
    for (size_t i = 0; i < found->n_others; i++) {
        tp_view_words(view, rule_words(found->others[i].rule));
        tp_view_count(view, (tp_wide)found->others[i].failed);
        tp_view_share(view, share(found->others[i].failed, found->drawn));
    }
}

tp_status tp_robust_page(tp_page *page, const tp_robust_task *task, const tp_robust *found,
                         tp_arena *arena, tp_err *err)
{
    tp_page_init(page, arena, (tp_words){"稳健性检验", "Robustness"});
    conclude(page, task, found);
    add_spreads(page, &task->spreads);
    add_losses(page, task, found);
    add_movements(page, task, found);
    add_others(page, found);
    return tp_page_ok(page) ? TP_OK : tp_fail_nomem(err);
}
