/* Verifying the log: against itself, what it covers, the accounts, and the signatures. */
#include "store/journal.h"
#include "store/log_parts.h"

#include <string.h>

static const tp_msg msg_number = {"log.number", "应为第 {0} 条：有记录被删除或移位",
                                  "number {0} should stand here: a row was removed or moved"};
static const tp_msg msg_hash = {"log.hash", "内容与其校验值不符：记录已被改动",
                                "the row does not match its hash: it was altered"};
static const tp_msg msg_chain = {"log.chain", "与上一条记录的校验值不衔接：链条在此断开",
                                 "it does not carry the hash of the row before"};
static const tp_msg msg_end = {"log.end", "末尾记录被删除或添加", "its end was cut or added to"};
static const tp_msg msg_journal = {
    "log.journal", "当时的台账末条与现有台账不符：其前的流水或审定已被重写",
    "the end of the journal noted then is not that of the journal now: entries or approvals before "
    "it were rewritten"};
static const tp_msg msg_added = {"log.added",
                                 "当时登记的建议方案、整改事项、数据来源或密钥已被改动",
                                 "proposals, issues, sources or keys recorded then were altered"};
static const tp_msg msg_beyond = {
    "log.beyond", "有流水、审定、建议方案、整改或来源未经日志登记",
    "the journal, approvals, proposals, issues or sources go on where the log does not"};
static const tp_msg msg_signature = {
    "log.signature", "签名与内容不符（{0} 的密钥），其后共 {1} 条如此：该条或其前的记录已被改写",
    "the signature does not fit (key of {0}), nor that of {1} {1|row|rows} in all from here on: "
    "this row or one before it was rewritten"};
static const tp_msg msg_unsigned = {"log.unsigned", "已设账号之后的记录没有签名，共 {0} 条如此",
                                    "not signed, though there were accounts by then; "
                                    "{0} {0|row|rows} in all"};
static const tp_msg msg_key = {"log.key", "签名所用密钥不属于 {0}",
                               "the key it is signed with is not one of {0}"};
static const tp_msg msg_right = {"log.may-not", "{0} 当时无权办理此事（{1}）",
                                 "{0} might not {1} then"};
static const tp_msg msg_name = {"log.name", "登记的经办人与签名人 {0} 不一致",
                                "the name on record is not that of {0}, who signed"};
static const tp_msg msg_account = {"log.account", "账号 {0} 的角色或状态与日志不符",
                                   "roles or state of account {0} are not what the log says"};

/* An account as the log makes it, step by step. */
typedef struct member {
    const char *name, *roles_text;
    unsigned roles, final_roles;
    bool active, final_active, seen;
} member;

typedef struct keyed {
    int64_t account;
    unsigned char public[TP_PUBLIC_BYTES];
    bool sound;
} keyed;

typedef struct audit {
    tp_ledger *books;
    tp_store *store;
    tp_arena *arena;
    tp_log_report *out;
    member *members; /* by account - 1 */
    size_t n_members, member_capacity;
    keyed *keys; /* by key - 1 */
    size_t n_keys, key_capacity;
    tp_log_reach reach; /* as the row before says */
    const char *previous;
    int64_t first_bad, bad, first_unsigned, unsigned_rows;
    const char *bad_name;
    bool journal_told, any;
    tp_err *err;
} audit;

/* One row of the log. */
typedef struct row {
    int64_t seq, account, key;
    const char *name, *act, *subject, *detail, *hash, *signature;
    tp_log_reach reach;
} row;

static tp_status note(audit *a, const char *table, int64_t number, const tp_msg *msg,
                      const char *first, const char *second)
{
    const char *args[] = {first ? first : "", second ? second : ""};
    return tp_ledger_note(a->books, table, number, msg, 2, args, a->err);
}

