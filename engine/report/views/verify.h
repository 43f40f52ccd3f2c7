/* What a check of a run found: whether it holds, what differs, what is proven of every goal. */
#ifndef TP_REPORT_VIEWS_VERIFY_H
#define TP_REPORT_VIEWS_VERIFY_H

#include "report/document/page.h"
#include "run/session.h"

/* The page is initialised here, in `arena`. */
tp_status tp_verify_page(tp_page *page, const tp_run *run, const tp_verify_report *report,
                         tp_arena *arena, tp_err *err);

#endif
