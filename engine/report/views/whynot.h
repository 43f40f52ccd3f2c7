/* Page of a why-not. */
#ifndef TP_REPORT_VIEWS_WHYNOT_H
#define TP_REPORT_VIEWS_WHYNOT_H

#include "explain/whynot.h"
#include "report/document/page.h"

/* The page is initialised here. */
tp_status tp_whynot_page(tp_page *page, const tp_run *run, const tp_whynot *found, tp_arena *arena,
                         tp_err *err);

#endif
