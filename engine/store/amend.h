/* Inside the store: a run's answer with fewer loans and deposits, and whether it still keeps every
 * rule. */
#ifndef TP_STORE_AMEND_H
#define TP_STORE_AMEND_H

#include "store/approval.h"
#include "store/db.h"

typedef struct tp_amended {
    tp_approved counts;
    const char *changes; /* the text an approval keeps; "" if nothing differs from the run */
    int64_t agreed, cut, refused, deferred, unused; /* as in store/booking.h */
} tp_amended;

/* Applies the decision's changes to the run. TP_E_REFUSED with all faults told at once: unknown
 * demands and deposits, counts above the run's, rows named twice, missing, without an opinion, or
 * with one that contradicts its count or the run. */
tp_status tp_amend(tp_amended *out, tp_store *store, const tp_run *run, const tp_decision *decision,
                   tp_arena *arena, tp_err *err);

/* Measures every rule on the answer with these counts. TP_E_REFUSED with what is violated. */
tp_status tp_amend_check(tp_store *store, const tp_run *run, const tp_approved *counts,
                         tp_arena *arena, tp_err *err);

#endif
