/* Inside the store: the plan an approval of a run posts. */
#ifndef TP_STORE_PLAN_RUN_H
#define TP_STORE_PLAN_RUN_H

#include "store/approval.h"
#include "store/plan.h"

/* With the counts approved. */
tp_status tp_plan_of_run(tp_plan *out, const tp_run *run, const tp_approved *counts,
                         tp_arena *arena, tp_err *err);

#endif
