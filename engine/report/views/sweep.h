/* The page of a sweep: one row a point, the base first; which points have the same answer. */
#ifndef TP_REPORT_VIEWS_SWEEP_H
#define TP_REPORT_VIEWS_SWEEP_H

#include "explain/sweep.h"
#include "report/document/page.h"

typedef struct tp_sweep_page_task {
    const char *sweep; /* its id */
    const tp_run *base;
    const tp_sweep_plan *plan;
    const tp_sweep_outcome *outcomes; /* [n_points] */
} tp_sweep_page_task;

/* A column each of the figures of a point; empty where it was not solved. */
void tp_sweep_figures(tp_view *view, const tp_sweep_outcome *outcome);
tp_status tp_sweep_page(tp_page *page, const tp_sweep_page_task *task, tp_arena *arena,
                        tp_err *err);

#endif
