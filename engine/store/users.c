/* Accounts: added, changed, listed. */
#include "base/text.h"
#include "store/sign_parts.h"

#include <stdio.h>
#include <string.h>

static const tp_pos nowhere = {0};
static const tp_msg msg_name = {"user.name", "账号须有姓名", "an account needs a name"};
static const tp_msg msg_taken = {"user.taken", "已有账号 {0}；姓名不能重用",
                                 "there is an account {0} already; names are not used again"};
static const tp_msg msg_none = {"user.none", "没有账号 {0}", "there is no account {0}"};
static const tp_msg msg_short = {"user.password-short", "密码至少 {0} 个字节",
                                 "a password has at least {0} bytes"};
static const tp_msg msg_roles = {"user.roles", "至少要有一个角色：{0}",
                                 "at least one role is needed: {0}"};
static const tp_msg msg_first = {"user.first", "第一个账号须为管理员",
                                 "the first account must be an administrator"};
static const tp_msg msg_last = {"user.last-administrator", "{0} 是唯一在用的管理员，不能停用或改任",
                                "{0} is the only administrator left: it keeps its role"};
static const tp_msg msg_machine = {
    "user.on-machine", "在本机直接建立的账号只能是管理员",
    "what is made on the machine itself can only be an administrator"};

tp_status tp_account_find(tp_store *store, const char *name, tp_account_row *out, tp_arena *arena,
                          tp_err *err)
{
    sqlite3_stmt *stmt = NULL;
    bool row = false;
    *out = (tp_account_row){.account = 0};
    const char *folded = tp_text_folded(arena, name);
    tp_status status =
        folded ? tp_db_prepare(store, &stmt,
                               "SELECT account, name, roles, active, failures, failed_at, key,"
                               " salt, passes, memory_kib, sealed FROM account WHERE folded = ?1",
                               err)
               : tp_fail_nomem(err);
    if (!status)
        status = tp_db_bind_text(store, stmt, 1, folded, err);
    if (!status)
        status = tp_db_step(store, stmt, &row, err);
    if (!status && row) {
        out->account = sqlite3_column_int64(stmt, 0);
        out->name = tp_db_text(stmt, 1, arena);
        const char *roles = tp_db_text(stmt, 2, arena);
        out->active = sqlite3_column_int(stmt, 3) != 0;
        out->failures = sqlite3_column_int64(stmt, 4);
        out->failed_at = sqlite3_column_int64(stmt, 5);
        out->key = sqlite3_column_int64(stmt, 6);
        const char *salt = tp_db_text(stmt, 7, arena), *sealed = tp_db_text(stmt, 10, arena);
        out->cost = (tp_secret_cost){sqlite3_column_int(stmt, 8), sqlite3_column_int(stmt, 9)};
        if (!out->name || !roles || !salt || !sealed)
            status = tp_fail_nomem(err);
        else if (!tp_hex_read(out->salt, TP_SALT_BYTES, salt) ||
                 !tp_hex_read(out->sealed, TP_SEALED_BYTES, sealed))
            out->key = 0; /* damaged: no password opens it */
        if (!status)
            tp_roles_parse(roles, &out->roles);
    }
    sqlite3_finalize(stmt);
    return status;
}

static tp_status known(tp_store *store, const char *name, tp_account_row *out, tp_arena *arena,
                       tp_err *err)
{
    tp_status status = tp_account_find(store, name, out, arena, err);
    if (status || out->account)
        return status;
    tp_diag_error(store->diags, nowhere, &msg_none, name);
    return tp_fail(err, TP_E_INPUT, "no account %s", name);
}

tp_status tp_sessions_end(tp_store *store, int64_t account, tp_err *err)
{
    tp_value v[] = {tp_value_int(account)};
    return tp_row_insert(store, "DELETE FROM session WHERE account = ?1", v, 1, err);
}

