/* A booking worked out before it is made: the summary a person confirms, and afterwards the same
 * figures as the answer.
 *
 * With `rehearse` everything is posted, checked and read back inside the transaction, which is then
 * rolled back: what a rehearsal accepts, the booking itself accepts too, unless the books moved in
 * between, which `expected_head` notices (TP_E_REFUSED).
 * Owns: what is filled lives in `arena`. */
#ifndef TP_STORE_BOOKING_H
#define TP_STORE_BOOKING_H

#include "store/ledger.h"

typedef struct tp_booking {
    tp_arena *arena;
    bool rehearse;
    const char *expected_head; /* NULL: whatever it is */
    /* Filled when the booking was accepted. */
    const tp_ledger *before, *after;
    const tp_journal_entry *entries; /* the new ones, inside after->entries */
    size_t n_entries;
    int64_t approval; /* 0: none was made */
    /* Of an approval: rows of the proposal by what was decided, and slots deposited for loans that
     * were cut. */
    int64_t agreed, cut, refused, deferred, unused;
} tp_booking;

/* What holds of every booking that was accepted: its entries are the last of the books after it and
 * continue those before. (base/invariant.h) */
bool tp_booking_sound(const tp_booking *booking);

#endif
