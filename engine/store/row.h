/* Inside the store: a row as plain values, so that what is written and what is read back are hashed
 * by the same code. */
#ifndef TP_STORE_ROW_H
#define TP_STORE_ROW_H

#include "store/db.h"

typedef struct tp_value {
    char type; /* 'n' null, 'i' number, 't' text, 'x' anything else: never written by us */
    int64_t number;
    const char *text;
    size_t length;
} tp_value;

tp_value tp_value_int(int64_t number);
tp_value tp_value_id(int64_t number);                  /* 0 is null */
tp_value tp_value_text(const char *text);              /* NULL is null */
tp_value tp_value_date(tp_date date, tp_arena *arena); /* none is null */

/* SHA-256 over the values with their types and lengths: no two different rows read alike. */
tp_status tp_row_hash(const tp_value *values, size_t count, char hex[TP_SHA256_HEX], tp_err *err);
tp_status tp_row_read(sqlite3_stmt *stmt, size_t count, tp_arena *arena, tp_value *out,
                      tp_err *err);
tp_status tp_row_insert(tp_store *store, const char *sql, const tp_value *values, size_t count,
                        tp_err *err);

/* What a value says, with anything of a wrong type read as empty. */
const char *tp_value_as_text(const tp_value *value);  /* NULL for null */
const char *tp_value_or_empty(const tp_value *value); /* "" for null */
int64_t tp_value_as_int(const tp_value *value);       /* 0 for null */
tp_date tp_value_as_date(const tp_value *value);

#endif
