#include "report/views/whynot.h"

#include "report/views/words.h"

#define W(zh_, en_) ((tp_words){zh_, en_})
enum { NUMBER = TP_COL_NUMBER, WRAP = TP_COL_WRAP, SPARE = TP_COL_SPARE };

static void add_tiers(tp_page *page, const tp_whynot *f)
{
    tp_view *view = tp_page_view(page, "tiers", W("各级目标的代价", "What it costs each tier"));
    tp_view_column_add(view, "goal", W("目标", "Goal"), 0);
    tp_view_column_add(view, "sense", W("方向", "Sense"), 0);
    tp_view_column_add(view, "before", W("原方案", "Before"), NUMBER);
    tp_view_column_add(view, "after", W("强制后", "Forced"), NUMBER);
    tp_view_column_add(view, "loss", W("损失", "Loss"), NUMBER);
    view->note = W("损失为正：变差；为负：变好。", "Loss above 0: worse; below 0: better.");
    for (size_t i = 0; i < f->n_tiers; i++) {
        const tp_tier_shift *at = &f->tiers[i];
        tp_view_words(view, tp_goal_words(at->goal));
        tp_view_words(view, at->sense > 0 ? W("越小越好", "min") : W("越大越好", "max"));
        tp_view_dec(view, at->before);
        tp_view_dec(view, at->after);
        tp_view_dec(view, at->loss);
    }
}

static void period_column(tp_view *view, const tp_run *run)
{
    if (run->result->n_periods > 1)
        tp_view_column_add(view, "period", W("期", "Period"), NUMBER);
}

static void put_period(tp_view *view, const tp_run *run, const tp_count_shift *at)
{
    if (run->result->n_periods > 1)
        tp_view_count(view, at->period + 1);
}

/* Stocks of several periods do not add up to anything. */
static void put_sum(tp_view *view, const tp_run *run)
{
    if (run->result->n_periods == 1)
        tp_view_sum(view, W("合计", "Total"));
}

static void add_demands(tp_page *page, const tp_run *run, const tp_whynot *f)
{
    tp_view *view =
        tp_page_view(page, "demands", W("各申请得到的变化", "What demands get instead"));
    view->unit = W("单位：个", "slots");
    view->empty = W("其他都不变。", "Nothing else changes.");
    tp_view_column_add(view, "demand", W("申请", "Demand"), 0);
    tp_view_column_add(view, "unit", W("单位", "Unit"), WRAP);
    period_column(view, run);
    tp_view_column_add(view, "before", W("原得", "Before"), NUMBER);
    tp_view_column_add(view, "after", W("改后得", "Then"), NUMBER);
    tp_view_column_add(view, "change", W("增减", "Change"), NUMBER);
    for (size_t i = 0; i < f->n_demands; i++) {
        const tp_demand *d = &run->data->demands[f->demands[i].index];
        tp_view_text(view, d->code);
        tp_view_text(view, run->data->units[d->unit].name);
        put_period(view, run, &f->demands[i]);
        tp_view_count(view, f->demands[i].before);
        tp_view_count(view, f->demands[i].after);
        tp_view_diff(view, f->demands[i].after - f->demands[i].before);
    }
    put_sum(view, run);
}

static void add_lines(tp_page *page, const tp_run *run, const tp_whynot *f)
{
    tp_view *view = tp_page_view(page, "deposits", W("收储的变化", "What deposits change"));
    view->unit = W("单位：个", "slots");
    view->empty = W("收储不变。", "Deposits stay as they are.");
    tp_view_column_add(view, "unit", W("编码", "Code"), 0);
    tp_view_column_add(view, "name", W("单位", "Unit"), WRAP);
    tp_view_column_add(view, "category", W("编制类别", "Category"), 0);
    period_column(view, run);
    tp_view_column_add(view, "before", W("原收储", "Before"), NUMBER);
    tp_view_column_add(view, "after", W("改后收储", "Then"), NUMBER);
    tp_view_column_add(view, "change", W("增减", "Change"), NUMBER);
    for (size_t i = 0; i < f->n_lines; i++) {
        const tp_line *l = &run->data->lines[f->lines[i].index];
        tp_view_text(view, run->data->units[l->unit].code);
        tp_view_text(view, run->data->units[l->unit].name);
        tp_view_text(view, tp_dataset_name(run->data, l->category));
        put_period(view, run, &f->lines[i]);
        tp_view_count(view, f->lines[i].before);
        tp_view_count(view, f->lines[i].after);
        tp_view_diff(view, f->lines[i].after - f->lines[i].before);
    }
    put_sum(view, run);
}

static void add_obstacle(tp_page *page, tp_view *view, const char *rule, tp_words text,
                         const tp_pos *pos)
{
    tp_view_words(view, tp_rule_words(rule));
    tp_view_words(view, text);
    tp_view_text(view, tp_page_place(page, pos));
}

static void add_obstacles(tp_page *page, const tp_whynot *f)
{
    tp_view *view = tp_page_view(page, "obstacles", W("不容许它的是", "What forbids it"));
    tp_view_column_add(view, "rule", W("规则", "Rule"), 0);
    tp_view_column_add(view, "text", W("内容", "What it says"), WRAP);
    tp_view_column_add(view, "place", W("出处", "Stated in"), WRAP);
    for (size_t i = 0; i < f->refused.count; i++)
        add_obstacle(page, view, f->refused.items[i].rule, f->refused.items[i].text,
                     &f->refused.items[i].pos);
    for (size_t i = 0; i < f->n_bounds && !f->refused.count; i++)
        add_obstacle(page, view, f->bounds[i].rule, f->bounds[i].text, &f->bounds[i].pos);
    for (size_t i = 0; i < f->n_conflict; i++)
        add_obstacle(page, view, f->conflict[i].rule, f->conflict[i].text, &f->conflict[i].pos);
}

