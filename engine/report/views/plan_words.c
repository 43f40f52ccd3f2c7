/* What becomes of a demand after the first period, in sentences. */
#include "report/views/plan.h"

#define W(zh_, en_) ((tp_words){zh_, en_})

/* What happens to a demand and its line between two decisions. */
typedef struct turn {
    int64_t left; /* people of the line who leave */
    int first_year, last_year;
    int64_t running; /* slots of loans that ran before which go back */
    int64_t returned, given;
    bool joins, stopped;
} turn;

static int year_of(tp_date on)
{
    return on / 10000; /* packed, see base/date.h */
}

static turn turn_of(const tp_run *run, int t, int32_t d)
{
    const tp_case *now = tp_case_at(run->kase, t), *before = tp_case_at(run->kase, t - 1);
    const tp_result *r = run->result->periods[t], *was = run->result->periods[t - 1];
    int32_t l = run->data->demands[d].line;
    const tp_line *line = &run->data->lines[l];
    turn at = {.running = before->data->lines[l].borrowed - now->data->lines[l].borrowed,
               .joins = r->live[d] && !was->live[d],
               .stopped = now->demand[d].stopped_by && !before->demand[d].stopped_by};
    if (r->live[d]) {
        at.returned = tp_result_returned(r, d);
        at.given = tp_result_given(r, d);
    }
    for (int32_t i = 0; i < line->departures; i++) {
        const tp_departure *leaves = &run->data->departures[line->first_departure + i];
        if (leaves->on <= was->from || leaves->on > r->from)
            continue;
        at.last_year = year_of(leaves->on);
        at.first_year = at.left ? at.first_year : at.last_year;
        at.left += leaves->count;
    }
    return at;
}

static tp_words joined(tp_page *page, tp_words a, tp_words b)
{
    return (tp_words){TP_PAGE_WORDS(page, W("{0}{1}", ""), a.zh, b.zh).zh,
                      TP_PAGE_WORDS(page, W("", "{0}{1}"), a.en, b.en).en};
}

/* "In 2028, when 3 of yours leave, from 2028-06-30 (period 3) on: " */
static tp_words head_of(tp_page *page, const tp_result *r, const turn *at)
{
    const char *period = tp_page_count(page, r->period + 1), *from = tp_page_date(page, r->from);
    const char *left = tp_page_count(page, at->left);
    const char *first = tp_page_count(page, at->first_year);
    const char *last = tp_page_count(page, at->last_year);
    if (!at->left)
        return TP_PAGE_WORDS(page, W("自 {1} 起（第 {0} 期）：", "From {1} on (period {0}): "),
                             period, from);
    if (at->first_year == at->last_year)
        return TP_PAGE_WORDS(page,
                             W("{3} 年本单位该类编制减员 {2} 人，自 {1} 起（第 {0} 期）：",
                               "In {3}, when {2} of its people leave, from {1} on (period {0}): "),
                             period, from, left, first);
    return TP_PAGE_WORDS(page,
                         W("{3} 至 {4} 年本单位该类编制减员 {2} 人，自 {1} 起（第 {0} 期）：",
                           "In {3} and {4}, when {2} of its people leave, from {1} on (period "
                           "{0}): "),
                         period, from, left, first, last);
}

static tp_words clauses_of(tp_page *page, const turn *at)
{
    tp_words says = W("", "");
    if (at->joins)
        says = joined(page, says, W("开始受理；", "it is admitted; "));
    if (at->stopped)
        says = joined(page, says,
                      W("不再符合条件，已得的保留，不再增加；",
                        "it is no longer admitted, keeps what it has and gets no "
                        "more; "));
    if (at->running > 0)
        says = joined(page, says,
                      TP_PAGE_WORDS(page,
                                    W("先归还原有借用 {0} 个；",
                                      "{0} slots of loans that ran before go back first; "),
                                    tp_page_count(page, at->running)));
    if (at->returned)
        says = joined(page, says,
                      TP_PAGE_WORDS(page, W("归还借用 {0} 个；", "{0} of its loan go back; "),
                                    tp_page_count(page, at->returned)));
    if (at->given > 0)
        says = joined(page, says,
                      TP_PAGE_WORDS(page, W("新增 {0} 个；", "it gets {0} more; "),
                                    tp_page_count(page, at->given)));
    return says;
}

void tp_plan_say(tp_page *page, const tp_run *run, int32_t demand)
{
    const tp_demand *d = &run->data->demands[demand];
    if (!tp_answered(run->result->status))
        return;
    for (int t = 1; t < run->result->n_periods; t++) {
        const tp_result *r = run->result->periods[t];
        turn at = turn_of(run, t, demand);
        if (!at.joins && !at.stopped && !at.returned && at.given <= 0 &&
            !(at.running > 0 && r->live[demand]))
            continue;
        tp_words says = joined(page, head_of(page, r, &at), clauses_of(page, &at));
        int64_t missing = d->quantity - r->own[demand] - r->loan[demand];
        tp_words ends = TP_PAGE_WORDS(
            page,
            missing ? W("{0} 届时自有解决 {1} 个、在借 {2} 个、尚缺 {3} 个。",
                        "{0} then has {1} of its own and {2} on loan, {3} short.")
                    : W("{0} 届时自有解决 {1} 个、在借 {2} 个，全部满足。",
                        "{0} then has {1} of its own and {2} on loan: all it asked for."),
            d->code, tp_page_count(page, r->own[demand]), tp_page_count(page, r->loan[demand]),
            tp_page_count(page, missing));
        tp_page_text(page, joined(page, says, ends));
    }
}
