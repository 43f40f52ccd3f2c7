/* The page of a run: what a planner reads. Source: engine/run/RESULTS.md, engine/report/REPORTS.md.
 *
 * Every figure comes from the run or its case; the page adds up and compares, it decides nothing.
 * Lists follow the user's own order. Totals tie out:
 * asked = covered by own vacancies + lent + short + refused. */
#ifndef TP_REPORT_VIEWS_RUN_H
#define TP_REPORT_VIEWS_RUN_H

#include "report/document/page.h"
#include "run/run.h"

typedef struct tp_run_page_options {
    bool all;                       /* rows that did not change too */
    const struct tp_yearly *yearly; /* of a plan: its periods decided one by one; NULL: not asked */
} tp_run_page_options;

/* Adds the whole page; the page is initialised here, in `arena`. */
tp_status tp_run_page(tp_page *page, const tp_run *run, const tp_run_page_options *options,
                      tp_arena *arena, tp_err *err);

/* The same with all that stands in it but is computed first: what each year of a plan alone comes
 * to and the repairs of a contradiction. `stop` may end that. */
tp_status tp_run_whole_page(tp_page *page, const tp_run *run, bool all, tp_stop stop,
                            tp_arena *arena, tp_err *err);

/* The run's status as a sentence ("the answer is proven optimal …"). */
tp_words tp_run_status_words(const tp_run *run, tp_page *page);

#endif
