/* Inside the store: rows of the journal and of the approvals, written and read with their
 * hashes. */
#ifndef TP_STORE_JOURNAL_H
#define TP_STORE_JOURNAL_H

#include "store/ledger.h"
#include "store/people.h"
#include "store/row.h"

/* A transaction that appends: the ends of both chains, as read under the write lock. */
typedef struct tp_posting tp_posting;
struct tp_posting {
    tp_store *store;
    tp_arena *arena;
    int64_t approvals, entries, posting;
    const char *approval_hash, *entry_hash;
    const char *by; /* whose right to do this was looked at last; NULL: nobody's yet */
    tp_may may;
    tp_may deciding; /* what it takes, where it decides */
    bool decides;    /* the entries carry out a decision made in this transaction */
};

/* Inside a transaction. */
tp_status tp_posting_start(tp_posting *posting, tp_store *store, tp_arena *arena, tp_err *err);
/* Appends; fills number, posting, previous and hash of the row given. */
tp_status tp_posting_approval(tp_posting *posting, tp_approval_row *row, tp_err *err);
tp_status tp_posting_entry(tp_posting *posting, tp_journal_entry *entry, tp_err *err);
/* Moves the ends, then replays everything as it now stands in the store: TP_E_REFUSED with the
 * findings in diags if an invariant does not hold. The caller commits or rolls back. *after (may be
 * NULL) gets the books as they then stand, in the posting's arena. */
tp_status tp_posting_finish(tp_posting *posting, const tp_ledger **after, tp_err *err);

/* The name its kind has in the table, whose list is older than some kinds. */
const char *tp_journal_kind_stored(const tp_journal_entry *entry);

/* Reading: fills the books' rows; what does not agree with its hash becomes a finding. */
tp_status tp_journal_read(tp_ledger *books, tp_store *store, tp_err *err);

tp_status tp_ledger_note(tp_ledger *books, const char *table, int64_t row, const tp_msg *msg,
                         size_t count, const char *const *args, tp_err *err);

#endif
