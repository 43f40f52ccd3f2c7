/* What changes hands besides deposits and loans: a reorganisation carried out first, loans that
 * fall due, people who move, slots between pools and between categories. */
#include "report/comparison/sections.h"
#include "report/views/expiry.h"
#include "report/views/filing.h"
#include "report/views/regroup.h"
#include "report/views/run_rows.h"

static bool has_any(const tp_reporting *r, size_t i)
{
    const tp_figures *f = &r->cmp.figures[i];
    return f->regrouped || f->people || f->transfers || f->conversions ||
           r->runs[i]->data->n_expired || r->runs[i]->result->filed;
}

static void one(tp_reporting *r, size_t i)
{
    const tp_run *run = r->runs[i];
    const tp_figures *f = &r->cmp.figures[i];
    tp_page page;
    tp_page_init(&page, r->arena, (tp_words){NULL, NULL});
    tp_run_rows rows = {.run = run, .page = &page};
    tp_html_element(r->out, "h3", r->label[r->entry[i]]);
    tp_regroup_table(&page, run->data, run->scenario, TP_ID_NONE);
    tp_expiry_table(&page, run->data, run->scenario, TP_ID_NONE);
    if (f->people)
        tp_rows_moves(&rows);
    if (f->people || f->over)
        tp_page_text(&page, TP_PAGE_WORDS(&page,
                                          ((tp_words){"划转后仍超编 {0} 人。",
                                                      "People still above usage rights: {0}."}),
                                          tp_page_count(&page, f->over)));
    if (f->transfers)
        tp_rows_transfers(&rows);
    if (f->conversions)
        tp_rows_conversions(&rows);
    tp_filing_totals(&page, run->kase, run->result);
    tp_filing_loans(&page, run);
    tp_report_put(r, &page);
}

bool tp_report_any_others(const tp_reporting *r)
{
    for (size_t i = 0; i < r->n; i++)
        if (has_any(r, i))
            return true;
    return false;
}

void tp_report_others(tp_reporting *r)
{
    if (!tp_report_any_others(r))
        return;
    tp_report_open(
        r, "others",
        (tp_words){"存入、借用之外的调整：机构编制调整、到期借用、人员划转、跨池和跨类别",
                   "Besides deposits and loans: reorganisation, loans that fall due, "
                   "people, pools and categories"});
    for (size_t i = 0; i < r->n; i++)
        if (has_any(r, i))
            one(r, i);
    tp_report_close(r);
}
