/* Inside the store: the plan an approval of a run posts. */
#ifndef TP_STORE_PLAN_RUN_H
#define TP_STORE_PLAN_RUN_H

#include "run/run.h"
#include "store/plan.h"

/* `loan` [n_demands]: the counts approved. */
tp_status tp_plan_of_run(tp_plan *out, const tp_run *run, const int64_t *loan, tp_arena *arena,
                         tp_err *err);

#endif