/* The period in which others lose most; of equals the first. */
static int hardest_period(const tp_run *run, const tp_whynot *f, int64_t *losers, int64_t *lost)
{
    int hardest = 0;
    *losers = *lost = 0;
    for (int t = 0; t < run->result->n_periods; t++) {
        int64_t count = 0, sum = 0;
        for (size_t i = 0; i < f->n_demands; i++)
            if (f->demands[i].period == t && f->demands[i].index != f->demand &&
                f->demands[i].after < f->demands[i].before) {
                count++;
                sum += f->demands[i].before - f->demands[i].after;
            }
        if (sum <= *lost)
            continue;
        hardest = t;
        *losers = count;
        *lost = sum;
    }
    return hardest;
}

/* The first tier that is worse, in words: what the decision costs. */
static void say_cost(tp_page *page, const tp_run *run, const tp_whynot *f)
{
    int64_t losers, lost;
    int hardest = hardest_period(run, f, &losers, &lost);
    if (losers && run->result->n_periods > 1)
        tp_page_text(page,
                     TP_PAGE_WORDS(page,
                                   W("可以做到，但有其他申请因此少得：少得最多的是第 {2} 期（{3} "
                                     "起），{0} 件共少 {1} 个。",
                                     "It can be had, but others lose: most in period {2} (from "
                                     "{3}), {0} {0|demand|demands}, {1} {1|slot|slots} in "
                                     "all."),
                                   tp_page_count(page, losers), tp_page_count(page, lost),
                                   tp_page_count(page, hardest + 1),
                                   tp_page_date(page, run->result->periods[hardest]->from)));
    else if (losers)
        tp_page_text(page,
                     TP_PAGE_WORDS(page,
                                   W("可以做到，但 {0} 件其他申请共少得 {1} 个。",
                                     "It can be had, but {0} other demands lose {1} slots in all."),
                                   tp_page_count(page, losers), tp_page_count(page, lost)));
    else
        tp_page_text(page,
                     W("可以做到，其他申请都不少得。", "It can be had; no other demand loses."));
    for (size_t i = 0; i < f->n_tiers; i++) {
        if (f->tiers[i].loss <= 0)
            continue;
        tp_words goal = tp_goal_words(f->tiers[i].goal);
        tp_words says = W("最先受损的目标是“{0}”：由 {1} 变为 {2}。",
                          "The first goal to suffer is \"{0}\": from {1} to {2}.");
        const char *before = tp_page_dec(page, f->tiers[i].before);
        const char *after = tp_page_dec(page, f->tiers[i].after);
        tp_page_text(page, (tp_words){TP_PAGE_WORDS(page, says, goal.zh, before, after).zh,
                                      TP_PAGE_WORDS(page, says, goal.en, before, after).en});
        return;
    }
    tp_page_text(page,
                 W("各级目标都不受损：它与原方案同样好，只是没有被选中。",
                   "No goal suffers: it is as good as the answer given, only not the one chosen."));
}

tp_status tp_whynot_page(tp_page *page, const tp_run *run, const tp_whynot *found, tp_arena *arena,
                         tp_err *err)
{
    const tp_demand *d = &run->data->demands[found->demand];
    tp_page_init(page, arena, W(NULL, NULL));
    tp_words title =
        TP_PAGE_WORDS(page,
                      W("申请 {0}（{1}）为什么不借给 {2} 个（现为 {3} 个）",
                        "Demand {0} ({1}): why not lend it {2} (it has {3})"),
                      d->code, run->data->units[d->unit].name, tp_page_count(page, found->loan),
                      tp_page_count(page, found->before));
    if (run->result->n_periods > 1)
        title = TP_PAGE_WORDS(page,
                              W("申请 {0}（{1}）第 {4} 期为什么不借给 {2} 个（现为 {3} 个）",
                                "Demand {0} ({1}), period {4}: why not lend it {2} (it has {3})"),
                              d->code, run->data->units[d->unit].name,
                              tp_page_count(page, found->loan), tp_page_count(page, found->before),
                              tp_page_count(page, found->period + 1));
    tp_page_init(page, arena, title);
    if (tp_answered(found->status)) {
        if (found->status == TP_FEASIBLE)
            tp_page_text(page, W("求解提前停止，以下数字未证明最优。",
                                 "The search was stopped early: these figures are not proven."));
        say_cost(page, run, found);
        add_tiers(page, found);
        add_demands(page, run, found);
        add_lines(page, run, found);
    } else if (found->status == TP_INFEASIBLE) {
        tp_page_text(page,
                     W("做不到：与以下规定矛盾。", "It cannot be had: this stands against it."));
        add_obstacles(page, found);
    } else {
        tp_page_text(page, W("到限时还没有方案，不能断定做得到做不到。",
                             "No answer within the limit: whether it can be had is not known."));
    }
    return tp_page_ok(page) ? TP_OK : tp_fail_nomem(err);
}
