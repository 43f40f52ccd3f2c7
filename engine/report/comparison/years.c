/* Plans of several periods, year by year: what is on loan, each pool, who is served when. */
#include "report/comparison/sections.h"
#include "report/views/plan.h"

static void loans_by_year(tp_reporting *r, const tp_run *run)
{
    const tp_result *result = run->result;
    tp_curve_point *points = tp_arena_array(r->arena, (size_t)result->n_periods, sizeof *points);
    if (!points) {
        r->page.failed = true;
        return;
    }
    for (int t = 0; t < result->n_periods; t++) {
        const tp_result *at = result->periods[t];
        tp_wide lent = 0;
        for (int32_t d = 0; d < at->n_demands; d++)
            lent += at->loan[d];
        points[t] = (tp_curve_point){tp_page_date(&r->page, at->from), lent * TP_DEC_ONE, true};
    }
    tp_svg_curve(r->out, &(tp_curve_figure){.title = {"各期在借", "On loan, period by period"},
                                            .x_label = {"期初", "Begins"},
                                            .y_label = {"在借（个）", "On loan (slots)"},
                                            .points = points,
                                            .n_points = (size_t)result->n_periods});
}

void tp_report_years(tp_reporting *r)
{
    bool opened = false;
    for (size_t i = 0; i < r->n; i++) {
        const tp_run *run = r->runs[i];
        if (run->result->n_periods == 1)
            continue;
        if (!opened)
            tp_report_open(r, "years", (tp_words){"逐年展望", "Year by year"});
        opened = true;
        tp_html_element(r->out, "h3", r->label[r->entry[i]]);
        loans_by_year(r, run);
        tp_page page;
        tp_page_init(&page, r->arena, (tp_words){NULL, NULL});
        tp_plan_tables(&page, run, false);
        for (size_t k = 0; k < page.n_parts; k++)
            if (page.parts[k].view && tp_view_rows(page.parts[k].view))
                tp_html_view(r->out, page.parts[k].view, NULL);
        r->page.failed = r->page.failed || !tp_page_ok(&page);
    }
    if (opened)
        tp_report_close(r);
}
