/* Movements after an approval: loans given back, called back, renewed, run out; deposits taken
 * back; corrections. Each call is one transaction, checked before it commits.
 *
 * Errors: TP_E_REFUSED with a message in the store's diags when the books do not allow it; then
 * nothing was posted. Dates: never before the journal's last. Source: engine/store/LEDGER.md. */
#ifndef TP_STORE_MOVEMENT_H
#define TP_STORE_MOVEMENT_H

#include "store/ledger.h"

typedef struct tp_movement_request {
    tp_journal_kind kind; /* return, recall, expire, renew */
    int64_t loan;         /* number of the entry that made it */
    int64_t count;        /* 0: all that is outstanding; renew: always 0 */
    tp_date on;
    tp_date due_on; /* renew: the new due date, after the old one */
    const char *by, *reason;
} tp_movement_request;

/* *entry gets the number of the new entry. expire: only a loan that is due at `on`. */
tp_status tp_ledger_move(tp_store *store, const tp_movement_request *request, int64_t *entry,
                         tp_err *err);

/* Expires every loan due on or before `on`: one posting. *count: how many. */
tp_status tp_ledger_expire_due(tp_store *store, tp_date on, const char *by, const char *reason,
                               int64_t *count, tp_err *err);

typedef struct tp_withdraw_request {
    const char *unit, *category;
    const char *scope, *ring; /* NULL: the one pool where it has deposits */
    int64_t count;            /* 0: all it has there */
    tp_date on;
    const char *by, *reason;
} tp_withdraw_request;

/* Refused beyond the pool's balance; the message then names the loans whose recall would do. */
tp_status tp_ledger_withdraw(tp_store *store, const tp_withdraw_request *request, int64_t *entry,
                             tp_err *err);

typedef struct tp_correct_request {
    int64_t entry; /* the one to correct */
    int64_t count; /* how much of it to undo; 0: all */
    tp_date on;
    const char *by, *reason; /* a reason is required */
} tp_correct_request;

tp_status tp_ledger_correct(tp_store *store, const tp_correct_request *request, int64_t *entry,
                            tp_err *err);

/* Running loans due within `days` of `on`, overdue ones included, earliest first; then those
 * without a due date are left out. Pointers into the ledger. */
typedef struct tp_due {
    const tp_ledger_loan *loan;
    int64_t days; /* until due; negative: overdue */
} tp_due;
tp_status tp_ledger_due(tp_due **out, size_t *count, const tp_ledger *ledger, tp_date on,
                        int64_t days, tp_arena *arena, tp_err *err);

#endif
