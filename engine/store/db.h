/* Inside the store: the connection, statements, and SQLite's failures as messages for people.
 * Only files of engine/store include this; nobody else sees <sqlite3.h>. */
#ifndef TP_STORE_DB_H
#define TP_STORE_DB_H

#include "store/people.h"

#include <sqlite3.h>

/* Whoever is signed in, with the key that was unlocked. Wiped when the store is closed. */
typedef struct tp_actor {
    tp_person person; /* account 0: nobody */
    int64_t key;
    unsigned char seed[TP_KEY_BYTES];
} tp_actor;

/* What the log will say of this transaction; "" nothing. */
typedef struct tp_log_note {
    char act[24], subject[160], detail[160];
} tp_log_note;

struct tp_store {
    sqlite3 *db;
    tp_arena *arena;
    const char *path;
    tp_diags *diags; /* borrowed */
    int32_t wait_ms;
    tp_date today;
    bool read_only, writing;
    const char *now;
    tp_actor actor;
    tp_log_note about, refused;
};

/* Turns an SQLite result code into a status, with a message in the store's diags that says what
 * stands in the way (locked by whom, disk full, read-only, damaged …). */
tp_status tp_db_fail(tp_store *store, int rc, tp_err *err);

tp_status tp_db_exec(tp_store *store, const char *sql, tp_err *err);
tp_status tp_db_prepare(tp_store *store, sqlite3_stmt **out, const char *sql, tp_err *err);
/* Binding; texts and blobs must live until the statement is finalised. NULL binds NULL. */
tp_status tp_db_bind_text(tp_store *store, sqlite3_stmt *stmt, int index, const char *text,
                          tp_err *err);
tp_status tp_db_bind_blob(tp_store *store, sqlite3_stmt *stmt, int index, tp_blob blob,
                          tp_err *err);
tp_status tp_db_bind_int(tp_store *store, sqlite3_stmt *stmt, int index, int64_t value,
                         tp_err *err);
/* One step; *row says whether there is a row. */
tp_status tp_db_step(tp_store *store, sqlite3_stmt *stmt, bool *row, tp_err *err);
/* Reads one row into *out; false: memory is out. */
typedef bool (*tp_db_reader)(sqlite3_stmt *stmt, tp_arena *arena, void *out);
/* Every row that is left, appended to *out (`*count` items of `size`, in the arena). */
tp_status tp_db_list_(tp_store *store, sqlite3_stmt *stmt, tp_db_reader read, size_t size,
                      tp_arena *arena, void **out, size_t *count, tp_err *err);
#define tp_db_list(store, stmt, read, arena, out, count, err)                                      \
    tp_db_list_((store), (stmt), (read), sizeof **(out), (arena), (void **)(out), (count), (err))
/* Binds all texts, steps once (an INSERT) and finalises. */
tp_status tp_db_insert(tp_store *store, const char *sql, size_t count, const char *const *texts,
                       tp_err *err);

/* Copies of column values in the arena; "" for NULL. NULL: memory is out. */
/* An empty column is "", or a blob of no bytes; NULL and false where memory lacks. */
const char *tp_db_text(sqlite3_stmt *stmt, int column, tp_arena *arena);
bool tp_db_blob(sqlite3_stmt *stmt, int column, tp_arena *arena, tp_blob *out);
/* Was the NULL that sqlite3_column_… gave for want of memory? */
bool tp_db_lacks_memory(sqlite3_stmt *stmt);

/* Does a row of the table of approvals file (ledger.h)? */
#define TP_FILES_SQL(row) "substr(" row ".changes, 1, 7) = char(9) || 'filed' || char(10)"

/* Approvals whose every movement was undone, as a table of one column. */
#define TP_UNDONE_APPROVALS                                                                        \
    "(SELECT j.approval FROM journal j LEFT JOIN (SELECT corrects, sum(count) AS gone FROM"        \
    " journal WHERE corrects IS NOT NULL GROUP BY corrects) g ON g.corrects = j.entry"             \
    " WHERE j.approval IS NOT NULL AND j.corrects IS NULL"                                         \
    " AND j.kind IN ('deposit', 'loan', 'transfer', 'reclaim')"                                    \
    " GROUP BY j.approval HAVING min(ifnull(g.gone, 0) >= j.count))"

/* A message whose words are ready, as an error in the store's diags. */
void tp_db_tell(tp_store *store, const char *code, tp_words words);

/* Creates or migrates; refuses what is not a store and what is newer. */
tp_status tp_db_migrate(tp_store *store, tp_err *err);
extern const int32_t tp_db_version;

extern const tp_msg tp_msg_store_damaged;

#endif