static tp_status check_words(tp_store *store, const tp_user_request *r, bool adding, tp_err *err)
{
    char least[TP_DEC_TEXT];
    if (adding && (!r->name || !*tp_text_folded(store->diags->arena, r->name))) {
        tp_diag_add(store->diags, TP_ERROR, nowhere, &msg_name, 0, NULL);
        return tp_fail(err, TP_E_INPUT, "no name");
    }
    if (adding && !r->roles) {
        tp_diag_error(store->diags, nowhere, &msg_roles,
                      "planner approver clerk auditor reader administrator");
        return tp_fail(err, TP_E_INPUT, "no role");
    }
    if (!r->password || strlen(r->password) < TP_PASSWORD_LEAST) {
        tp_int_format(TP_PASSWORD_LEAST, least);
        tp_diag_error(store->diags, nowhere, &msg_short, least);
        return tp_fail(err, TP_E_INPUT, "password too short");
    }
    return TP_OK;
}

/* What a new password makes of a seed. */
typedef struct lock {
    char salt[2 * TP_SALT_BYTES + 1], sealed[2 * TP_SEALED_BYTES + 1], key[2 * TP_PUBLIC_BYTES + 1];
    tp_secret_cost cost;
} lock;

static tp_status lock_seed(lock *out, const tp_user_request *r, const unsigned char *seed,
                           tp_err *err)
{
    const unsigned char *salt = r->random + TP_KEY_BYTES, *nonce = salt + TP_SALT_BYTES;
    unsigned char key[TP_KEY_BYTES], sealed[TP_SEALED_BYTES], open[TP_PUBLIC_BYTES];
    out->cost = r->cost.passes ? r->cost : tp_secret_cost_usual;
    tp_status status = tp_secret_of_password(key, r->password, salt, out->cost, err);
    if (status)
        return status;
    tp_secret_seal(sealed, seed, key, nonce);
    tp_sign_public(open, seed);
    tp_secret_wipe(key, sizeof key);
    tp_hex_write(out->salt, salt, TP_SALT_BYTES);
    tp_hex_write(out->sealed, sealed, sizeof sealed);
    tp_hex_write(out->key, open, sizeof open);
    return TP_OK;
}

static tp_status insert_key(tp_store *store, int64_t account, const char *key, int64_t *number,
                            tp_err *err)
{
    tp_value v[] = {tp_value_int(account), tp_value_text(key)};
    tp_status status = tp_row_insert(
        store, "INSERT INTO account_key (account, public) VALUES (?1, ?2)", v, 2, err);
    *number = sqlite3_last_insert_rowid(store->db);
    return status;
}

static tp_status set_lock(tp_store *store, int64_t account, int64_t key, const lock *l, tp_err *err)
{
    tp_value v[] = {tp_value_int(account),
                    tp_value_int(key),
                    tp_value_text(l->salt),
                    tp_value_int(l->cost.passes),
                    tp_value_int(l->cost.memory_kib),
                    tp_value_text(l->sealed)};
    return tp_row_insert(store,
                         "UPDATE account SET key = ?2, salt = ?3, passes = ?4, memory_kib = ?5,"
                         " sealed = ?6, failures = 0 WHERE account = ?1",
                         v, 6, err);
}

static const char *roles_text(unsigned roles, tp_arena *arena)
{
    tp_buf text;
    tp_buf_init(&text);
    tp_roles_write(&text, roles);
    const char *copy = tp_buf_ok(&text) ? tp_arena_copy(arena, text.bytes, text.length) : NULL;
    tp_buf_finish(&text);
    return copy;
}

/* Who may add whom: administrators anybody, the machine an administrator. */
static tp_status check_right(tp_store *store, const tp_user_request *r, tp_err *err)
{
    bool any;
    tp_status status = tp_people_any(store, &any, err);
    if (status)
        return status;
    if (any && !r->on_machine)
        return tp_store_may(store, TP_MAY_ADMINISTER, err);
    if (r->roles == 1u << TP_ROLE_ADMINISTRATOR)
        return TP_OK;
    tp_diag_add(store->diags, TP_ERROR, nowhere, any ? &msg_machine : &msg_first, 0, NULL);
    return tp_fail(err, TP_E_REFUSED, "must be an administrator");
}

