/* Inside the store: what writes the log, and the people's part of the handle. */
#ifndef TP_STORE_LOG_PARTS_H
#define TP_STORE_LOG_PARTS_H

#include "store/db.h"
#include "store/log.h"
#include "store/people.h"
#include "store/row.h"

/* Tables the log covers, apart from the two chains: dense numbers, rows never change. */
typedef struct tp_log_table {
    const char *name, *number;
    size_t columns;
} tp_log_table;
enum { TP_LOG_TABLES = 6 };
extern const tp_log_table tp_log_tables[TP_LOG_TABLES];

/* What stands before `hash` in a row of the log, and the whole row. */
enum { TP_LOG_HASHED = 14, TP_LOG_VALUES = 17 };

/* How far everything reaches. */
typedef struct tp_log_reach {
    int64_t approvals, entries, table[TP_LOG_TABLES];
    const char *approval_hash, *entry_hash; /* in the arena */
} tp_log_reach;
/* How far everything reaches now, and whether that is not where it was. */
tp_status tp_log_reach_now(tp_store *store, tp_log_reach *out, tp_arena *arena, tp_err *err);
bool tp_log_moved(const tp_log_reach *a, const tp_log_reach *b);
/* As a row of the log has it. */
void tp_log_reach_read(tp_log_reach *out, const char *text);
/* Hash over the rows of all tables after `from` up to `to`; "" if there are none. */
tp_status tp_log_added(tp_store *store, const tp_log_reach *from, const tp_log_reach *to,
                       char hex[TP_SHA256_HEX], tp_arena *arena, tp_err *err);
/* What a signature of a row is made over. */
size_t tp_log_message(char *out, size_t size, const char *hash);

/* What this transaction is about; the last one said counts. Texts are copied. */
void tp_log_about(tp_store *store, const char *act, const char *subject, const char *detail);
/* Somebody was refused: noted when the transaction is rolled back, or the store closed. */
void tp_log_refuse(tp_store *store, const char *what, const char *why);
/* Before every commit. */
tp_status tp_log_seal(tp_store *store, tp_err *err);
/* After a rollback: what was refused. */
void tp_log_refused(tp_store *store);

#endif
