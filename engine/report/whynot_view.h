/* Page of a why-not. */
#ifndef TP_REPORT_WHYNOT_VIEW_H
#define TP_REPORT_WHYNOT_VIEW_H

#include "explain/whynot.h"
#include "report/view.h"

/* The page is initialised here. */
tp_status tp_whynot_page(tp_page *page, const tp_run *run, const tp_whynot *found, tp_arena *arena,
                         tp_err *err);

#endif
