/* Inside the store: a run's answer with fewer loans, and whether it still keeps every rule. */
#ifndef TP_STORE_AMEND_H
#define TP_STORE_AMEND_H

#include "store/approval.h"
#include "store/db.h"

/* Applies the changes to the run's loans. *loan [n_demands]; *changes: the text an approval keeps
 * ("" if nothing differs from the run). TP_E_REFUSED with messages for unknown demands, counts
 * above the run's, demands named twice. */
tp_status tp_amend(tp_store *store, const tp_run *run, const tp_decision *decision, tp_arena *arena,
                   int64_t **loan, const char **changes, tp_err *err);

/* Measures every rule on the answer with these loans. TP_E_REFUSED with what is violated. */
tp_status tp_amend_check(tp_store *store, const tp_run *run, const int64_t *loan, tp_arena *arena,
                         tp_err *err);

#endif
