/* The ledger: an append-only journal of every movement, double entry, and the books read from it.
 *
 * An entry moves `count` slots of one category from one account to another. Accounts: a line (its
 * usage right), a pool (its balance), or the world outside the books (opening figures). Reclaim and
 * opening move ownership too, a succession from unit to unit, a reorganisation, and a conversion
 * from one category of a pool to another (an entry out of the books and one into them); nothing
 * else does. Source: engine/store/LEDGER.md.
 *
 * Books are read by replaying the journal from its first entry, checking on the way that every
 * entry and approval carries the hash of the one before it, and at the end of every posting that
 *   no pool is below 0, 0 <= lent <= authorised and 0 <= borrowed on every line, no loan is
 *   over-returned, and what a pool owns (openings, reclaims, transfers) equals
 *   balance - Σ lent + Σ borrowed; hence per category
 *   Σ authorised + Σ pool-owned = Σ usage + Σ pool balances.
 * The books hold the lines and pools that ever moved; others stand as their dataset says.
 *
 * Entries are replayed in the order of their dates, those of one day in the order of their numbers.
 * A posting may be dated back within the month of the latest date that stands, if at no time
 * between a balance falls below 0. */
#ifndef TP_STORE_LEDGER_H
#define TP_STORE_LEDGER_H

#include "base/ids.h"
#include "domain/books.h"
#include "store/store.h"

#include <string.h>

typedef enum tp_journal_kind {
    TP_JOURNAL_OPENING, /* figures that come from a dataset or scenario */
    TP_JOURNAL_DEPOSIT,
    TP_JOURNAL_LOAN,
    TP_JOURNAL_TRANSFER,
    TP_JOURNAL_RECLAIM,
    TP_JOURNAL_RETURN,
    TP_JOURNAL_RECALL,
    TP_JOURNAL_WITHDRAW,
    TP_JOURNAL_RENEW,
    TP_JOURNAL_EXPIRE,
    TP_JOURNAL_SUCCEED,    /* a unit's slots, deposits or loan go to the unit that took its place */
    TP_JOURNAL_CONVERT,    /* slots of a pool leave a category, or enter another: two entries */
    TP_JOURNAL_PEOPLE,     /* people leave one line for another's vacancies; no slot moves */
    TP_JOURNAL_REORGANISE, /* slots change their owner: cut for the pool, or handed to a unit */
    TP_JOURNAL_KINDS
} tp_journal_kind;
extern const char *const tp_journal_kind_names[TP_JOURNAL_KINDS];
extern const tp_words tp_journal_kind_words[TP_JOURNAL_KINDS];

/* A line (unit set), a pool (scope set, "" allowed; ring "" if none), or outside (both NULL). */
typedef struct tp_account {
    const char *unit, *scope, *ring;
} tp_account;

typedef struct tp_journal_entry {
    int64_t entry, posting, approval; /* approval 0: none */
    tp_journal_kind kind;
    tp_date posted_on;
    const char *category;
    int64_t count;
    tp_account from, to;
    const char *demand, *sector; /* NULL where not about a demand */
    tp_date start_on, due_on;
    const char *notice;     /* "2026-3": year and number; NULL: none */
    int64_t loan, corrects; /* 0: none */
    const char *posted_by, *reason;
    const char *previous, *hash;
    int64_t undone; /* how much of it corrections have undone; of a renewal: 1 if it is */
} tp_journal_entry;

typedef struct tp_approval_row {
    int64_t approval, proposal;
    const char *decision; /* approved, partial, rejected */
    const char *meeting, *decided_by;
    tp_date decided_on;
    const char *reason;
    const char *changes; /* demand TAB opinion TAB count, a line each; TP_FILED_MARK before them */
    const char *proposed_by, *run, *document_sha256, *dataset_sha256, *scenario_sha256;
    const char *ledger_head, *previous, *hash;
} tp_approval_row;
/* Before the changes of what was filed (备案), so that nobody had to approve it. */
#define TP_FILED_MARK "\tfiled\n"
static inline bool tp_changes_file(const char *changes)
{
    return strncmp(changes, TP_FILED_MARK, strlen(TP_FILED_MARK)) == 0;
}

/* A line of the books. usage = authorised - lent + borrowed. */
typedef struct tp_ledger_line {
    const char *unit, *category;
    int64_t authorised, lent, borrowed, reclaimed;
    int64_t regrouped;  /* of the authorised: what approved reorganisations brought, less taken */
    bool stands;        /* some entry that stands touches it */
    tp_date lent_since; /* since when something of it has been out; none: nothing is */
} tp_ledger_line;

typedef struct tp_ledger_pool {
    const char *scope, *ring, *category;
    int64_t balance, owned;
    int64_t lent, borrowed; /* of its lines, still running */
    bool stands;            /* some entry that stands touches it */
} tp_ledger_pool;

/* What one line has in one pool. */
typedef struct tp_ledger_holding {
    int32_t line, pool;
    int64_t lent;
} tp_ledger_holding;

