/* What a session over a scenario file is opened with: settings, the store's ledger, its issues and
 * the references it can look up.
 *
 * Errors: those of the ledger (store/ledger.h), told in the store's diags.
 * Owns: everything lives in `arena`; the store is borrowed and outlives the session. */
#ifndef TP_WORKSPACE_INPUTS_H
#define TP_WORKSPACE_INPUTS_H

#include "run/session.h"
#include "store/store.h"

typedef struct tp_inputs {
    tp_books books;
    tp_session_options options; /* points at books: not to be copied */
} tp_inputs;

/* `on`: the ledger as it stood at the end of that day; none: now. Without a store (NULL): no
 * ledger, no issues, no references. Settings, encoding and progress in `options` are the caller's
 * to fill. */
tp_status tp_inputs_gather(tp_inputs *out, tp_store *store, tp_date on, tp_arena *arena,
                           tp_err *err);

#endif
