/* Writing the log. */
#include "store/log_parts.h"

#include <stdio.h>
#include <string.h>

const tp_log_table tp_log_tables[TP_LOG_TABLES] = {
    {"proposal", "proposal", 5}, {"issue", "seq", 9},       {"issue_event", "seq", 7},
    {"source", "seq", 4},        {"account_key", "key", 3}, {"remark", "remark", 8}};

static void keep(char *out, size_t size, const char *text)
{
    size_t length = strlen(text);
    if (length >= size) { /* not in the middle of a character */
        length = size - 1;
        while (length && ((unsigned char)text[length] & 0xc0) == 0x80)
            length--;
    }
    memcpy(out, text, length);
    out[length] = '\0';
}

static void fill(tp_log_note *note, const char *act, const char *subject, const char *detail)
{
    keep(note->act, sizeof note->act, act);
    keep(note->subject, sizeof note->subject, subject ? subject : "");
    keep(note->detail, sizeof note->detail, detail ? detail : "");
}

void tp_log_about(tp_store *store, const char *act, const char *subject, const char *detail)
{
    fill(&store->about, act, subject, detail);
}

void tp_log_refuse(tp_store *store, const char *what, const char *why)
{
    fill(&store->refused, "refused", what, why);
}

void tp_log_reach_read(tp_log_reach *out, const char *text)
{
    for (int t = 0; t < TP_LOG_TABLES; t++)
        out->table[t] = 0;
    while (*text) {
        size_t line = strcspn(text, "\n"), name = strcspn(text, " \n");
        for (int t = 0; t < TP_LOG_TABLES; t++)
            if (name < line && strlen(tp_log_tables[t].name) == name &&
                strncmp(text, tp_log_tables[t].name, name) == 0)
                tp_int_parse(text + name + 1, line - name - 1, &out->table[t]);
        text += line + (text[line] == '\n');
    }
}

static tp_status one(tp_store *store, sqlite3_stmt **stmt, const char *sql, bool *row, tp_err *err)
{
    *row = false;
    tp_status status = tp_db_prepare(store, stmt, sql, err);
    return status ? status : tp_db_step(store, *stmt, row, err);
}

tp_status tp_log_reach_now(tp_store *store, tp_log_reach *out, tp_arena *arena, tp_err *err)
{
    sqlite3_stmt *stmt = NULL;
    bool row;
    tp_status status = one(
        store, &stmt, "SELECT approvals, approval_hash, entries, entry_hash FROM head", &row, err);
    *out = (tp_log_reach){.approval_hash = "", .entry_hash = ""};
    if (!status && row) {
        out->approvals = sqlite3_column_int64(stmt, 0);
        out->approval_hash = tp_db_text(stmt, 1, arena);
        out->entries = sqlite3_column_int64(stmt, 2);
        out->entry_hash = tp_db_text(stmt, 3, arena);
        if (!out->approval_hash || !out->entry_hash)
            status = tp_fail_nomem(err);
    }
    sqlite3_finalize(stmt);
    for (int t = 0; !status && t < TP_LOG_TABLES; t++) {
        char sql[128];
        snprintf(sql, sizeof sql, "SELECT max(%s) FROM %s", tp_log_tables[t].number,
                 tp_log_tables[t].name);
        stmt = NULL;
        status = one(store, &stmt, sql, &row, err);
        if (!status && row)
            out->table[t] = sqlite3_column_int64(stmt, 0);
        sqlite3_finalize(stmt);
    }
    return status;
}

/* How far the log's last row says it all reached; *rows and *hash of that row. */
static tp_status reach_noted(tp_store *store, tp_log_reach *out, int64_t *rows, const char **hash,
                             tp_arena *arena, tp_err *err)
{
    sqlite3_stmt *stmt = NULL;
    bool row;
    *out = (tp_log_reach){.approval_hash = "", .entry_hash = ""};
    *rows = 0;
    *hash = "";
    tp_status status = one(store, &stmt,
                           "SELECT approvals, entries, reach, seq, hash FROM log"
                           " ORDER BY seq DESC LIMIT 1",
                           &row, err);
    if (!status && row) {
        const char *reach = tp_db_text(stmt, 2, arena);
        out->approvals = sqlite3_column_int64(stmt, 0);
        out->entries = sqlite3_column_int64(stmt, 1);
        *rows = sqlite3_column_int64(stmt, 3);
        *hash = tp_db_text(stmt, 4, arena);
        if (!reach || !*hash)
            status = tp_fail_nomem(err);
        else
            tp_log_reach_read(out, reach);
    }
    sqlite3_finalize(stmt);
    return status;
}

static tp_status add_rows(tp_buf *text, tp_store *store, int table, int64_t after, int64_t until,
                          tp_arena *arena, tp_err *err)
{
    const tp_log_table *t = &tp_log_tables[table];
    tp_value v[9];
    char sql[160], hex[TP_SHA256_HEX];
    sqlite3_stmt *stmt = NULL;
    bool row;
    snprintf(sql, sizeof sql, "SELECT * FROM %s WHERE %s > ?1 AND %s <= ?2 ORDER BY %s", t->name,
             t->number, t->number, t->number);
    tp_status status = tp_db_prepare(store, &stmt, sql, err);
    if (!status)
        status = tp_db_bind_int(store, stmt, 1, after, err);
    if (!status)
        status = tp_db_bind_int(store, stmt, 2, until, err);
    while (!status && !(status = tp_db_step(store, stmt, &row, err)) && row) {
        status = tp_row_read(stmt, t->columns, arena, v, err);
        if (!status)
            status = tp_row_hash(v, t->columns, hex, err);
        if (!status)
            tp_buf_format(text, "%s %s\n", t->name, hex);
    }
    sqlite3_finalize(stmt);
    return status;
}

