#include "report/views/filing.h"

#include "models/rules/filing.h"

#include <string.h>

static tp_words state_of(const tp_filing *item, tp_date on)
{
    return on < item->from        ? (tp_words){"尚未生效", "not begun"}
           : on > item->until     ? (tp_words){"已过期", "ended"}
           : tp_filing_left(item) ? (tp_words){"有效", "holds"}
                                  : (tp_words){"已用完", "used up"};
}

void tp_filing_totals(tp_page *page, const tp_case *c, const tp_result *result)
{
    const tp_list *list = tp_filings_stated(c->bind);
    const tp_filing *items = list->items;
    if (!list->count)
        return;
    tp_view *view = tp_page_view(page, "filing", (tp_words){"备案总量", "Totals to file under"});
    view->unit = (tp_words){"单位：个", "in slots"};
    tp_view_column_add(view, "name", (tp_words){"总量", "Total"}, TP_COL_WRAP);
    tp_view_column_add(view, "from", (tp_words){"起", "From"}, 0);
    tp_view_column_add(view, "until", (tp_words){"止", "Until"}, 0);
    tp_view_column_add(view, "state", (tp_words){"状态", "State"}, 0);
    tp_view_column_add(view, "total", (tp_words){"批准总量", "Approved"}, TP_COL_NUMBER);
    tp_view_column_add(view, "before", (tp_words){"此前已备案", "Filed before"}, TP_COL_NUMBER);
    if (result)
        tp_view_column_add(view, "now", (tp_words){"本次备案", "Filed now"}, TP_COL_NUMBER);
    tp_view_column_add(view, "left", (tp_words){"余额", "Left"}, TP_COL_NUMBER);
    tp_view_column_add(view, "basis", (tp_words){"依据", "Basis"}, TP_COL_WRAP | TP_COL_TAIL);
    for (size_t i = 0; i < list->count; i++) {
        int64_t now = 0;
        for (int32_t d = 0; result && result->filed && d < result->n_demands; d++)
            now += result->filed[d] == (int32_t)i ? result->loan[d] : 0;
        tp_view_text(view, items[i].name);
        tp_view_date(view, items[i].from);
        tp_view_date(view, items[i].until);
        tp_view_words(view, state_of(&items[i], c->as_of));
        tp_view_count(view, items[i].total);
        tp_view_count(view, items[i].filed + items[i].booked);
        if (result)
            tp_view_count(view, now);
        tp_view_count(view, tp_filing_left(&items[i]) - now);
        tp_view_text(view, items[i].basis);
    }
}

void tp_filing_loans(tp_page *page, const tp_run *run)
{
    const tp_dataset *data = run->data;
    const tp_result *result = run->result;
    const tp_filing *items = tp_filings_stated(run->kase->bind)->items;
    tp_view *view = NULL;
    for (int32_t at = 0; result->filed && at < data->n_demands; at++) {
        int32_t d = data->demand_input_order[at];
        const tp_unit *unit = &data->units[data->demands[d].unit];
        if (result->filed[d] < 0)
            continue;
        if (!view) {
            view = tp_page_view(page, "filed",
                                (tp_words){"其中只须备案的借用", "Loans that are only filed"});
            view->unit = (tp_words){"单位：个", "in slots"};
            tp_view_column_add(view, "demand", (tp_words){"申请", "Demand"}, 0);
            tp_view_column_add(view, "unit", (tp_words){"单位", "Unit"}, TP_COL_WRAP);
            tp_view_column_add(view, "category", (tp_words){"编制类别", "Category"}, 0);
            tp_view_column_add(view, "count", (tp_words){"借用", "Lent"}, TP_COL_NUMBER);
            tp_view_column_add(view, "total", (tp_words){"列入总量", "Filed under"}, TP_COL_WRAP);
        }
        tp_view_text(view, data->demands[d].code);
        tp_view_text(view, strcmp(unit->code, unit->name) == 0
                               ? unit->code
                               : TP_PAGE_WORDS(page, ((tp_words){"{0} {1}", "{0} {1}"}), unit->code,
                                               unit->name)
                                     .zh);
        tp_view_text(view, tp_dataset_name(data, data->lines[data->demands[d].line].category));
        tp_view_count(view, result->loan[d]);
        tp_view_text(view, items[result->filed[d]].name);
    }
    if (view)
        view->note = (tp_words){
            "这些借用在批准总量以内，且全部由本系统单位存入的编制支撑；其余借用须提请审定。",
            "They are within the approved total, with slots of the system's own units behind all "
            "of each; all other loans need approval."};
}
