/* The log: who did what when, a chain that holds all others together. Source:
 * engine/store/LEDGER.md.
 *
 * A row is written by the commit itself, whoever forgot to say what it was: it states how far the
 * journal, the approvals and every table of tp_log_tables now reach, and a hash of the rows that
 * came since the row before. The hash of its last row is the head of all books.
 * Owns: texts live in the arena given. */
#ifndef TP_STORE_LOG_H
#define TP_STORE_LOG_H

#include "store/ledger.h"

typedef struct tp_log_row {
    int64_t seq, account; /* account 0: nobody was signed in */
    const char *at, *name, *act, *subject, *detail;
    int64_t approvals, entries; /* how far they reached then */
    const char *hash;
    int64_t key; /* 0: not signed */
} tp_log_row;

/* Oldest first; only those from `from` on. */
tp_status tp_log_list(tp_store *store, int64_t from, tp_arena *arena, tp_log_row **out,
                      size_t *count, tp_err *err);
tp_words tp_log_act_words(const char *act);

/* The head of all books as it is now; in a store that has no log yet, the journal's. */
tp_status tp_books_head(tp_store *store, tp_arena *arena, const char **out, tp_err *err);
/* As it became when so many approvals (or entries) were on record: what a paper about them prints.
 * "" if there is none. */
tp_status tp_books_head_of(tp_store *store, int64_t approvals, int64_t entries, tp_arena *arena,
                           const char **out, tp_err *err);
/* The first sixteen digits in fours, as papers print it: "9f3a 52c1 08be 77d0". */
enum { TP_HEAD_SHORT = 24 };
void tp_head_short(const char *hash, char out[TP_HEAD_SHORT]);
/* Is a hash that begins so (blanks left out) one of the log, the journal or the approvals? */
tp_status tp_books_hold(tp_store *store, const char *beginning, bool *holds, tp_err *err);

/* What verification found out beside findings. */
typedef struct tp_log_report {
    int64_t rows;
    int64_t signed_entries, unsigned_entries, signed_approvals, unsigned_approvals;
    bool people;              /* there are accounts */
    int64_t unsigned_changes; /* accounts made on the machine itself, after the first */
    const char *head;
    const char **entry_by, **approval_by; /* whose signature covers it; NULL: none; as in books */
} tp_log_report;

/* Verifies the log against itself, the tables it covers, the two chains in `books` and the
 * accounts; adds findings to books. */
tp_status tp_log_verify(tp_log_report *out, tp_ledger *books, tp_store *store, tp_err *err);
/* Who signed what, without verifying. */
tp_status tp_log_signers(tp_log_report *out, const tp_ledger *books, tp_store *store,
                         tp_arena *arena, tp_err *err);

#endif
