/* The page of a list of runs: one row a run. */
#ifndef TP_REPORT_VIEWS_BATCH_H
#define TP_REPORT_VIEWS_BATCH_H

#include "explain/batch.h"
#include "report/document/page.h"

tp_status tp_batch_page(tp_page *page, const tp_batch *batch, const tp_batch_outcome *outcomes,
                        tp_arena *arena, tp_err *err);

#endif
