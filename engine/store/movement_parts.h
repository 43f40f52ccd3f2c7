/* Inside the store: what the movements share. */
#ifndef TP_STORE_MOVEMENT_PARTS_H
#define TP_STORE_MOVEMENT_PARTS_H

#include "store/journal.h"
#include "store/movement.h"

/* A transaction with the books as they stand. */
typedef struct tp_movement {
    tp_store *store;
    tp_arena *arena;
    tp_ledger *ledger;
    tp_posting posting;
} tp_movement;

/* Takes the write lock and reads the books; refuses a date before the journal's last. Whatever it
 * returns, tp_movement_finish must follow. */
tp_status tp_movement_start(tp_movement *m, tp_store *store, tp_date on, tp_err *err);
/* With TP_OK: checks, commits. Else rolls back and returns the status given. */
tp_status tp_movement_finish(tp_movement *m, tp_status status, tp_err *err);

tp_account tp_movement_pool(const tp_ledger *ledger, int32_t pool);
/* qsort order of const tp_ledger_loan *: earliest due first; loans without a due date last; then
 * the older one. */
int tp_loan_by_due(const void *a, const void *b);

#endif
