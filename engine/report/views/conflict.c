#include "report/views/conflict.h"

#include "report/views/words.h"

#define W(zh_, en_) ((tp_words){zh_, en_})
enum { NUMBER = TP_COL_NUMBER, WRAP = TP_COL_WRAP, SPARE = TP_COL_SPARE };

static void figure(tp_view *view, const tp_knob *knob, int64_t value)
{
    if (knob->share)
        tp_view_dec(view, value);
    else
        tp_view_count(view, value);
}

void tp_repairs_view(tp_page *page, const tp_repairs *repairs)
{
    if (!repairs->confirmed) {
        tp_page_text(
            page,
            repairs->stopped
                ? W("已到限时，还没有找到代价最小的调整；没有时限或放宽时限可再查找。",
                    "The limit came before the cheapest repair was found; a longer limit, or "
                    "none, may find it.")
                : W("只调整总量控制、比例、储备、人才专用和锁定，找不到解决办法；不可放宽的规定之间"
                    "有矛盾。",
                    "Moving limits, shares, the reserve, earmarks and locks alone does not help: "
                    "what may not be relaxed contradicts itself."));
        return;
    }
    tp_view *view = tp_page_view(page, "repairs", W("代价最小的调整", "The cheapest repair"));
    tp_view_column_add(view, "what", W("调整什么", "What to move"), WRAP);
    tp_view_column_add(view, "from", W("现为", "From"), NUMBER);
    tp_view_column_add(view, "to", W("改为", "To"), NUMBER);
    tp_view_column_add(view, "place", W("出处", "Stated in"), WRAP);
    tp_view_column_add(view, "setting", W("命令行写法", "As a setting"), WRAP | SPARE);
    for (size_t i = 0; i < repairs->count; i++) {
        const tp_repair *at = &repairs->items[i];
        tp_view_words(view, at->knob.name);
        figure(view, &at->knob, at->knob.value);
        figure(view, &at->knob, at->to);
        tp_view_text(view, tp_page_place(page, &at->knob.pos));
        if (at->change.n_edits)
            tp_view_words(view, tp_change_complete(&at->change, page->arena));
        else
            tp_view_text(view, tp_change_command(&at->change, page->arena));
    }
    view->note =
        repairs->count == 1
            ? W("这样调整后已重新测算，有方案。所有权、自有空编、类别、使用上限和受理条件都不放宽"
                "。",
                "Solved again with it: there is an answer. Ownership, own slots, categories, caps "
                "and refusals are never relaxed.")
            : W("以上各项一并调整后已重新测算，有方案。所有权、自有空编、类别、使用上限和受理条件都"
                "不放宽。",
                "Solved again with all of them: there is an answer. Ownership, own slots, "
                "categories, caps and refusals are never relaxed.");
}

tp_words tp_conflict_stopped(const tp_result *result)
{
    return result->n_conflict
               ? W("已到限时，最小的矛盾组没有查清：所列各项确实互相矛盾，但其中可能有可以去掉的，"
                   "此外也"
                   "可能另有矛盾。",
                   "The limit came before the smallest set was established: what is listed "
                   "contradicts itself, but some of it could perhaps be left out, and there may be "
                   "other contradictions.")
               : W("方案没有解，已经证实；到限时还没有查出是哪几项互相矛盾。",
                   "That there is no answer is proven; the limit came before it was found which "
                   "statements contradict each other.");
}

tp_status tp_conflict_page(tp_page *page, const tp_run *run, const tp_repairs *repairs,
                           tp_arena *arena, tp_err *err)
{
    tp_page_init(page, arena, W(NULL, NULL));
    tp_words title =
        TP_PAGE_WORDS(page, W("方案 {0} 的矛盾与调整", "Scenario {0}: contradiction and repair"),
                      run->scenario->name);
    tp_page_init(page, arena, title);
    if (run->result->status != TP_INFEASIBLE) {
        tp_page_text(
            page, run->result->status == TP_NO_ANSWER
                      ? W("到限时还没有方案，也没有发现矛盾。",
                          "No answer within the limit, and no contradiction found.")
                      : W("方案没有矛盾，可以测算。", "The scenario does not contradict itself."));
        return tp_page_ok(page) ? TP_OK : tp_fail_nomem(err);
    }
    tp_view *view = tp_page_view(page, "conflict", W("相互矛盾的要求", "What contradicts what"));
    bool sets = run->result->n_conflict && run->result->conflict[0].set;
    if (sets)
        tp_view_column_add(view, "set", W("组", "Set"), NUMBER);
    tp_view_column_add(view, "where", W("位置", "Where"), 0);
    tp_view_column_add(view, "rule", W("规则", "Rule"), WRAP);
    tp_view_column_add(view, "text", W("内容", "What it demands"), WRAP);
    for (size_t i = 0; i < run->result->n_conflict; i++) {
        const tp_conflict_item *item = &run->result->conflict[i];
        if (sets)
            tp_view_count(view, item->set);
        tp_view_text(view, tp_page_place(page, &item->pos));
        tp_view_words(view, tp_rule_words(item->rule));
        tp_view_words(view, item->text);
    }
    view->note = run->result->conflict_open ? tp_conflict_stopped(run->result)
                 : sets                     ? W("各组矛盾互不相干；每组各项不能同时成立，去掉该组任何一项，其余的就不再"
                                                                    "矛盾。",
                                                "The sets have nothing to do with each other. The statements of a set "
                                                                    "cannot all hold; without any one of them the others of it can.")
                 : run->result->n_conflict > 1
                     ? W("以上各项不能同时成立；去掉任何一项，其余的就不再矛盾。",
                         "These cannot all hold; without any one of them the others can.")
                     : W("这项要求无法满足。", "This cannot be met.");
    tp_repairs_view(page, repairs);
    return tp_page_ok(page) ? TP_OK : tp_fail_nomem(err);
}
