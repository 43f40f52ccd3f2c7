/* Remarks on the rows of a stored run, as a person names the rows.
 *
 * Errors: those of store/remark.h and store/names.h, told in the store's diags. */
#ifndef TP_WORKSPACE_REMARK_H
#define TP_WORKSPACE_REMARK_H

#include "domain/dataset.h"
#include "store/approval.h"
#include "store/remark.h"

/* `row`: a demand's number, or UNIT/CATEGORY for what a line deposits, the unit by its code or its
 * name. Fills demand, unit and category; texts live in the arena. TP_E_INPUT: the run's data have
 * no such row. */
tp_status tp_remark_row(tp_remark *out, const char *row, const tp_dataset *data, tp_store *store,
                        tp_arena *arena, tp_err *err);
/* tp_remark_put on a row so named; `run` is a full id. */
tp_status tp_remark_named(tp_store *store, const tp_opened_run *run, const char *row,
                          tp_remark *remark, tp_arena *arena, tp_err *err);

#endif
