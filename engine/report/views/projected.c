#include "report/views/projected.h"

#include "models/rules/trend.h"
#include "report/views/words.h"

#define W(zh_, en_) ((tp_words){zh_, en_})

/* Those of the unit asked for, in order; NULL after the last. */
static const tp_crossing *next_of(const tp_crossing *list, size_t count, size_t *at, int32_t only)
{
    while (*at < count && only != TP_ID_NONE && list[*at].unit != only)
        ++*at;
    return *at < count ? &list[(*at)++] : NULL;
}

static size_t crossings(tp_page *page, const tp_run *run, tp_crossing **list)
{
    size_t count = 0;
    tp_err err = {0};
    if (!run->kase || tp_trend_crossings(run->kase, page->arena, list, &count, &err) != TP_OK)
        page->failed = page->failed || run->kase;
    return count;
}

void tp_projected_table(tp_page *page, const tp_run *run, int32_t only)
{
    tp_crossing *list;
    size_t count = crossings(page, run, &list), at = 0;
    const tp_crossing *one = next_of(list, count, &at, only);
    if (!one)
        return;
    tp_view *view = tp_page_view(page, "projected",
                                 W("推算的饱满度越过的界限", "What projected saturations cross"));
    view->note = W("推算值：按最近两次评估的直线推到当期，以届时评估为准；不推算则以最近评估为准。",
                   "Projected: on along the line through the two latest evaluations, until the "
                   "unit is evaluated again; otherwise the latest would stay.");
    tp_view_column_add(view, "unit", W("编码", "Code"), TP_COL_SPARE);
    tp_view_column_add(view, "name", W("单位", "Unit"), TP_COL_WRAP);
    tp_view_column_add(view, "period", W("自第几期", "From period"), TP_COL_NUMBER);
    tp_view_column_add(view, "from", W("自", "From"), 0);
    tp_view_column_add(view, "projected", W("推算", "Projected"), TP_COL_NUMBER);
    tp_view_column_add(view, "last", W("最近评估", "Latest"), TP_COL_NUMBER);
    tp_view_column_add(view, "last_on", W("日期", "On"), 0);
    tp_view_column_add(view, "before", W("前次评估", "Before"), TP_COL_NUMBER);
    tp_view_column_add(view, "before_on", W("日期", "On"), 0);
    tp_view_column_add(view, "rule", W("规则", "Rule"), 0);
    tp_view_column_add(view, "key", W("参数", "Figure"), TP_COL_SPARE);
    tp_view_column_add(view, "line", W("界限", "Line"), TP_COL_NUMBER);
    for (; one; one = next_of(list, count, &at, only)) {
        const tp_unit *unit = &run->data->units[one->unit];
        tp_view_text(view, unit->code);
        tp_view_text(view, unit->name);
        tp_view_count(view, one->period + 1);
        tp_view_date(view, tp_case_at(run->kase, one->period)->as_of);
        tp_view_dec(view, one->trend.saturation);
        tp_view_dec(view, one->trend.last->saturation);
        tp_view_date(view, one->trend.last->evaluated_on);
        tp_view_dec(view, one->trend.before->saturation);
        tp_view_date(view, one->trend.before->evaluated_on);
        tp_view_words(view, tp_rule_words(one->rule));
        tp_view_words(view, tp_key_words(page, one->path));
        tp_view_dec(view, one->at);
    }
}

void tp_projected_say(tp_page *page, const tp_run *run, int32_t only)
{
    static const tp_words says = {
        "推算：{0}的工作饱满度（{1}评估{2}，{3}评估{4}）按直线推至第{5}期（{6}）为{7}，越过“{8}"
        "”的界限"
        "{9}；以届时评估为准，不推算（evaluation.trend: none）则仍为{4}。",
        "Projected: the saturation of {0} ({2} on {1}, {4} on {3}), carried on to period {5} "
        "({6}), is {7} and crosses {9} of {8}, until it is evaluated again; without "
        "evaluation.trend it stays {4}."};
    tp_crossing *list;
    size_t count = crossings(page, run, &list), at = 0;
    for (const tp_crossing *one; (one = next_of(list, count, &at, only));) {
        const tp_trend *t = &one->trend;
        tp_words rule = tp_rule_words(one->rule);
        tp_words text = {NULL, NULL};
        const char *name = run->data->units[one->unit].name;
        const char *period = tp_page_count(page, one->period + 1);
        const char *day = tp_page_date(page, tp_case_at(run->kase, one->period)->as_of);
        const char *days[] = {tp_page_date(page, t->before->evaluated_on),
                              tp_page_date(page, t->last->evaluated_on)};
        const char *values[] = {tp_page_dec(page, t->before->saturation),
                                tp_page_dec(page, t->last->saturation),
                                tp_page_dec(page, t->saturation), tp_page_dec(page, one->at)};
        text.zh = TP_PAGE_WORDS(page, says, name, days[0], values[0], days[1], values[1], period,
                                day, values[2], rule.zh, values[3])
                      .zh;
        text.en = TP_PAGE_WORDS(page, says, name, days[0], values[0], days[1], values[1], period,
                                day, values[2], rule.en, values[3])
                      .en;
        tp_page_text(page, text);
    }
}
