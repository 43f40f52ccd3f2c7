/* Remarks on the rows of a stored run, as a person names the rows.
 *
 * Errors: those of store/remark.h and store/names.h, told in the store's diags. */
#ifndef TP_WORKSPACE_REMARK_H
#define TP_WORKSPACE_REMARK_H

#include "store/approval.h"
#include "store/remark.h"

/* tp_remark_put on a row as a person names it: a demand's number, or UNIT/CATEGORY for what a line
 * deposits, the unit by its code or its name. Texts live in the arena. TP_E_INPUT: the run's data
 * have no such row. */
tp_status tp_remark_named(tp_store *store, const tp_opened_run *run, const char *row,
                          tp_remark *remark, tp_arena *arena, tp_err *err);

#endif
