/* Inside the store: what the movements share. */
#ifndef TP_STORE_MOVEMENT_PARTS_H
#define TP_STORE_MOVEMENT_PARTS_H

#include "store/journal.h"
#include "store/movement.h"

/* A transaction with the books as they stand. */
typedef struct tp_movement {
    tp_store *store;
    tp_arena *arena; /* the booking's, if there is one */
    tp_ledger *ledger;
    tp_posting posting;
    tp_booking *booking; /* NULL: nobody asks for the figures */
} tp_movement;

/* Takes the write lock and reads the books; refuses a date in a closed month or in the future.
 * Whatever it returns, tp_movement_finish must follow. */
tp_status tp_movement_start(tp_movement *m, tp_store *store, tp_date on, tp_booking *booking,
                            tp_err *err);
/* The same with the date left to the caller. */
tp_status tp_movement_open(tp_movement *m, tp_store *store, tp_booking *booking, tp_err *err);
/* With TP_OK: checks, fills the booking, commits unless it is a rehearsal. Else rolls back and
 * returns the status given. */
tp_status tp_movement_finish(tp_movement *m, tp_status status, tp_err *err);

tp_account tp_movement_pool(const tp_ledger *ledger, int32_t pool);
/* qsort order of const tp_ledger_loan *: earliest due first; loans without a due date last; then
 * the older one. */
int tp_loan_by_due(const void *a, const void *b);

#endif
