/* What became of the loans that earlier meetings approved. */
#include "report/comparison/sections.h"

tp_status tp_report_past_of(tp_report *report, const tp_ledger *ledger, tp_date on, tp_arena *arena,
                            tp_err *err)
{
    tp_report_past *past = tp_arena_array(arena, ledger->n_approvals + 2, sizeof *past);
    size_t count = 0;
    if (!past)
        return tp_fail_nomem(err);
    /* The books' own opening first: loans that are older than they. */
    for (size_t a = 0; a <= ledger->n_approvals; a++) {
        const tp_approval_row *row = a ? &ledger->approvals[a - 1] : NULL;
        tp_report_past one = {.approval = row ? row->approval : 0,
                              .meeting = row ? row->meeting : "",
                              .decided_on = row ? row->decided_on : TP_DATE_NONE};
        for (size_t k = 0; k < ledger->n_loans; k++) {
            const tp_ledger_loan *loan = &ledger->loans[k];
            if (loan->approval != one.approval)
                continue;
            one.loans++;
            one.lent += loan->count;
            one.running += loan->outstanding;
            if (loan->due_on != TP_DATE_NONE && loan->due_on < on)
                one.overdue += loan->outstanding;
            one.renewed += loan->renewals > 0 ? loan->outstanding : 0;
        }
        if (one.lent)
            past[count++] = one;
    }
    report->past = past;
    report->n_past = count;
    return TP_OK;
}

static void from_books(tp_reporting *r)
{
    const tp_report *report = r->report;
    tp_view *view = tp_page_view(&r->page, "past", (tp_words){"以往借用现状", "Earlier loans"});
    view->unit = (tp_words){"单位：个", "slots"};
    tp_view_column_add(view, "approval", (tp_words){"审定", "Approval"}, 0);
    tp_view_column_add(view, "meeting", (tp_words){"会议", "Meeting"}, TP_COL_WRAP);
    tp_view_column_add(view, "on", (tp_words){"日期", "Date"}, 0);
    tp_view_column_add(view, "lent", (tp_words){"借出", "Lent"}, TP_COL_NUMBER);
    tp_view_column_add(view, "back", (tp_words){"已收回", "Given back"}, TP_COL_NUMBER);
    tp_view_column_add(view, "running", (tp_words){"仍在用", "Still out"}, TP_COL_NUMBER);
    tp_view_column_add(view, "overdue", (tp_words){"其中逾期", "of which overdue"}, TP_COL_NUMBER);
    tp_view_column_add(view, "renewed", (tp_words){"其中已续借", "of which renewed"},
                       TP_COL_NUMBER);
    for (size_t k = 0; k < report->n_past; k++) {
        const tp_report_past *at = &report->past[k];
        if (at->approval)
            tp_view_words(view, TP_PAGE_WORDS(&r->page, ((tp_words){"第 {0} 号", "no. {0}"}),
                                              tp_report_count(r, at->approval)));
        else
            tp_view_words(view, (tp_words){"建账以前", "before the books"});
        tp_view_text(view, at->meeting);
        tp_view_date(view, at->decided_on);
        tp_view_count(view, at->lent);
        tp_view_count(view, at->lent - at->running);
        tp_view_count(view, at->running);
        tp_view_count(view, at->overdue);
        tp_view_count(view, at->renewed);
    }
    tp_view_sum(view, (tp_words){"合计", "Total"});
    tp_html_view(r->out, view, &(tp_html_table){.id = "past-loans", .headed = true});
}

void tp_report_past_loans(tp_reporting *r)
{
    int64_t lent = 0, borrowed = 0;
    const tp_dataset *data = r->runs[0]->data;
    for (int32_t l = 0; l < data->n_lines; l++) {
        lent += data->lines[l].lent;
        borrowed += data->lines[l].borrowed + data->lines[l].given_back;
    }
    tp_report_open(r, "past", (tp_words){"以往借用现在怎样", "What became of earlier loans"});
    if (r->report->n_past)
        from_books(r);
    else if (lent || borrowed)
        TP_REPORT_SAY(
            r,
            ((tp_words){"台账中还没有审定的借用。数据记载：测算前已有存入 {0} 个、借用 "
                        "{1} 个仍在进行，本报告的使用权已计入。",
                        "The ledger holds no approved loan yet. By the data, {0} deposited "
                        "and {1} borrowed slots were running before; usage counts them."}),
            tp_report_count(r, lent), tp_report_count(r, borrowed));
    else
        tp_report_say(r, (tp_words){"此前没有借用：台账和数据中都没有仍在进行的存入或借用。",
                                    "There is no earlier loan, neither in the ledger nor in the "
                                    "data."});
    tp_report_close(r);
}
