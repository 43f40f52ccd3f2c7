#include "models/rules/exceptions.h"
#include "report/views/refusals.h"
#include "report/views/run_rows.h"
#include "report/views/words.h"

static const tp_words slots = {"单位：个", "slots"};
static const tp_words total = {"合计", "Total"};
static const tp_words category_title = {"编制类别", "Category"};

static void demand_columns(const tp_run_rows *rows, tp_view *view, unsigned flags)
{
    tp_view_column_add(view, "demand", (tp_words){"申请", "Demand"}, flags);
    tp_rows_unit_columns(rows, view, flags);
    tp_view_column_add(view, "category", category_title, flags);
}

static void demand_cells(const tp_run_rows *rows, tp_view *view, int32_t d)
{
    const tp_dataset *data = rows->run->data;
    tp_view_text(view, data->demands[d].code);
    tp_rows_unit(rows, view, data->demands[d].unit);
    tp_view_text(view, tp_dataset_name(data, data->lines[data->demands[d].line].category));
}

tp_status tp_rows_loans(tp_run_rows *rows, tp_err *err)
{
    const tp_run *run = rows->run;
    const tp_dataset *data = run->data;
    tp_view *view = tp_page_view(rows->page, "loans", (tp_words){"借用单位", "Who borrows"});
    int64_t covered = 0;
    view->unit = slots;
    view->empty = (tp_words){"没有单位借用编制。", "No unit borrows."};
    demand_columns(rows, view, 0);
    tp_view_column_add(view, "asked", (tp_words){"申请数", "Asked"}, TP_COL_NUMBER);
    tp_view_column_add(view, "own", (tp_words){"自有空编", "Own"}, TP_COL_NUMBER);
    tp_view_column_add(view, "count", (tp_words){"借用", "Lent"}, TP_COL_NUMBER);
    tp_view_column_add(view, "short", (tp_words){"尚缺", "Short"}, TP_COL_NUMBER);
    tp_view_column_add(view, "stopped_by", (tp_words){"未满足的原因", "What stops more"},
                       TP_COL_WRAP);
    for (int32_t i = 0; i < data->n_demands; i++) {
        int32_t d = data->demand_input_order[i];
        int64_t asked = data->demands[d].quantity;
        int64_t own = run->result->own[d], loan = run->result->loan[d];
        int64_t missing = asked - own - loan;
        if (!run->result->live[d])
            continue;
        if (!rows->all && !loan && !missing) {
            covered++;
            continue;
        }
        tp_words why = {NULL, NULL};
        if (missing) {
            tp_status status = tp_stoppers_of(rows->stoppers, d, &why, err);
            if (status)
                return status;
        }
        demand_cells(rows, view, d);
        tp_view_count(view, asked);
        tp_view_count(view, own);
        tp_view_count(view, loan);
        tp_view_count(view, missing);
        tp_view_words(view, why);
    }
    if (covered)
        view->note = TP_PAGE_WORDS(
            rows->page,
            ((tp_words){"另有 {0} 件申请由本单位空编全部解决，不需借用（--all 列出）。",
                        "Besides, own vacancies cover {0} {0|demand|demands} in full "
                        "(--all lists them)."}),
            tp_page_count(rows->page, covered));
    tp_view_sum(view, total);
    return TP_OK;
}

void tp_rows_exceptions(tp_run_rows *rows)
{
    const tp_run *run = rows->run;
    size_t count, used = 0;
    const tp_exception *list = tp_exceptions_of(run->kase->bind, &count);
    for (size_t i = 0; i < count; i++)
        used += tp_exception_used(run->kase, &list[i]);
    if (!used)
        return;
    tp_view *view = tp_page_view(rows->page, "exceptions",
                                 (tp_words){"一事一议（例外）", "Documented exceptions"});
    view->unit = slots;
    demand_columns(rows, view, TP_COL_MERGE);
    tp_view_column_add(view, "rule", (tp_words){"放开的限制", "Lifted"}, 0);
    tp_view_column_add(view, "basis", (tp_words){"依据", "Basis"}, TP_COL_WRAP);
    tp_view_column_add(view, "count", (tp_words){"借用", "Lent"}, TP_COL_NUMBER);
    for (size_t i = 0; i < count; i++) {
        if (!tp_exception_used(run->kase, &list[i]))
            continue;
        int32_t d = tp_dataset_demand(run->data, list[i].demand);
        demand_cells(rows, view, d);
        tp_view_words(view, tp_rule_words(list[i].rule));
        tp_view_text(view, list[i].basis);
        tp_view_count(view, run->result->loan[d]);
    }
    view->note = TP_PAGE_WORDS(
        rows->page, ((tp_words){"共 {0} 项例外。", "{0} {0|exception|exceptions} in all."}),
        tp_page_count(rows->page, (tp_wide)used));
}

void tp_rows_denied(tp_run_rows *rows)
{
    const tp_run *run = rows->run;
    const tp_dataset *data = run->data;
    tp_view *view = tp_page_view(rows->page, "denied",
                                 (tp_words){"不予受理的申请", "Who was refused, and why"});
    bool any_basis = false;
    for (int32_t d = 0; d < data->n_demands; d++)
        for (size_t k = 0; k < run->result->denied[d].count; k++)
            any_basis = any_basis || *run->result->denied[d].items[k].basis;
    view->unit = slots;
    demand_columns(rows, view, TP_COL_MERGE);
    tp_view_column_add(view, "asked", (tp_words){"申请数", "Asked"}, TP_COL_NUMBER | TP_COL_MERGE);
    tp_view_column_add(view, "again", (tp_words){"何时可再申请", "May ask again"},
                       TP_COL_WRAP | TP_COL_MERGE);
    tp_view_column_add(view, "reason", (tp_words){"理由", "Reason"}, TP_COL_WRAP);
    if (any_basis)
        tp_view_column_add(view, "basis", (tp_words){"依据", "Basis"},
                           TP_COL_WRAP | TP_COL_SPARE | TP_COL_TAIL);
    for (int32_t i = 0; i < data->n_demands; i++) {
        int32_t d = data->demand_input_order[i];
        const tp_reasons *reasons = &run->result->denied[d];
        tp_words again = tp_refusal_follows(rows->page, run, d);
        for (size_t k = 0; k < reasons->count; k++) {
            demand_cells(rows, view, d);
            tp_view_count(view, data->demands[d].quantity);
            tp_view_words(view, again);
            tp_view_words(view, reasons->items[k].text);
            if (any_basis)
                tp_view_text(view, reasons->items[k].basis);
        }
    }
    tp_demand_sums sums = tp_run_sums(run, -1);
    if (sums.refused)
        view->note = TP_PAGE_WORDS(rows->page,
                                   ((tp_words){"共 {0} 个编制的申请未受理。",
                                               "Refused in all: demands for {0} {0|slot|slots}."}),
                                   tp_page_count(rows->page, sums.refused));
}
