/* Inside the store: is a run still about things as they stand? */
#ifndef TP_STORE_STALE_H
#define TP_STORE_STALE_H

#include "store/approval.h"

/* TP_E_REFUSED, with what changed in the store's diags, when the journal moved or the dataset was
 * replaced since the run. */
tp_status tp_stale_check(tp_store *store, const tp_ledger *ledger, const tp_run_record *run,
                         const tp_decision *decision, tp_arena *arena, tp_err *err);

#endif
