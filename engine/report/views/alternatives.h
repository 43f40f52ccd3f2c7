/* The page of alternatives: what each gives up, what is in all of them, what only in some. */
#ifndef TP_REPORT_VIEWS_ALTERNATIVES_H
#define TP_REPORT_VIEWS_ALTERNATIVES_H

#include "explain/alternatives.h"
#include "report/document/page.h"

tp_status tp_alternatives_page(tp_page *page, const tp_alternatives_task *task,
                               const tp_alternatives *found, tp_arena *arena, tp_err *err);

#endif