static tp_status add(tp_store *store, const tp_user_request *r, const lock *l, tp_arena *arena,
                     tp_err *err)
{
    tp_account_row row;
    int64_t key = 0;
    const char *roles = roles_text(r->roles, arena);
    const char *folded = tp_text_folded(arena, r->name);
    tp_status status = roles && folded ? check_right(store, r, err) : tp_fail_nomem(err);
    if (!status)
        status = tp_account_find(store, r->name, &row, arena, err);
    if (!status && row.account) {
        tp_diag_error(store->diags, nowhere, &msg_taken, row.name);
        status = tp_fail(err, TP_E_INPUT, "taken");
    }
    if (status)
        return status;
    bool machine = !store->actor.person.account;
    tp_value v[] = {tp_value_text(r->name), tp_value_text(folded), tp_value_text(roles)};
    status = tp_row_insert(store,
                           "INSERT INTO account (name, folded, roles, active, failures, failed_at,"
                           " key, salt, passes, memory_kib, sealed)"
                           " VALUES (?1, ?2, ?3, 1, 0, 0, 0, '', 0, 0, '')",
                           v, 3, err);
    int64_t account = sqlite3_last_insert_rowid(store->db);
    if (!status)
        status = insert_key(store, account, l->key, &key, err);
    if (!status)
        status = set_lock(store, account, key, l, err);
    if (!status)
        tp_log_about(store, machine ? "user-first" : "user-add", r->name, roles);
    return status;
}

tp_status tp_user_add(tp_store *store, const tp_user_request *r, tp_err *err)
{
    lock l;
    tp_arena *arena = tp_arena_create();
    tp_status status = arena ? check_words(store, r, true, err) : tp_fail_nomem(err);
    if (!status)
        status = check_right(store, r, err);
    if (!status)
        status = lock_seed(&l, r, r->random, err);
    if (!status)
        status = tp_store_begin(store, err);
    if (!status) {
        status = add(store, r, &l, arena, err);
        if (!status)
            status = tp_store_commit(store, err);
    }
    tp_store_rollback(store);
    tp_arena_free(arena);
    return status;
}

/* Would nobody be left who can administer? */
static tp_status check_last(tp_store *store, const tp_account_row *row, tp_err *err)
{
    sqlite3_stmt *stmt = NULL;
    bool other = false;
    if (!row->active || !tp_roles_may(row->roles, TP_MAY_ADMINISTER))
        return TP_OK;
    tp_status status = tp_db_prepare(store, &stmt,
                                     "SELECT 1 FROM account WHERE active AND account <> ?1 AND"
                                     " instr(roles, 'administrator') LIMIT 1",
                                     err);
    if (!status)
        status = tp_db_bind_int(store, stmt, 1, row->account, err);
    if (!status)
        status = tp_db_step(store, stmt, &other, err);
    sqlite3_finalize(stmt);
    if (status || other)
        return status;
    tp_diag_error(store->diags, nowhere, &msg_last, row->name);
    return tp_fail(err, TP_E_REFUSED, "the last administrator");
}

/* One change of an account by an administrator. */
typedef struct change {
    const char *act, *sql, *detail;
    bool keeps_administrator;
} change;

static tp_status apply(tp_store *store, const char *name, const change *c, const tp_value *value,
                       tp_arena *arena, tp_err *err)
{
    tp_account_row row;
    tp_status status = tp_store_may(store, TP_MAY_ADMINISTER, err);
    if (!status)
        status = known(store, name, &row, arena, err);
    if (!status && !c->keeps_administrator)
        status = check_last(store, &row, err);
    if (status)
        return status;
    tp_value v[] = {tp_value_int(row.account), *value};
    status = tp_row_insert(store, c->sql, v, 2, err);
    if (!status)
        status = tp_sessions_end(store, row.account, err);
    if (!status)
        tp_log_about(store, c->act, row.name, c->detail);
    return status;
}

static tp_status run(tp_store *store, const char *name, const change *c, const tp_value *value,
                     tp_arena *arena, tp_err *err)
{
    tp_status status = tp_store_begin(store, err);
    if (!status)
        status = apply(store, name, c, value, arena, err);
    if (!status)
        status = tp_store_commit(store, err);
    tp_store_rollback(store);
    return status;
}

