/* What contradicts what, and the cheapest way out. */
#ifndef TP_REPORT_VIEWS_CONFLICT_H
#define TP_REPORT_VIEWS_CONFLICT_H

#include "explain/conflict_repair.h"
#include "report/document/page.h"

/* The page of an infeasible run's contradiction; initialised here. Of any other run it says that
 * there is none; repairs may then be NULL. */
tp_status tp_conflict_page(tp_page *page, const tp_run *run, const tp_repairs *repairs,
                           tp_arena *arena, tp_err *err);
/* The table of repairs alone, added to a page. */
void tp_repairs_view(tp_page *page, const tp_repairs *repairs);

/* What to say where a limit stopped the search for what contradicts what. */
tp_words tp_conflict_stopped(const tp_result *result);

#endif
