/* What the store says of a run beside its documents must be what the documents say. */
#include "store/approval.h"

#include <string.h>

static const tp_words w_column = {"数据库中该测算的 {0} 一列与其文件不符",
                                  "the store's column {0} of the run is not what its documents "
                                  "say"};

tp_status tp_opened_run_verify(const tp_opened_run *opened, tp_verify_report *report,
                               tp_arena *arena, tp_err *err)
{
    const tp_run_record *r = &opened->record;
    const tp_run *run = opened->run;
    const struct {
        const char *column, *stated, *due;
    } columns[] = {
        {"run", r->run, run->id},
        {"dataset_sha256", r->dataset_sha256, run->data->sha256},
        {"scenario_sha256", r->scenario_sha256, run->scenario->sha256},
        {"ledger_head", r->ledger_head, run->ledger_head},
        {"evaluation", r->evaluation, run->evaluation_sha256},
        {"engine", r->engine, run->engine},
        {"status", r->status, tp_answer_status_names[run->result->status]},
    };
    tp_status status = TP_OK;
    for (size_t i = 0; i < sizeof columns / sizeof *columns && status == TP_OK; i++)
        if (strcmp(columns[i].stated, columns[i].due) != 0)
            status =
                tp_verify_object(report, &(tp_verify_finding){.what = "store", .text = w_column},
                                 &columns[i].column, arena, err);
    static const char *const as_of = "as_of";
    if (status == TP_OK && r->as_of != run->scenario->as_of)
        status = tp_verify_object(report, &(tp_verify_finding){.what = "store", .text = w_column},
                                  &as_of, arena, err);
    return status;
}
