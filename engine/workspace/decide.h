/* Putting a run forward and deciding on it, as a person asks for it: by the run's name, with its
 * title, against the dataset as it stands today.
 *
 * Errors: those of store/approval.h, told in the store's diags. */
#ifndef TP_WORKSPACE_DECIDE_H
#define TP_WORKSPACE_DECIDE_H

#include "store/approval.h"

/* request->run may be any name tp_store_find_run takes; without a title the scenario's, in `lang`.
 * On success `request` holds the full id and the title; both live in the arena. */
tp_status tp_propose_named(tp_store *store, tp_propose_request *request, tp_lang lang,
                           tp_arena *arena, int64_t *proposal, tp_err *err);

/* tp_approve with the dataset as it stands now at the run's source, if it can be read. `book_run`:
 * the run a workbook of opinions was made of, which must be the proposal's; NULL: not known. */
tp_status tp_approve_now(tp_store *store, tp_decision *decision, const char *book_run,
                         tp_arena *arena, int64_t *approval, tp_err *err);
/* tp_file likewise. */
tp_status tp_file_now(tp_store *store, tp_decision *decision, tp_arena *arena, int64_t *approval,
                      tp_err *err);

#endif
