/* Pages of explanations: why a demand, a unit or a pool got what it got. */
#ifndef TP_REPORT_VIEWS_EXPLAIN_H
#define TP_REPORT_VIEWS_EXPLAIN_H

#include "evaluate/evaluate.h"
#include "explain/explain.h"
#include "report/document/page.h"

typedef struct tp_explain_task {
    const tp_run *run;
    tp_variant *variant;             /* NULL: no remedies */
    const tp_evaluation *evaluation; /* what the outcomes were computed with; NULL: not at hand */
    tp_explanation *kept;            /* gets what the page of a demand shows; NULL: not wanted */
} tp_explain_task;

/* The page is initialised here. `unit`, `demand`, `pool`: canonical indices (pool: of the case). */
tp_status tp_explain_demand_page(tp_page *page, const tp_explain_task *task, int32_t demand,
                                 tp_arena *arena, tp_err *err);
tp_status tp_explain_unit_page(tp_page *page, const tp_explain_task *task, int32_t unit,
                               tp_arena *arena, tp_err *err);
tp_status tp_explain_pool_page(tp_page *page, const tp_explain_task *task, int32_t pool,
                               tp_arena *arena, tp_err *err);

#endif
