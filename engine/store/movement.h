/* Movements after an approval: loans given back, called back, renewed, run out; deposits taken
 * back; corrections. Each call is one transaction, checked before it commits.
 *
 * Errors: TP_E_REFUSED with a message in the store's diags when the books do not allow it; then
 * nothing was posted. Dates: tp_ledger_check_date. `booking` (may be NULL): the summary, or a
 * rehearsal. Source: engine/store/LEDGER.md. */
#ifndef TP_STORE_MOVEMENT_H
#define TP_STORE_MOVEMENT_H

#include "store/booking.h"

typedef struct tp_movement_request {
    tp_journal_kind kind; /* return, recall, expire, renew */
    int64_t loan;         /* number of the entry that made it */
    int64_t count;        /* 0: all that is outstanding; renew: always 0 */
    tp_date on;
    tp_date due_on; /* renew: the new due date, after the old one */
    const char *by, *reason;
    tp_booking *booking;
} tp_movement_request;

/* *entry gets the number of the new entry. expire: only a loan that is due at `on`. */
tp_status tp_ledger_move(tp_store *store, const tp_movement_request *request, int64_t *entry,
                         tp_err *err);

/* Expires every loan due on or before request->on: one posting. *count: how many. Kind, loan and
 * count of the request are not looked at. */
tp_status tp_ledger_expire_due(tp_store *store, const tp_movement_request *request, int64_t *count,
                               tp_err *err);

typedef struct tp_withdraw_request {
    const char *unit, *category;
    const char *scope, *ring; /* NULL: the one pool where it has deposits */
    int64_t count;            /* 0: all it has there */
    tp_date on;
    const char *by, *reason;
    tp_booking *booking;
} tp_withdraw_request;

/* Refused beyond the pool's balance; the message then names the loans whose recall would do. */
tp_status tp_ledger_withdraw(tp_store *store, const tp_withdraw_request *request, int64_t *entry,
                             tp_err *err);

typedef struct tp_correct_request {
    int64_t entry;           /* the one to correct */
    int64_t count;           /* how much of it to undo; 0: all */
    tp_date on;              /* not before the entry's own date */
    const char *by, *reason; /* a reason is required */
    tp_booking *booking;
} tp_correct_request;

/* Which entries are for correcting by name: openings are what the data said. */
bool tp_ledger_correctable(const tp_journal_entry *entry);
tp_status tp_ledger_correct(tp_store *store, const tp_correct_request *request, int64_t *entry,
                            tp_err *err);

/* Undoes a whole posting by contrary entries, as long as nothing stands on it: later returns,
 * renewals, withdrawals or loans that would be left without ground are named (TP_E_REFUSED).
 * Openings stay, since they are what the data said and nobody's decision; but those of a posting
 * dated after `on` go with it unless other entries rest on them. The contrary entries are dated
 * `on`, or the posting's own date if that is later; what it had closed is open again. */
typedef struct tp_undo_request {
    int64_t posting; /* 0: the one of `approval` */
    int64_t approval;
    tp_date on;
    const char *by, *reason; /* a reason is required */
    tp_booking *booking;
} tp_undo_request;
tp_status tp_ledger_undo(tp_store *store, const tp_undo_request *request, tp_err *err);

/* `heir` takes the place of `unit` (merged into it, or its new name): all it is authorised, has
 * deposited and has on loan moves by entries of one posting. Refused where a line of the heir would
 * then have deposits and loans at once, where the unit has nothing in the books, and for a unit in
 * its own place. What was reclaimed stays with the old name. Codes. */
typedef struct tp_succeed_request {
    const char *unit, *heir;
    tp_date on;
    const char *by, *reason; /* a reason is required: the document that merges or renames */
    tp_booking *booking;
} tp_succeed_request;
tp_status tp_ledger_succeed(tp_store *store, const tp_succeed_request *request, tp_err *err);

/* Running loans due within `days` of `on`, overdue ones included, earliest first; then those
 * without a due date are left out. Pointers into the ledger. */
typedef struct tp_due {
    const tp_ledger_loan *loan;
    int64_t days; /* until due; negative: overdue */
} tp_due;
tp_status tp_ledger_due(tp_due **out, size_t *count, const tp_ledger *ledger, tp_date on,
                        int64_t days, tp_arena *arena, tp_err *err);

#endif