static tp_status read_members(audit *a)
{
    sqlite3_stmt *stmt = NULL;
    bool more;
    tp_status status = tp_db_prepare(
        a->store, &stmt, "SELECT name, roles, active FROM account ORDER BY account", a->err);
    while (!status && !(status = tp_db_step(a->store, stmt, &more, a->err)) && more) {
        if (!tp_arena_grow(a->arena, &a->members, &a->member_capacity, a->n_members, 1)) {
            status = tp_fail_nomem(a->err);
            break;
        }
        member *m = &a->members[a->n_members++];
        *m = (member){.name = tp_db_text(stmt, 0, a->arena),
                      .roles_text = tp_db_text(stmt, 1, a->arena),
                      .final_active = sqlite3_column_int(stmt, 2) != 0};
        if (!m->name || !m->roles_text)
            status = tp_fail_nomem(a->err);
        else
            tp_roles_parse(m->roles_text, &m->final_roles);
    }
    sqlite3_finalize(stmt);
    a->out->people = a->n_members > 0;
    return status;
}

static tp_status read_keys(audit *a)
{
    sqlite3_stmt *stmt = NULL;
    bool more;
    tp_status status = tp_db_prepare(
        a->store, &stmt, "SELECT account, public FROM account_key ORDER BY key", a->err);
    while (!status && !(status = tp_db_step(a->store, stmt, &more, a->err)) && more) {
        const char *text = tp_db_text(stmt, 1, a->arena);
        if (!text || !tp_arena_grow(a->arena, &a->keys, &a->key_capacity, a->n_keys, 1)) {
            status = tp_fail_nomem(a->err);
            break;
        }
        keyed *k = &a->keys[a->n_keys++];
        *k = (keyed){.account = sqlite3_column_int64(stmt, 0)};
        k->sound = tp_hex_read(k->public, sizeof k->public, text);
    }
    sqlite3_finalize(stmt);
    return status;
}

static member *named(audit *a, const char *name)
{
    for (size_t i = 0; i < a->n_members; i++)
        if (strcmp(a->members[i].name, name) == 0)
            return &a->members[i];
    return NULL;
}

/* What the row says of accounts happens. */
static void follow(audit *a, const row *r)
{
    member *m = strncmp(r->act, "user-", 5) == 0 ? named(a, r->subject) : NULL;
    if (!m)
        return;
    if (strcmp(r->act, "user-add") == 0 || strcmp(r->act, "user-first") == 0) {
        m->active = m->seen = true;
        tp_roles_parse(r->detail, &m->roles);
        a->any = true;
    } else if (strcmp(r->act, "user-role") == 0) {
        tp_roles_parse(r->detail, &m->roles);
    } else if (strcmp(r->act, "user-disable") == 0) {
        m->active = false;
    } else if (strcmp(r->act, "user-enable") == 0) {
        m->active = true;
    }
}

/* Rows that nobody signs even where there are accounts. */
static bool goes_unsigned(const row *r)
{
    static const char *const acts[] = {"migrate", "sign-in-refused", "user-first", "sign-out"};
    for (size_t i = 0; i < sizeof acts / sizeof *acts; i++)
        if (strcmp(r->act, acts[i]) == 0)
            return true;
    return false;
}

static bool grew(const audit *a, const row *r, int table)
{
    return r->reach.table[table] > a->reach.table[table];
}

/* What the signer must have been allowed to do for what the row adds. */
static unsigned needs(const audit *a, const row *r)
{
    bool approvals = r->reach.approvals > a->reach.approvals;
    unsigned needed = 0;
    for (int64_t i = a->reach.approvals; i < r->reach.approvals; i++) {
        bool files =
            (size_t)i < a->books->n_approvals && tp_changes_file(a->books->approvals[i].changes);
        needed |= 1u << (files ? TP_MAY_POST : TP_MAY_DECIDE);
    }
    if (!approvals && r->reach.entries > a->reach.entries)
        needed |= 1u << TP_MAY_POST;
    if (grew(a, r, 0))
        needed |= 1u << TP_MAY_PROPOSE;
    if (grew(a, r, 1) || grew(a, r, 2))
        needed |= 1u << TP_MAY_RECORD;
    if (grew(a, r, 3))
        needed |= 1u << TP_MAY_WORK;
    if (strncmp(r->act, "user-", 5) == 0 && strcmp(r->act, "user-password") != 0)
        needed |= 1u << TP_MAY_ADMINISTER;
    return needed;
}

