/* The remarks on a run's rows, as a table. */
#ifndef TP_REPORT_VIEWS_REMARK_H
#define TP_REPORT_VIEWS_REMARK_H

#include "report/document/page.h"
#include "run/run.h"
#include "store/remark.h"

/* Adds the table, with nothing in it said to be so; the remarks must outlive the page. */
void tp_remarks_view(tp_page *page, const tp_run *run, const tp_remark *remarks, size_t count);

#endif
