/* Inside the store: of a run, what is filed without the committee (备案). Source:
 * engine/store/LEDGER.md, Filing. */
#ifndef TP_STORE_FILING_H
#define TP_STORE_FILING_H

#include "store/amend.h"

typedef struct tp_filed {
    tp_run run;         /* the run, with an answer of what is filed alone */
    tp_amended amended; /* its counts and changes, marked */
} tp_filed;

/* TP_E_REFUSED, with every reason told: the scenario states no total, nothing of the run can be
 * filed, a total does not hold on the day, or the run moves something else that its answer rests
 * on. */
tp_status tp_file_part(tp_filed *out, tp_store *store, const tp_run *run,
                       const tp_decision *decision, tp_arena *arena, tp_err *err);

#endif