static tp_status check_rights(audit *a, const row *r)
{
    const member *m =
        r->account >= 1 && (size_t)r->account <= a->n_members ? &a->members[r->account - 1] : NULL;
    unsigned needed = needs(a, r);
    for (int may = 0; may < TP_MAYS; may++)
        if ((needed >> may & 1u) && (!m || !m->active || !tp_roles_may(m->roles, (tp_may)may))) {
            const char *args[2] = {r->name, tp_may_names[may]};
            return tp_ledger_note(a->books, "log", r->seq, &msg_right, 2, args, a->err);
        }
    const tp_ledger *books = a->books;
    bool same = !m || strcmp(m->name, r->name) == 0;
    for (int64_t i = a->reach.approvals; i < r->reach.approvals; i++)
        same = same && ((size_t)i >= books->n_approvals ||
                        strcmp(books->approvals[i].decided_by, r->name) == 0);
    for (int64_t i = a->reach.entries; i < r->reach.entries; i++)
        same = same &&
               ((size_t)i >= books->n_entries || strcmp(books->entries[i].posted_by, r->name) == 0);
    return same ? TP_OK : note(a, "log", r->seq, &msg_name, r->name, NULL);
}

static tp_status check_signature(audit *a, const row *r)
{
    char message[128];
    unsigned char bytes[TP_SIGNATURE_BYTES];
    if (!r->key) {
        if (a->any && !goes_unsigned(r)) {
            a->first_unsigned = a->first_unsigned ? a->first_unsigned : r->seq;
            a->unsigned_rows++;
        }
        return TP_OK;
    }
    const keyed *k = r->key >= 1 && (size_t)r->key <= a->n_keys ? &a->keys[r->key - 1] : NULL;
    if (!k || k->account != r->account || r->key > r->reach.table[4])
        return note(a, "log", r->seq, &msg_key, r->name, NULL);
    size_t length = tp_log_message(message, sizeof message, r->hash);
    if (!k->sound || !tp_hex_read(bytes, sizeof bytes, r->signature) ||
        !tp_signed(bytes, message, length, k->public)) {
        if (!a->first_bad) {
            a->first_bad = r->seq;
            a->bad_name = r->name;
        }
        a->bad++;
    }
    return check_rights(a, r);
}

/* The ends the row notes are those of the chains as they are. */
static bool ends_hold(const audit *a, const row *r)
{
    const tp_ledger *b = a->books;
    size_t n = (size_t)r->reach.entries, k = (size_t)r->reach.approvals;
    const char *entry = n && n <= b->n_entries ? b->entries[n - 1].hash : "";
    const char *approval = k && k <= b->n_approvals ? b->approvals[k - 1].hash : "";
    return r->reach.entries >= a->reach.entries && r->reach.approvals >= a->reach.approvals &&
           n <= b->n_entries && k <= b->n_approvals && strcmp(entry, r->reach.entry_hash) == 0 &&
           strcmp(approval, r->reach.approval_hash) == 0;
}

static tp_status check_row(audit *a, const row *r, const tp_value *v)
{
    char hex[TP_SHA256_HEX], want[TP_DEC_TEXT];
    tp_status status = TP_OK;
    if (r->seq != a->out->rows + 1) {
        tp_int_format(a->out->rows + 1, want);
        status = note(a, "log", r->seq, &msg_number, want, NULL);
    }
    if (!status)
        status = tp_row_hash(v, TP_LOG_HASHED, hex, a->err);
    if (!status && strcmp(hex, r->hash) != 0)
        status = note(a, "log", r->seq, &msg_hash, NULL, NULL);
    if (!status && strcmp(a->previous, tp_value_or_empty(&v[13])) != 0)
        status = note(a, "log", r->seq, &msg_chain, NULL, NULL);
    if (!status && !a->journal_told && !ends_hold(a, r)) {
        a->journal_told = true;
        status = note(a, "log", r->seq, &msg_journal, NULL, NULL);
    }
    if (!status)
        status = tp_log_added(a->store, &a->reach, &r->reach, hex, a->arena, a->err);
    if (!status && strcmp(hex, tp_value_or_empty(&v[12])) != 0)
        status = note(a, "log", r->seq, &msg_added, NULL, NULL);
    return status ? status : check_signature(a, r);
}

