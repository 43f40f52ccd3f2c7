/* Runs of several periods side by side, year by year. */
#include "report/views/compare.h"
#include "report/views/plan.h"

static int most_periods(const tp_comparison *c)
{
    int most = 1;
    for (size_t i = 0; i < c->n_runs; i++)
        if (tp_answered(c->runs[i]->result->status) && c->runs[i]->result->n_periods > most)
            most = c->runs[i]->result->n_periods;
    return most;
}

void tp_compare_years(const tp_compare_rows *rows)
{
    static const struct {
        const char *id;
        tp_words title;
    } columns[] = {{"settled", {"已解决", "Settled"}},
                   {"lent", {"在借", "On loan"}},
                   {"short", {"尚缺", "Short"}},
                   {"refused", {"不予受理", "Refused"}},
                   {"unfiled", {"尚未提出", "Not filed yet"}},
                   {"intake", {"当期新增", "New"}},
                   {"deposits", {"存入", "Deposits"}}};
    enum { COLUMNS = sizeof columns / sizeof *columns };
    const tp_comparison *c = rows->of;
    int most = most_periods(c);
    if (most == 1)
        return;
    tp_view *view = tp_page_view(rows->page, "years", (tp_words){"分期比较", "Year by year"});
    view->unit = (tp_words){"单位：个", "slots"};
    view->note = (tp_words){"其他各表说的是第 1 期；目标值为各期合计，期数不同的方案不能直接相比。",
                            "The other tables speak of period 1; goals are sums over the periods, "
                            "so that those of runs with more or fewer periods are no comparison."};
    tp_view_column_add(view, "period", (tp_words){"期", "Period"}, TP_COL_NUMBER | TP_COL_MERGE);
    tp_view_column_add(view, "scenario", (tp_words){"方案", "Scenario"}, 0);
    tp_plan_days_columns(view);
    for (size_t i = 0; i < COLUMNS; i++)
        tp_view_column_add(view, columns[i].id, columns[i].title, TP_COL_NUMBER);
    for (int t = 0; t < most; t++)
        for (size_t i = 0; i < c->n_runs; i++) {
            const tp_result *result = c->runs[i]->result;
            if (!tp_answered(result->status) || t >= result->n_periods)
                continue;
            tp_plan_sums y = tp_plan_sums_of(c->runs[i], t);
            const tp_wide figures[COLUMNS] = {y.own + y.lent, y.lent,  y.missing, y.refused,
                                              y.unfiled,      y.given, y.deposits};
            tp_view_count(view, t + 1);
            tp_view_text(view, rows->label[i]);
            tp_plan_days(view, result->periods[t]);
            for (size_t k = 0; k < COLUMNS; k++)
                tp_view_count(view, figures[k]);
        }
}
