/* The page of a run with what is computed for it: the years of a plan one by one, the repairs of a
 * contradiction. */
#include "explain/change.h"
#include "explain/conflict_repair.h"
#include "explain/outlook.h"
#include "report/views/conflict.h"
#include "report/views/run.h"

tp_status tp_run_whole_page(tp_page *page, const tp_run *run, bool all, tp_stop stop,
                            tp_arena *arena, tp_err *err)
{
    tp_yearly yearly;
    tp_repairs repairs;
    tp_run_page_options options = {.all = all};
    tp_status status = TP_OK;
    /* What looking ahead is worth stands in the answer of a plan, unless a limit ends the look. */
    if (run->result->n_periods > 1 && tp_run_answered(run)) {
        status = tp_outlook_yearly(&yearly, run, stop, arena, err);
        options.yearly = &yearly;
    }
    if (!status)
        status = tp_run_page(page, run, &options, arena, err);
    if (status || run->result->status != TP_INFEASIBLE)
        return status;
    status = tp_conflict_repairs(&repairs, run, stop, arena, err);
    if (!status)
        tp_repairs_view(page, &repairs);
    return status;
}
