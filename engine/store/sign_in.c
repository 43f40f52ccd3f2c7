/* Signing in and out. */
#include "store/sign_parts.h"

#include <stdio.h>
#include <string.h>

enum { FREE_FAILURES = 5, LONGEST_WAIT = 15 * 60, USUAL_SECONDS = 12 * 3600 };

static const tp_pos nowhere = {0};
static const tp_msg msg_wrong = {"people.wrong", "姓名或密码不对，或账号已停用",
                                 "wrong name or password, or the account is disabled"};
static const tp_msg msg_wait = {"people.wait", "密码连续输错，请 {0} 秒后再试",
                                "too many wrong passwords: try again in {0} {0|second|seconds}"};

/* Seconds since 1970 of the store's clock; 0 where it has none. */
static int64_t seconds_now(const tp_store *store)
{
    const char *text = store->now;
    tp_date day;
    int hour = 0, minute = 0, second = 0;
    if (strlen(text) < 19 || tp_date_parse(text, 10, &day) != TP_PARSE_OK ||
        sscanf(text + 10, "T%d:%d:%d", &hour, &minute, &second) != 3)
        return 0;
    return tp_date_days((tp_date)19700101, day) * 86400 + hour * 3600 + minute * 60 + second;
}

static tp_status wrong(tp_store *store, tp_err *err)
{
    tp_diag_add(store->diags, TP_ERROR, nowhere, &msg_wrong, 0, NULL);
    return tp_fail(err, TP_E_REFUSED, "wrong name or password");
}

static tp_status check_wait(tp_store *store, const tp_account_row *row, tp_err *err)
{
    char text[TP_DEC_TEXT];
    if (row->failures < FREE_FAILURES)
        return TP_OK;
    int64_t over = row->failures - FREE_FAILURES;
    int64_t wait = over > 4 ? LONGEST_WAIT : INT64_C(60) << over;
    wait = wait > LONGEST_WAIT ? LONGEST_WAIT : wait;
    int64_t left = row->failed_at + wait - seconds_now(store);
    if (left <= 0 || left > wait)
        return TP_OK; /* a clock that was put back locks nobody out */
    tp_int_format(left, text);
    tp_diag_error(store->diags, nowhere, &msg_wait, text);
    return tp_fail(err, TP_E_REFUSED, "too many attempts");
}

static tp_status note_failure(tp_store *store, const tp_account_row *row, tp_err *err)
{
    tp_value v[] = {tp_value_int(row->account), tp_value_int(seconds_now(store))};
    tp_status status = tp_store_begin(store, err);
    if (!status)
        status = tp_row_insert(store,
                               "UPDATE account SET failures = failures + 1, failed_at = ?2"
                               " WHERE account = ?1",
                               v, 2, err);
    /* In the log as the account's, though nobody is signed in: unsigned. */
    if (!status) {
        store->actor.person = (tp_person){row->account, row->name, 0};
        tp_log_about(store, "sign-in-refused", row->name, "");
        status = tp_store_commit(store, err);
        store->actor.person = (tp_person){0, NULL, 0};
    }
    tp_store_rollback(store);
    return status;
}

static tp_status insert_session(tp_store *store, const tp_sign_in *in, tp_err *err)
{
    unsigned char name[TP_KEY_BYTES], key[TP_KEY_BYTES], sealed[TP_SEALED_BYTES];
    char hex[2 * TP_KEY_BYTES + 1], sealed_hex[2 * TP_SEALED_BYTES + 1];
    int64_t now = seconds_now(store);
    if (!tp_secret_derive(name, "turnpool session", in->token) ||
        !tp_secret_derive(key, "turnpool session key", in->token))
        return tp_fail_nomem(err);
    tp_secret_seal(sealed, store->actor.seed, key, in->random);
    tp_secret_wipe(key, sizeof key);
    tp_hex_write(hex, name, sizeof name);
    tp_hex_write(sealed_hex, sealed, sizeof sealed);
    tp_value old[] = {tp_value_int(now)};
    tp_value v[] = {tp_value_text(hex), tp_value_int(store->actor.person.account),
                    tp_value_text(sealed_hex),
                    tp_value_int(now + (in->seconds ? in->seconds : USUAL_SECONDS))};
    tp_status status = tp_row_insert(store, "DELETE FROM session WHERE ends_at <= ?1", old, 1, err);
    return status ? status
                  : tp_row_insert(store, "INSERT INTO session VALUES (?1, ?2, ?3, ?4)", v, 4, err);
}

static tp_status note_success(tp_store *store, const tp_sign_in *in, tp_err *err)
{
    tp_value v[] = {tp_value_int(store->actor.person.account)};
    if (store->read_only)
        return TP_OK;
    tp_status status = tp_store_begin(store, err);
    if (!status)
        status =
            tp_row_insert(store, "UPDATE account SET failures = 0 WHERE account = ?1", v, 1, err);
    if (!status && in->token)
        status = insert_session(store, in, err);
    if (!status) {
        tp_log_about(store, "sign-in", store->actor.person.name, "");
        status = tp_store_commit(store, err);
    }
    tp_store_rollback(store);
    return status;
}

static tp_status become(tp_store *store, const tp_account_row *row, const unsigned char *seed,
                        tp_err *err)
{
    const char *name = tp_arena_text(store->arena, row->name);
    if (!name)
        return tp_fail_nomem(err);
    store->actor.person = (tp_person){row->account, name, row->roles};
    store->actor.key = row->key;
    memcpy(store->actor.seed, seed, TP_KEY_BYTES);
    return TP_OK;
}

