/* What saturations carried on along their trend decide in later periods of a plan: never shown
 * without saying that they are projected. Nothing where none crosses a threshold. */
#ifndef TP_REPORT_VIEWS_PROJECTED_H
#define TP_REPORT_VIEWS_PROJECTED_H

#include "report/document/page.h"
#include "run/run.h"

/* `only`: of one unit; TP_ID_NONE: of all. The table is `projected`: a threshold crossed in each
 * row. */
void tp_projected_table(tp_page *page, const tp_run *run, int32_t only);
/* A sentence for each. */
void tp_projected_say(tp_page *page, const tp_run *run, int32_t only);

#endif
