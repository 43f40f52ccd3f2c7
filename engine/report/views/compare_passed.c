/* A plan and a run of a later year: what made the difference, or that all went as foreseen. */
#include "explain/passed.h"
#include "report/views/compare.h"

#include <string.h>

#define W(zh_, en_) ((tp_words){zh_, en_})
enum { SAID = 5 };

static const tp_words says[TP_PASSED_KINDS] = {
    [TP_PASSED_PEOPLE] = {"{0}{1}：人员原预计 {3}，实为 {4}",
                          "{0} {1}: {3} in post were foreseen, there are {4}"},
    [TP_PASSED_AUTHORISED] = {"{0}{1}：核定编制原预计 {3}，实为 {4}",
                              "{0} {1}: {3} authorised were foreseen, there are {4}"},
    [TP_PASSED_BORROWED] = {"{0}{1}：在借原预计 {3}，实为 {4}",
                            "{0} {1}: {3} on loan were foreseen, there are {4}"},
    [TP_PASSED_LENT] = {"{0}{1}：存入原预计 {3}，实为 {4}",
                        "{0} {1}: {3} deposited were foreseen, there are {4}"},
    [TP_PASSED_LINE] = {"{0}{1}：只在其中一次的数据里", "{0} {1}: in the data of one of the two"},
    [TP_PASSED_FILED] = {"{0} 新提出申请 {2}，{4} 个", "{0} filed demand {2}, for {4}"},
    [TP_PASSED_GONE] = {"{0} 的申请 {2} 不再提出，原预计还需 {3} 个",
                        "{0} asks no more for demand {2}, {3} of it were open"},
    [TP_PASSED_QUANTITY] = {"{0} 的申请 {2}：原预计还需 {3} 个，现申请 {4} 个",
                            "{0}, demand {2}: {3} were left open, it asks for {4}"},
    [TP_PASSED_REFUSED] = {"{0} 的申请 {2} 原预计可以受理，现不予受理",
                           "{0}, demand {2}: foreseen to be admitted, now refused"},
    [TP_PASSED_ADMITTED] = {"{0} 的申请 {2} 原预计不予受理，现可以受理",
                            "{0}, demand {2}: foreseen to be refused, now admitted"},
    [TP_PASSED_POOL] = {"周转池 {2}/{1}：原预计有 {3} 个可用，实为 {4} 个",
                        "pool {2}/{1}: {3} free were foreseen, there are {4}"}};

static tp_words one(tp_page *page, const tp_passed *at)
{
    return TP_PAGE_WORDS(page, says[at->kind], at->name, at->category, at->of,
                         tp_page_count(page, at->foreseen), tp_page_count(page, at->is));
}

static void say(tp_page *page, const char *label, int period, const tp_passed *items, size_t count)
{
    const char *number = tp_page_count(page, period + 1);
    if (!count) {
        tp_page_text(page,
                     TP_PAGE_WORDS(page,
                                   W("与 {0}（其第 {1} 期）相比，这段时间与所料一致：规划的"
                                     "其余各期仍然成立。",
                                     "Against {0} (its period {1}): all went as foreseen, the "
                                     "rest of the plan stands."),
                                   label, number));
        return;
    }
    tp_words list = W("", "");
    for (size_t i = 0; i < count && i < SAID; i++) {
        tp_words next = one(page, &items[i]);
        list =
            (tp_words){TP_PAGE_WORDS(page, W("{0}{2}{1}", ""), list.zh, next.zh, i ? "；" : "").zh,
                       TP_PAGE_WORDS(page, W("", "{0}{2}{1}"), list.en, next.en, i ? "; " : "").en};
    }
    const char *all = tp_page_count(page, (tp_wide)count);
    static const char zh[] =
        "与 {0}（其第 {1} 期）的展望不同，是因为这段时间有 {2} 处与所料不同：{3}{4}。";
    tp_words text =
        count == 1 ? W(zh, "What differs from {0} (its period {1}) comes of one thing that went "
                           "otherwise than foreseen: {3}{4}.")
                   : W(zh, "What differs from {0} (its period {1}) comes of {2} things that went "
                           "otherwise than foreseen: {3}{4}.");
    tp_page_text(
        page,
        (tp_words){
            TP_PAGE_WORDS(page, text, label, number, all, list.zh, count > SAID ? "；等" : "").zh,
            TP_PAGE_WORDS(page, text, label, number, all, list.en,
                          count > SAID ? "; and others" : "")
                .en});
}

static void table(tp_page *page, const tp_passed *items, size_t count)
{
    tp_view *view =
        tp_page_view(page, "passed", W("与展望不同之处", "What went otherwise than foreseen"));
    tp_view_column_add(view, "what", W("事项", "What"), TP_COL_WRAP);
    tp_view_column_add(view, "unit", W("单位编码", "Unit"), 0);
    tp_view_column_add(view, "category", W("编制类别", "Category"), 0);
    tp_view_column_add(view, "foreseen", W("原预计", "Foreseen"), TP_COL_NUMBER);
    tp_view_column_add(view, "is", W("实为", "Is"), TP_COL_NUMBER);
    for (size_t i = 0; i < count; i++) {
        tp_view_words(view, one(page, &items[i]));
        tp_view_text(view, items[i].unit);
        tp_view_text(view, items[i].category);
        tp_view_count(view, items[i].foreseen);
        tp_view_count(view, items[i].is);
    }
}

tp_status tp_compare_passed(const tp_compare_rows *rows, tp_err *err)
{
    const tp_comparison *c = rows->of;
    tp_status status = TP_OK;
    for (size_t i = 1; i < c->n_runs && status == TP_OK; i++) {
        tp_passed *items;
        size_t count;
        int period =
            tp_answered(c->runs[0]->result->status) && tp_answered(c->runs[i]->result->status)
                ? tp_passed_period(c->runs[0], c->runs[i])
                : -1;
        if (period < 0)
            continue;
        status = tp_passed_find(&items, &count, c->runs[0], c->runs[i], rows->page->arena, err);
        if (status == TP_OK) {
            say(rows->page, rows->label[0], period, items, count);
            if (count)
                table(rows->page, items, count);
        }
    }
    return status;
}