tp_status tp_log_added(tp_store *store, const tp_log_reach *from, const tp_log_reach *to,
                       char hex[TP_SHA256_HEX], tp_arena *arena, tp_err *err)
{
    tp_buf text;
    tp_status status = TP_OK;
    tp_buf_init(&text);
    for (int t = 0; !status && t < TP_LOG_TABLES; t++)
        if (to->table[t] > from->table[t])
            status = add_rows(&text, store, t, from->table[t], to->table[t], arena, err);
    hex[0] = '\0';
    if (!status && text.length &&
        (!tp_buf_ok(&text) || !tp_sha256_of(text.bytes, text.length, hex)))
        status = tp_fail_nomem(err);
    tp_buf_finish(&text);
    return status;
}

size_t tp_log_message(char *out, size_t size, const char *hash)
{
    int n = snprintf(out, size, "turnpool log 1 %s", hash);
    return n < 0 ? 0 : (size_t)n;
}

static const char *reach_text(const tp_log_reach *reach, tp_arena *arena)
{
    tp_buf text;
    tp_buf_init(&text);
    for (int t = 0; t < TP_LOG_TABLES; t++)
        if (reach->table[t])
            tp_buf_format(&text, "%s %lld\n", tp_log_tables[t].name, (long long)reach->table[t]);
    const char *copy =
        tp_buf_ok(&text) ? tp_arena_copy(arena, text.bytes ? text.bytes : "", text.length) : NULL;
    tp_buf_finish(&text);
    return copy;
}

/* What a row says, before it is hashed and signed. */
typedef struct saying {
    const tp_log_note *note;
    const tp_log_reach *reach;
    const char *added, *previous;
    int64_t seq;
} saying;

static tp_status append(tp_store *store, const saying *s, tp_arena *arena, tp_err *err)
{
    const tp_actor *actor = &store->actor;
    char hash[TP_SHA256_HEX], signature[2 * TP_SIGNATURE_BYTES + 1] = "", message[128];
    unsigned char bytes[TP_SIGNATURE_BYTES];
    const char *reach = reach_text(s->reach, arena);
    if (!reach)
        return tp_fail_nomem(err);
    tp_value v[TP_LOG_VALUES] = {tp_value_int(s->seq),
                                 tp_value_text(store->now),
                                 tp_value_id(actor->person.account),
                                 tp_value_text(actor->person.account ? actor->person.name : ""),
                                 tp_value_text(s->note->act[0] ? s->note->act : "other"),
                                 tp_value_text(s->note->subject),
                                 tp_value_text(s->note->detail),
                                 tp_value_int(s->reach->approvals),
                                 tp_value_text(s->reach->approval_hash),
                                 tp_value_int(s->reach->entries),
                                 tp_value_text(s->reach->entry_hash),
                                 tp_value_text(reach),
                                 tp_value_text(s->added),
                                 tp_value_text(s->previous)};
    tp_status status = tp_row_hash(v, TP_LOG_HASHED, hash, err);
    if (status)
        return status;
    if (actor->key) {
        size_t length = tp_log_message(message, sizeof message, hash);
        tp_sign(bytes, message, length, actor->seed);
        tp_hex_write(signature, bytes, sizeof bytes);
    }
    v[14] = tp_value_text(hash);
    v[15] = tp_value_id(actor->key);
    v[16] = tp_value_text(signature);
    status = tp_row_insert(store,
                           "INSERT INTO log VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11,"
                           " ?12, ?13, ?14, ?15, ?16, ?17)",
                           v, TP_LOG_VALUES, err);
    tp_value end[] = {v[0], v[14]};
    return status ? status
                  : tp_row_insert(store, "UPDATE log_end SET rows = ?1, hash = ?2", end, 2, err);
}

bool tp_log_moved(const tp_log_reach *a, const tp_log_reach *b)
{
    bool is = a->approvals != b->approvals || a->entries != b->entries;
    for (int t = 0; t < TP_LOG_TABLES; t++)
        is = is || a->table[t] != b->table[t];
    return is;
}

/* Of what nobody was signed in for, only what came into the books is noted. */
static tp_status seal(tp_store *store, tp_arena *arena, tp_err *err)
{
    tp_log_reach now, noted;
    char added[TP_SHA256_HEX];
    saying s = {.note = &store->about, .reach = &now, .added = added};
    tp_status status = reach_noted(store, &noted, &s.seq, &s.previous, arena, err);
    if (!status)
        status = tp_log_reach_now(store, &now, arena, err);
    bool worth = store->about.act[0] && store->actor.person.account;
    if (status || (!worth && !tp_log_moved(&noted, &now)))
        return status;
    s.seq++;
    status = tp_log_added(store, &noted, &now, added, arena, err);
    return status ? status : append(store, &s, arena, err);
}

tp_status tp_log_seal(tp_store *store, tp_err *err)
{
    tp_arena *arena = tp_arena_create();
    tp_status status = arena ? seal(store, arena, err) : tp_fail_nomem(err);
    tp_arena_free(arena);
    store->about = (tp_log_note){.act = ""};
    return status;
}

void tp_log_refused(tp_store *store)
{
    tp_log_note note = store->refused;
    store->refused = (tp_log_note){.act = ""};
    if (store->read_only || !store->actor.person.account)
        return;
    /* What was refused was told already; that it cannot be noted is not worth another message. */
    tp_diags *told = store->diags, quiet;
    tp_arena *arena = tp_arena_create();
    if (!arena)
        return;
    tp_diags_init(&quiet, arena);
    store->diags = &quiet;
    if (!tp_store_begin(store, NULL)) {
        store->about = note;
        if (tp_store_commit(store, NULL))
            tp_store_rollback(store);
    }
    store->diags = told;
    tp_arena_free(arena);
}
