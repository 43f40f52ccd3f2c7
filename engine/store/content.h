/* Inside the store: what content.c and run_record.c share. */
#ifndef TP_STORE_CONTENT_H
#define TP_STORE_CONTENT_H

#include "store/db.h"

typedef struct tp_content_kind {
    tp_msg unknown, altered;
} tp_content_kind;

/* Runs `sql` for one key and leaves the statement on its row. No row: TP_E_INPUT with a message. */
tp_status tp_content_find(tp_store *store, const tp_content_kind *kind, const char *sql,
                          const char *key, sqlite3_stmt **out, tp_err *err);
/* Is SHA-256(blob) what is said? TP_E_IO with a message if not. */
tp_status tp_content_check(tp_store *store, const tp_content_kind *kind, const char *key,
                           tp_blob blob, const char *sha256, tp_err *err);

/* A write that is a transaction of its own unless the caller has one open. What planners bring and
 * work out (tp_content_work) is refused to others. */
typedef struct tp_content_write {
    bool own;
} tp_content_write;
tp_status tp_content_begin(tp_store *store, tp_content_write *write, tp_err *err);
tp_status tp_content_work(tp_store *store, tp_content_write *write, tp_err *err);
tp_status tp_content_end(tp_store *store, tp_content_write write, tp_status status, tp_err *err);

tp_status tp_content_sha(tp_blob blob, char hex[TP_SHA256_HEX], tp_err *err);

#endif