static tp_status sign_in(tp_store *store, const tp_sign_in *in, tp_arena *arena, tp_err *err)
{
    static const unsigned char no_salt[TP_SALT_BYTES];
    tp_account_row row;
    unsigned char key[TP_KEY_BYTES], seed[TP_KEY_BYTES];
    tp_status status = tp_account_find(store, in->name, &row, arena, err);
    if (!status && row.account)
        status = check_wait(store, &row, err);
    /* A name that is not there takes as long as one that is. */
    if (!status)
        status = tp_secret_of_password(key, in->password, row.account ? row.salt : no_salt,
                                       row.account ? row.cost : tp_secret_cost_usual, err);
    if (status)
        return status;
    bool right = row.account && row.key && tp_secret_open(seed, row.sealed, key);
    tp_secret_wipe(key, sizeof key);
    if (!right && row.account && !store->read_only)
        status = note_failure(store, &row, err);
    if (!status && (!right || !row.active))
        status = wrong(store, err);
    if (!status)
        status = become(store, &row, seed, err);
    tp_secret_wipe(seed, sizeof seed);
    return status ? status : note_success(store, in, err);
}

tp_status tp_store_sign_in(tp_store *store, const tp_sign_in *in, tp_err *err)
{
    tp_arena *arena = tp_arena_create();
    store->actor = (tp_actor){.key = 0};
    tp_status status = arena ? sign_in(store, in, arena, err) : tp_fail_nomem(err);
    if (status)
        store->actor = (tp_actor){.key = 0};
    tp_arena_free(arena);
    return status;
}

static tp_status find_session(tp_store *store, const char *token, const char **name,
                              unsigned char *sealed, tp_arena *arena, tp_err *err)
{
    sqlite3_stmt *stmt = NULL;
    bool row = false;
    *name = NULL;
    tp_status status = tp_db_prepare(store, &stmt,
                                     "SELECT a.folded, s.sealed FROM session s JOIN account a ON"
                                     " a.account = s.account WHERE s.token = ?1 AND s.ends_at > ?2"
                                     " AND a.active",
                                     err);
    if (!status)
        status = tp_db_bind_text(store, stmt, 1, token, err);
    if (!status)
        status = tp_db_bind_int(store, stmt, 2, seconds_now(store), err);
    if (!status)
        status = tp_db_step(store, stmt, &row, err);
    if (!status && row) {
        const char *text = tp_db_text(stmt, 1, arena);
        *name = tp_db_text(stmt, 0, arena);
        if (!text || !*name)
            status = tp_fail_nomem(err);
        else if (!tp_hex_read(sealed, TP_SEALED_BYTES, text))
            *name = NULL;
    }
    sqlite3_finalize(stmt);
    return status;
}

static tp_status resume(tp_store *store, const unsigned char *token, tp_arena *arena, tp_err *err)
{
    unsigned char name[TP_KEY_BYTES], key[TP_KEY_BYTES], sealed[TP_SEALED_BYTES];
    unsigned char seed[TP_KEY_BYTES];
    char hex[2 * TP_KEY_BYTES + 1];
    const char *who;
    tp_account_row row = {.account = 0};
    if (!tp_secret_derive(name, "turnpool session", token) ||
        !tp_secret_derive(key, "turnpool session key", token))
        return tp_fail_nomem(err);
    tp_hex_write(hex, name, sizeof name);
    tp_status status = find_session(store, hex, &who, sealed, arena, err);
    if (!status && who)
        status = tp_account_find(store, who, &row, arena, err);
    if (!status && (!row.account || !tp_secret_open(seed, sealed, key)))
        status = tp_fail(err, TP_E_REFUSED, "no such session");
    if (!status)
        status = become(store, &row, seed, err);
    tp_secret_wipe(seed, sizeof seed);
    tp_secret_wipe(key, sizeof key);
    return status;
}

tp_status tp_store_resume(tp_store *store, const unsigned char token[TP_KEY_BYTES], tp_err *err)
{
    tp_arena *arena = tp_arena_create();
    store->actor = (tp_actor){.key = 0};
    tp_status status = arena ? resume(store, token, arena, err) : tp_fail_nomem(err);
    tp_arena_free(arena);
    return status;
}

tp_status tp_store_sign_out(tp_store *store, const unsigned char *token, tp_err *err)
{
    unsigned char name[TP_KEY_BYTES];
    char hex[2 * TP_KEY_BYTES + 1] = "";
    int64_t account = store->actor.person.account;
    if (token && !tp_secret_derive(name, "turnpool session", token))
        return tp_fail_nomem(err);
    if (token)
        tp_hex_write(hex, name, sizeof name);
    tp_status status = tp_store_begin(store, err);
    if (!status && token) {
        tp_value v[] = {tp_value_text(hex)};
        status = tp_row_insert(store, "DELETE FROM session WHERE token = ?1", v, 1, err);
    } else if (!status) {
        status = tp_sessions_end(store, account, err);
    }
    if (!status) {
        tp_log_about(store, "sign-out", account ? store->actor.person.name : "",
                     token ? "" : "everywhere");
        status = tp_store_commit(store, err);
    }
    tp_store_rollback(store);
    return status;
}
