/* The page of a robustness test: how often the proposal holds, what it loses, what fails first. */
#ifndef TP_REPORT_VIEWS_ROBUST_H
#define TP_REPORT_VIEWS_ROBUST_H

#include "explain/robust.h"
#include "report/document/page.h"

tp_status tp_robust_page(tp_page *page, const tp_robust_task *task, const tp_robust *found,
                         tp_arena *arena, tp_err *err);

#endif
