/* Runs of a store by name, and what has become of them. */
#ifndef TP_WORKSPACE_STORED_RUN_H
#define TP_WORKSPACE_STORED_RUN_H

#include "store/approval.h"

/* A status of the store in words: "最优", "optimal". */
tp_words tp_run_status_name(const char *status);

/* Where somebody named a run "latest": a note in the store's diags says which that is, so that
 * nobody puts forward what he does not mean. */
void tp_run_say_latest(tp_store *store, const char *name, const char *run, tp_arena *arena);

/* A run opened by its id, a unique beginning of it, or "latest" (tp_store_find_run), restored
 * without solving again. Errors as there, told in the store's diags; then nothing is left open. Of
 * "latest" the diags say which it is. */
tp_status tp_run_open_named(tp_store *store, const char *name, tp_arena *arena, tp_opened_run *out,
                            tp_err *err);

typedef enum tp_run_state {
    TP_RUN_DRAFT, /* not proposed */
    TP_RUN_PROPOSED,
    TP_RUN_APPROVED,
    TP_RUN_PARTIAL, /* approved in part */
    TP_RUN_FILED,   /* what of it is filed */
    TP_RUN_REJECTED,
    TP_RUN_UNDONE, /* approved, and all it posted undone */
    TP_RUN_STATES
} tp_run_state;
extern const tp_words tp_run_state_words[TP_RUN_STATES]; /* 草案 … */

typedef struct tp_run_standing {
    tp_run_state state;
    int64_t number;                      /* approval once posted, else proposal; 0: a draft */
    int64_t proposal;                    /* its latest; 0: none */
    bool ledger_moved, dataset_replaced; /* since the run; only of what is not decided */
} tp_run_standing;

/* A decided run is no more stale: its decision moved the ledger itself. */
tp_status tp_run_standing_of(tp_run_standing *out, tp_store *store, const tp_run_record *record,
                             tp_arena *arena, tp_err *err);

#endif