static void fill(row *r, const tp_value *v)
{
    *r = (row){.seq = tp_value_as_int(&v[0]),
               .account = tp_value_as_int(&v[2]),
               .name = tp_value_or_empty(&v[3]),
               .act = tp_value_or_empty(&v[4]),
               .subject = tp_value_or_empty(&v[5]),
               .detail = tp_value_or_empty(&v[6]),
               .hash = tp_value_or_empty(&v[14]),
               .key = tp_value_as_int(&v[15]),
               .signature = tp_value_or_empty(&v[16])};
    r->reach = (tp_log_reach){.approvals = tp_value_as_int(&v[7]),
                              .approval_hash = tp_value_or_empty(&v[8]),
                              .entries = tp_value_as_int(&v[9]),
                              .entry_hash = tp_value_or_empty(&v[10])};
    tp_log_reach_read(&r->reach, tp_value_or_empty(&v[11]));
}

static tp_status walk(audit *a)
{
    sqlite3_stmt *stmt = NULL;
    bool more;
    tp_status status = tp_db_prepare(a->store, &stmt, "SELECT * FROM log ORDER BY seq", a->err);
    while (!status && !(status = tp_db_step(a->store, stmt, &more, a->err)) && more) {
        tp_value v[TP_LOG_VALUES];
        row r;
        status = tp_row_read(stmt, TP_LOG_VALUES, a->arena, v, a->err);
        if (status)
            break;
        fill(&r, v);
        status = check_row(a, &r, v);
        follow(a, &r);
        a->previous = r.hash;
        a->reach = r.reach;
        a->out->rows++;
    }
    sqlite3_finalize(stmt);
    return status;
}

static tp_status check_end(audit *a)
{
    sqlite3_stmt *stmt = NULL;
    bool more = false;
    tp_status status = tp_db_prepare(a->store, &stmt, "SELECT rows, hash FROM log_end", a->err);
    if (!status)
        status = tp_db_step(a->store, stmt, &more, a->err);
    const char *hash = !status && more ? tp_db_text(stmt, 1, a->arena) : NULL;
    bool holds =
        hash && sqlite3_column_int64(stmt, 0) == a->out->rows && strcmp(hash, a->previous) == 0;
    sqlite3_finalize(stmt);
    if (!status && !holds)
        status = note(a, "log", a->out->rows, &msg_end, NULL, NULL);
    tp_log_reach now;
    if (!status)
        status = tp_log_reach_now(a->store, &now, a->arena, a->err);
    if (!status && tp_log_moved(&a->reach, &now))
        status = note(a, "log", a->out->rows, &msg_beyond, NULL, NULL);
    return status;
}

static tp_status check_members(audit *a)
{
    tp_status status = TP_OK;
    char count[TP_DEC_TEXT];
    if (a->first_bad) {
        tp_int_format(a->bad, count);
        status = note(a, "log", a->first_bad, &msg_signature, a->bad_name, count);
    }
    if (!status && a->first_unsigned) {
        tp_int_format(a->unsigned_rows, count);
        status = note(a, "log", a->first_unsigned, &msg_unsigned, count, NULL);
    }
    for (size_t i = 0; !status && i < a->n_members; i++) {
        const member *m = &a->members[i];
        if (!m->seen || m->roles != m->final_roles || m->active != m->final_active)
            status = note(a, "account", (int64_t)i + 1, &msg_account, m->name, NULL);
    }
    return status;
}

tp_status tp_log_verify(tp_log_report *out, tp_ledger *books, tp_store *store, tp_err *err)
{
    tp_log_report signers;
    *out = (tp_log_report){.head = ""};
    audit a = {.books = books,
               .store = store,
               .arena = books->arena,
               .out = out,
               .previous = "",
               .reach = {.approval_hash = "", .entry_hash = ""},
               .err = err};
    tp_status status = read_members(&a);
    if (!status)
        status = read_keys(&a);
    if (!status)
        status = walk(&a);
    if (!status)
        status = check_end(&a);
    if (!status)
        status = check_members(&a);
    if (!status)
        status = tp_log_signers(&signers, books, store, books->arena, err);
    if (status)
        return status;
    *out = signers;
    return TP_OK;
}
