/* A plan year by year: what the run's periods hold, as tables. Nothing where there is one period.
 * Source: engine/run/RESULTS.md, `horizon`. */
#ifndef TP_REPORT_VIEWS_PLAN_H
#define TP_REPORT_VIEWS_PLAN_H

#include "report/document/page.h"
#include "run/run.h"

/* Adds to the page: `years` (each period in one row), `pool_years` (stock, lent, returned, required
 * of each pool in each), `demand_years` (who has how much when), `due` (what of the first period's
 * loans falls due when, and what departures will have brought back). */
void tp_plan_tables(tp_page *page, const tp_run *run, bool all);
/* Only the lines of one unit: their strip of years, own, borrowed, given back, short. */
void tp_plan_unit(tp_page *page, const tp_run *run, int32_t unit);

/* Sentences: what changes for a demand in each later period, and why (people leave, it is
<<<<<<< HEAD
=======
 *
>>>>>>> eb9d763 (Mend the layout of a few files)
 * admitted). */
void tp_plan_say(tp_page *page, const tp_run *run, int32_t demand);

/* "2026-06-30 – 2027-06-29" */
const char *tp_plan_days(tp_page *page, const tp_result *period);

#endif
