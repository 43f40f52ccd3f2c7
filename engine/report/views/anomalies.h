/* The page of what may have been arranged (explain/anomalies.h). */
#ifndef TP_REPORT_VIEWS_ANOMALIES_H
#define TP_REPORT_VIEWS_ANOMALIES_H

#include "explain/anomalies.h"
#include "report/document/page.h"

/* The page is initialised here. `all`: those as well that would change nothing. */
tp_status tp_anomalies_page(tp_page *page, const tp_run *run, const tp_anomalies *found, bool all,
                            tp_arena *arena, tp_err *err);

#endif
