#include "report/views/sensitivity.h"

#include "report/views/words.h"

#define W(zh_, en_) ((tp_words){zh_, en_})
enum { NUMBER = TP_COL_NUMBER, WRAP = TP_COL_WRAP, SPARE = TP_COL_SPARE, MERGE = TP_COL_MERGE };

static void figure(tp_view *view, const tp_knob *knob, int64_t value)
{
    if (knob->share)
        tp_view_dec(view, value);
    else
        tp_view_count(view, value);
}

static const char *value_text(tp_page *page, const tp_knob *knob, int64_t value)
{
    return knob->share ? tp_page_dec(page, value) : tp_page_count(page, value);
}

/* "加权满足 +1.2；存入负担 −0.6": every tier that changes, better with a plus. */
static tp_words gains(tp_page *page, const tp_run *run, const tp_wide *gain)
{
    tp_words out = {NULL, NULL};
    for (size_t t = 0; t < run->result->n_tiers; t++) {
        if (gain[t] == 0)
            continue;
        tp_words goal = tp_goal_words(run->result->tiers[t].goal);
        const char *size = tp_page_dec(page, gain[t] < 0 ? -gain[t] : gain[t]);
        tp_words one = gain[t] > 0 ? W("{0}改善 {1}", "{0} better by {1}")
                                   : W("{0}变差 {1}", "{0} worse by {1}");
        const char *zh = TP_PAGE_WORDS(page, one, goal.zh, size).zh;
        const char *en = TP_PAGE_WORDS(page, one, goal.en, size).en;
        tp_words join = W("{0}，{1}", "{0}, {1}");
        out.zh = out.zh ? TP_PAGE_WORDS(page, join, out.zh, zh).zh : zh;
        out.en = out.en ? TP_PAGE_WORDS(page, join, out.en, en).en : en;
    }
    return out.zh ? out : W("各级目标不变", "no goal changes");
}

/* "1, 3" */
static const char *periods_text(tp_page *page, const tp_sensitive *item)
{
    const char *text = item->binds ? "" : item->speaks ? "–" : "";
    for (int t = 0; t < 32 && text; t++)
        if (item->binds >> t & 1u)
            text = tp_arena_format(page->arena, "%s%s%d", text, *text ? ", " : "", t + 1);
    page->failed = page->failed || !text;
    return text ? text : "";
}

static void side_row(tp_page *page, tp_view *view, const tp_sensitivity *found,
                     const tp_sensitive *item, const tp_sensitive_side *side)
{
    if (side->state == TP_SIDE_NONE)
        return;
    tp_view_words(view, item->knob.name);
    figure(view, &item->knob, item->knob.value);
    if (found->run->result->n_periods > 1)
        tp_view_text(view, periods_text(page, item));
    figure(view, &item->knob, side->to);
    if (side->state == TP_SIDE_INFEASIBLE)
        tp_view_words(view, W("方案将自相矛盾", "the scenario would contradict itself"));
    else if (side->state == TP_SIDE_UNKNOWN)
        tp_view_words(view, W("到限未解出", "stopped by the limit"));
    else
        tp_view_words(view, gains(page, found->run, side->gain));
    if (side->better) {
        tp_words until = side->bounded ? W("到 {0} 为止，共{1}", "until {0}: in all {1}")
                                       : W("到 {0} 仍有用，共{1}", "still at {0}: in all {1}");
        tp_words all = gains(page, found->run, side->in_all);
        const char *to = value_text(page, &item->knob, side->until);
        tp_view_words(view, (tp_words){TP_PAGE_WORDS(page, until, to, all.zh).zh,
                                       TP_PAGE_WORDS(page, until, to, all.en).en});
    } else {
        tp_view_empty(view);
    }
    if (item->hinted) {
        tp_words goal = tp_goal_words(found->run->result->tiers[item->hint_tier].goal);
        const char *price = tp_page_dec(page, item->hint);
        tp_words says = W("{0} {1}", "{0} {1}");
        tp_view_words(view, (tp_words){TP_PAGE_WORDS(page, says, goal.zh, price).zh,
                                       TP_PAGE_WORDS(page, says, goal.en, price).en});
    } else {
        tp_view_empty(view);
    }
    tp_view_text(view, tp_page_place(page, &item->knob.pos));
}

tp_status tp_sensitivity_page(tp_page *page, const tp_sensitivity *found,
                              const tp_sensitivity_page_options *options, tp_arena *arena,
                              tp_err *err)
{
    size_t shown = 0;
    tp_page_init(
        page, arena,
        W("每项指标多一个、少一个值多少", "What one more and one fewer of each figure is worth"));
    for (size_t i = 0; i < found->count; i++)
        shown += found->items[i].matters;
    tp_page_text(
        page,
        TP_PAGE_WORDS(
            page,
            W("共 {0} 项可调指标，其中 {1} 项动一格就影响结果。每个数都由重新测算得出（共测算 {2} "
              "次），是整数解之间的差。",
              "{0} figures can be moved; {1} of them matter one step away. Every "
              "number comes from solving again ({2} times): differences between "
              "whole-number answers."),
            tp_page_count(page, (tp_wide)found->count), tp_page_count(page, (tp_wide)shown),
            tp_page_count(page, (tp_wide)found->solved)));
    tp_view *view = tp_page_view(page, "sensitivity", W("多一个与少一个", "One more, one fewer"));
    view->empty = W("没有哪项指标动一格会影响结果。", "No figure matters one step away.");
    tp_view_column_add(view, "what", W("指标", "Figure"), WRAP | MERGE);
    tp_view_column_add(view, "now", W("现为", "Now"), NUMBER | MERGE);
    if (found->run->result->n_periods > 1)
        tp_view_column_add(view, "binds", W("到限的期", "Reached in"), MERGE);
    tp_view_column_add(view, "to", W("改为", "To"), NUMBER);
    tp_view_column_add(view, "effect", W("效果", "Effect"), WRAP);
    tp_view_column_add(view, "until", W("持续到", "How far it helps"), WRAP);
    tp_view_column_add(view, "hint", W("线性价格（仅供参考）", "Relaxation's price (hint)"), SPARE);
    tp_view_column_add(view, "place", W("出处", "Stated in"), WRAP | SPARE);
    view->note = W("改善、变差都以该级目标的单位计；比例每次动 0.01，其余每次动 1。",
                   "Better and worse in the goal's own unit; shares move by 0.01, all else by 1.");
    if (found->run->result->n_periods > 1)
        view->note = W("改善、变差都以该级目标的单位计，各期合计；比例每次动 0.01，其余每次动 1。"
                       "到限的期：限额用满、或周转池借尽的是第几期（“–”：哪一期都没有）；不分期的"
                       "指标空着。",
                       "Better and worse in the goal's own unit, over all periods; shares move by "
                       "0.01, all else by 1. Reached in: the periods in which the limit is used up "
                       "or the pool has lent all it may (–: in none); figures without a period are "
                       "left empty.");
    for (size_t i = 0; i < found->count; i++) {
        const tp_sensitive *item = &found->items[i];
        if (!item->matters && !options->all)
            continue;
        side_row(page, view, found, item, &item->more);
        side_row(page, view, found, item, &item->fewer);
    }
    return tp_page_ok(page) ? TP_OK : tp_fail_nomem(err);
}