tp_status tp_user_roles(tp_store *store, const char *name, unsigned roles, tp_err *err)
{
    tp_arena *arena = tp_arena_create();
    const char *text = arena ? roles_text(roles, arena) : NULL;
    tp_value value = tp_value_text(text);
    const change c = {"user-role", "UPDATE account SET roles = ?2 WHERE account = ?1", text,
                      tp_roles_may(roles, TP_MAY_ADMINISTER)};
    tp_status status = text ? TP_OK : tp_fail_nomem(err);
    if (!status && !roles) {
        tp_diag_error(store->diags, nowhere, &msg_roles,
                      "planner approver clerk auditor reader administrator");
        status = tp_fail(err, TP_E_INPUT, "no role");
    }
    if (!status)
        status = run(store, name, &c, &value, arena, err);
    tp_arena_free(arena);
    return status;
}

tp_status tp_user_active(tp_store *store, const char *name, bool active, tp_err *err)
{
    tp_arena *arena = tp_arena_create();
    tp_value value = tp_value_int(active);
    const change c = {active ? "user-enable" : "user-disable",
                      "UPDATE account SET active = ?2 WHERE account = ?1", "", active};
    tp_status status = arena ? run(store, name, &c, &value, arena, err) : tp_fail_nomem(err);
    tp_arena_free(arena);
    return status;
}

static tp_status set_password(tp_store *store, const tp_user_request *r, const lock *l, bool own,
                              tp_arena *arena, tp_err *err)
{
    tp_account_row row;
    int64_t key;
    tp_status status = known(store, r->name, &row, arena, err);
    if (status)
        return status;
    key = row.key;
    if (!own)
        status = insert_key(store, row.account, l->key, &key, err);
    if (!status)
        status = set_lock(store, row.account, key, l, err);
    if (!status)
        status = tp_sessions_end(store, row.account, err);
    if (!status)
        tp_log_about(store, own ? "user-password" : "user-key", row.name, "");
    return status;
}

tp_status tp_user_password(tp_store *store, const tp_user_request *r, tp_err *err)
{
    lock l;
    tp_account_row row;
    tp_arena *arena = tp_arena_create();
    tp_status status = arena ? check_words(store, r, false, err) : tp_fail_nomem(err);
    if (!status)
        status = known(store, r->name, &row, arena, err);
    bool own = !status && row.account == store->actor.person.account;
    if (!status)
        status = tp_store_may(store, own ? TP_MAY_LOOK : TP_MAY_ADMINISTER, err);
    if (!status)
        status = lock_seed(&l, r, own ? store->actor.seed : r->random, err);
    if (!status)
        status = tp_store_begin(store, err);
    if (!status) {
        status = set_password(store, r, &l, own, arena, err);
        if (!status)
            status = tp_store_commit(store, err);
    }
    tp_store_rollback(store);
    tp_arena_free(arena);
    return status;
}

static bool read_user(sqlite3_stmt *stmt, tp_arena *arena, void *into)
{
    tp_user_row *out = into;
    const char *roles = tp_db_text(stmt, 2, arena);
    *out = (tp_user_row){.account = sqlite3_column_int64(stmt, 0),
                         .name = tp_db_text(stmt, 1, arena),
                         .active = sqlite3_column_int(stmt, 3) != 0,
                         .key = tp_db_text(stmt, 4, arena),
                         .sessions = sqlite3_column_int64(stmt, 5)};
    if (roles)
        tp_roles_parse(roles, &out->roles);
    return roles && out->name && out->key;
}

tp_status tp_users_list(tp_store *store, tp_arena *arena, tp_user_row **out, size_t *count,
                        tp_err *err)
{
    sqlite3_stmt *stmt = NULL;
    *out = NULL;
    *count = 0;
    tp_status status = tp_db_prepare(
        store, &stmt,
        "SELECT a.account, a.name, a.roles, a.active, k.public, (SELECT count(*) FROM session s"
        " WHERE s.account = a.account) FROM account a LEFT JOIN account_key k ON k.key = a.key"
        " ORDER BY a.account",
        err);
    if (!status)
        status = tp_db_list(store, stmt, read_user, arena, out, count, err);
    sqlite3_finalize(stmt);
    return status;
}
