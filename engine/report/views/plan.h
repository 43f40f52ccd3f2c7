/* A plan year by year: what the run's periods hold, as tables. Nothing where there is one period.
 * Source: engine/run/RESULTS.md, `horizon`. */
#ifndef TP_REPORT_VIEWS_PLAN_H
#define TP_REPORT_VIEWS_PLAN_H

#include "report/document/page.h"
#include "run/run.h"

/* Adds to the page: `years` (each period in one row), `pool_years` (stock, lent, returned, required
 * of each pool in each), `demand_years` (who has how much when), `due` (what of the first period's
 * loans falls due when, and what departures will have brought back), `projected`
 * (views/projected.h). */
void tp_plan_tables(tp_page *page, const tp_run *run, bool all);
/* `across`: the figures of each period with the periods as columns, beside those of a baseline (the
 * run itself: none). */
void tp_plan_across(tp_page *page, const tp_run *run, const tp_run *base);
/* `due_years`: what falls due when, of the first period's loans and of those that ran before. */
void tp_plan_due_years(tp_page *page, const tp_run *run);
/* Only the lines of one unit: their strip of years, own, borrowed, given back, short. */
void tp_plan_unit(tp_page *page, const tp_run *run, int32_t unit);

/* A line in one period of a plan: stocks at its end, and what happens from its decision on. */
typedef struct tp_line_year {
    int64_t authorised, occupied; /* occupied: without those the plan takes on */
    int64_t left;                 /* people who leave after the period's decision, within it */
    int64_t running;              /* loans that ran before, still out */
    int64_t asked, deposit, own, loan, missing; /* of its live demands */
    int64_t given, returned; /* since the period before; returned: loans, those from before too */
} tp_line_year;
/* `period` counts from 0. */
tp_line_year tp_plan_line(const tp_run *run, int32_t line, int period);

/* All demands and lines in one period: stocks at its end (the first seven and deposits), what
 * changes in it. asked = own + lent + missing + refused + unfiled, in every period the same. */
typedef struct tp_plan_sums {
    int64_t asked, own, lent, missing, refused;
    int64_t unfiled;   /* of demands not filed by then */
    int64_t statutory; /* of missing */
    int64_t deposits;
    int64_t given, returned; /* of demands, since the period before */
    int64_t back;            /* running loans gone back */
} tp_plan_sums;
tp_plan_sums tp_plan_sums_of(const tp_run *run, int period);

/* When a plan serves a demand that period 1 refuses: "第 2 期（2027-06-30 起）". zh NULL: it does
 * not, or there is one period only. */
tp_words tp_plan_admits(tp_page *page, const tp_run *run, int32_t demand);

/* What a demand has in a period: "3+2" own and lent, "–" before it is filed, refused. */
tp_words tp_plan_has(tp_page *page, const tp_run *run, int32_t demand, int period);

/* Sentences: what changes for a demand in each later period, and why (people leave, it is
 * admitted) */
void tp_plan_say(tp_page *page, const tp_run *run, int32_t demand);

/* Two columns, first and last day of a period, and their cells. */
void tp_plan_days_columns(tp_view *view);
void tp_plan_days(tp_view *view, const tp_result *period);

#endif
