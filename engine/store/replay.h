/* Inside the store: the pieces of a replay. */
#ifndef TP_STORE_REPLAY_H
#define TP_STORE_REPLAY_H

#include "store/journal.h"

/* The book's line, pool, holding of that name, made if new; TP_ID_NONE / NULL: memory is out. */
int32_t tp_replay_line(tp_ledger *books, const char *unit, const char *category);
int32_t tp_replay_pool(tp_ledger *books, tp_account account, const char *category);
tp_ledger_holding *tp_replay_holding(tp_ledger *books, int32_t line, int32_t pool);

/* A finding about an entry. */
tp_status tp_replay_say(tp_ledger *books, const tp_journal_entry *entry, const tp_msg *msg,
                        const char *arg, tp_err *err);
tp_status tp_replay_say_number(tp_ledger *books, const tp_journal_entry *entry, const tp_msg *msg,
                               int64_t number, tp_err *err);

/* Dates, posting numbers and approvals of all entries, in the order of their numbers; sets
 * last_posted_on. */
tp_status tp_replay_order(tp_ledger *books, tp_err *err);
/* The latest date of what stands among the first `count` entries. */
tp_date tp_replay_latest(const tp_ledger *books, size_t count);
/* What the entry does. */
tp_status tp_replay_entry(tp_ledger *books, const tp_journal_entry *entry, tp_err *err);
/* The invariants on what the `count` entries (a posting) touched. */
tp_status tp_replay_check(tp_ledger *books, const tp_journal_entry *const *entries, size_t count,
                          tp_err *err);

#endif