typedef struct tp_ledger_loan {
    int64_t entry; /* the journal entry that made it: the loan's number */
    int64_t approval;
    int32_t line, pool;
    int64_t count, outstanding;
    const char *demand, *sector, *notice; /* NULL for an opening loan */
    tp_date start_on, due_on;             /* due as last renewed; none for an opening loan */
    int64_t renewals;
} tp_ledger_loan;

typedef struct tp_ledger_finding {
    const char *table; /* "journal", "approval", "head", "run", "log", "account" */
    int64_t row;       /* number of the entry or approval */
    const char *code;
    tp_words text;
} tp_ledger_finding;

/* A unit whose slots, deposits and loans went to another. */
typedef struct tp_ledger_heir {
    const char *unit, *heir;
    tp_date on;
} tp_ledger_heir;

typedef struct tp_ledger {
    tp_arena *arena;
    tp_journal_entry *entries; /* ascending by number */
    size_t n_entries;          /* up to `on` */
    tp_approval_row *approvals;
    size_t n_approvals;
    tp_ledger_line *lines;
    tp_ledger_pool *pools;
    tp_ledger_holding *holdings;
    tp_ledger_loan *loans;
    size_t n_lines, n_pools, n_holdings, n_loans;
    const char *head;          /* hash of the last entry of the journal, "" if none */
    const char *approval_head; /* likewise of the approvals */
    tp_date last_posted_on; /* the latest date of what still stands; later dates whose entries are
                               undone count no more */
    int64_t last_posting;
    struct tp_ledger_heir *heirs; /* successions that stand, in their order */
    size_t n_heirs;
    tp_ledger_finding *findings; /* what is wrong, in order of finding */
    size_t n_findings;
    tp_ids *line_ids, *pool_ids, *holding_ids; /* names made by the books themselves */
    size_t capacity[8];                        /* of the arrays above */
} tp_ledger;

/* Reads the books as they stood at the end of day `on` (TP_DATE_NONE: now). What is wrong is in
 * findings, and TP_OK: it is the caller who decides. Owns: everything lives in `arena`. */
tp_status tp_ledger_read(tp_ledger **out, tp_store *store, tp_date on, tp_arena *arena,
                         tp_err *err);
/* The same for use: any finding is TP_E_IO, told in the store's diags. */
tp_status tp_ledger_load(tp_ledger **out, tp_store *store, tp_date on, tp_arena *arena,
                         tp_err *err);

/* What holds of books without findings: entries in order, each linked to the one before; no balance
 * below 0; what lines have lent is what they hold in pools, and what they borrowed what runs.
 * (base/invariant.h) */
bool tp_ledger_sound(const tp_ledger *books);

int32_t tp_ledger_find_line(const tp_ledger *books, const char *unit, const char *category);
int32_t tp_ledger_find_pool(const tp_ledger *books, const char *scope, const char *ring,
                            const char *category); /* both: TP_ID_NONE if the books have none */
const tp_ledger_loan *tp_ledger_find_loan(const tp_ledger *books,
                                          int64_t entry); /* NULL: not a loan */
const tp_journal_entry *tp_ledger_find_entry(const tp_ledger *books,
                                             int64_t entry); /* NULL: there is none */
/* The unit that stands in its place today; itself, if none does. */
const char *tp_ledger_heir_of(const tp_ledger *books, const char *unit);
/* Is all of it undone by corrections, or is it itself part of such an undoing? */
bool tp_ledger_is_void(const tp_ledger *books, const tp_journal_entry *entry);

/* The first day that may still be posted: the month of the latest date that stands is open, what is
 * before it is closed. TP_DATE_NONE: any day. */
tp_date tp_ledger_open_from(const tp_ledger *books);
/* TP_E_REFUSED with a message where `on` is in a closed month, or later than the day after the
 * store's today. The second alone, for what is not posted. */
tp_status tp_ledger_check_date(tp_store *store, const tp_ledger *books, tp_date on, tp_err *err);
tp_status tp_store_check_date(tp_store *store, tp_date on, tp_err *err);

/* Findings as errors in the store's diags. */
void tp_ledger_tell(tp_store *store, const tp_ledger_finding *findings, size_t count);

/* Everything that can be said to be wrong: both chains, their ends, the invariants, the documents
 * the approvals rest on, and SQLite's own integrity check. No findings: the ledger is sound. */
tp_status tp_ledger_verify(tp_ledger_finding **out, size_t *count, tp_store *store, tp_arena *arena,
                           tp_err *err);

/* Hash of the last journal entry: what a run is named after. "" while the journal is empty. */
tp_status tp_ledger_head(tp_store *store, tp_arena *arena, const char **out, tp_err *err);

/* What the next run starts from, at the end of day `on` (none: now): lines with something lent,
 * borrowed or reclaimed, every pool of the journal, and the demands that were lent something. Fails
 * as tp_ledger_load does. Lives in `arena`. */
tp_status tp_ledger_books(tp_books *out, tp_store *store, tp_date on, tp_arena *arena, tp_err *err);

#endif
