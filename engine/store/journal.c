/* Reading the two chains. */
#include "store/journal.h"

#include <stdio.h>
#include <string.h>

enum { APPROVAL_VALUES = 16, ENTRY_VALUES = 24 };

const char *const tp_journal_kind_names[TP_JOURNAL_KINDS] = {
    "opening",  "deposit", "loan",   "transfer", "reclaim", "return", "recall",
    "withdraw", "renew",   "expire", "succeed",  "convert", "people", "reorganise"};

/* The table's list of kinds is older than some: there these have the name of another kind, which
 * never has such ends. */
typedef enum end { AT_UNIT, AT_POOL, OUTSIDE } end;
static const struct {
    tp_journal_kind kind;
    const char *name;
    end from, to;
} younger[] = {{TP_JOURNAL_SUCCEED, "transfer", AT_UNIT, AT_UNIT},
               {TP_JOURNAL_CONVERT, "transfer", AT_POOL, OUTSIDE},
               {TP_JOURNAL_CONVERT, "transfer", OUTSIDE, AT_POOL},
               {TP_JOURNAL_PEOPLE, "deposit", AT_UNIT, AT_UNIT},
               {TP_JOURNAL_REORGANISE, "reclaim", AT_UNIT, AT_UNIT},
               {TP_JOURNAL_REORGANISE, "transfer", AT_UNIT, AT_POOL}};
enum { YOUNGER = sizeof younger / sizeof *younger };

static end end_of(tp_account account)
{
    return account.unit ? AT_UNIT : account.scope ? AT_POOL : OUTSIDE;
}

/* A correction has the accounts of what it corrects the other way round. */
static bool fits(int i, const tp_journal_entry *e)
{
    end from = end_of(e->corrects ? e->to : e->from), to = end_of(e->corrects ? e->from : e->to);
    return younger[i].from == from && younger[i].to == to;
}

const char *tp_journal_kind_stored(const tp_journal_entry *entry)
{
    for (int i = 0; i < YOUNGER; i++)
        if (younger[i].kind == entry->kind && fits(i, entry))
            return younger[i].name;
    return tp_journal_kind_names[entry->kind];
}

const tp_words tp_journal_kind_words[TP_JOURNAL_KINDS] = {{"期初", "opening"},
                                                          {"存入", "deposit"},
                                                          {"借用", "loan"},
                                                          {"划转", "transfer"},
                                                          {"硬性收储", "reclaim"},
                                                          {"归还", "return"},
                                                          {"召回", "recall"},
                                                          {"支取", "withdraw"},
                                                          {"续借", "renew"},
                                                          {"到期收回", "expire"},
                                                          {"承接", "succession"},
                                                          {"跨类别统筹", "conversion"},
                                                          {"人员划转", "move of people"},
                                                          {"撤并核减", "reorganisation"}};

static const tp_msg msg_number = {"ledger.number",
                                  "应为第 {0} 条，实为第 {1} 条：有记录被删除或移位",
                                  "number {1} stands where {0} should: a row was removed or moved"};
static const tp_msg msg_hash = {"ledger.hash", "内容与其校验值不符：记录已被改动",
                                "the row does not match its hash: it was altered"};
static const tp_msg msg_chain = {
    "ledger.chain", "与上一条记录的校验值不衔接：链条在此断开",
    "it does not carry the hash of the row before: the chain breaks here"};
static const tp_msg msg_kind = {"ledger.kind", "业务类型无法识别",
                                "its kind is not one of the journal's"};
static const tp_msg msg_end = {
    "ledger.end", "应有 {0} 条，实有 {1} 条：末尾记录被删除或添加",
    "{0} {0|row is|rows are} on record, {1} {1|is|are} there: the end was cut or added to"};
static const tp_msg msg_end_hash = {"ledger.end-hash", "末条记录的校验值与登记的不符",
                                    "the last row's hash is not the one on record"};
static const tp_msg msg_read = {"ledger.unreadable", "无法读取：{0}", "it cannot be read: {0}"};

static const tp_words none = {"", ""};

tp_status tp_ledger_note(tp_ledger *books, const char *table, int64_t row, const tp_msg *msg,
                         size_t count, const char *const *args, tp_err *err)
{
    if (!tp_arena_grow(books->arena, &books->findings, &books->capacity[6], books->n_findings, 1))
        return tp_fail_nomem(err);
    tp_ledger_finding *finding = &books->findings[books->n_findings];
    *finding = (tp_ledger_finding){.table = table, .row = row, .code = msg->code, .text = none};
    for (int lang = 0; lang < 2; lang++) {
        tp_buf text;
        tp_buf_init(&text);
        tp_words_fill(&text, lang ? msg->en : msg->zh, count, args);
        const char *copy = tp_buf_ok(&text) ? tp_arena_text(books->arena, text.bytes) : NULL;
        tp_buf_finish(&text);
        if (!copy)
            return tp_fail_nomem(err);
        if (lang)
            finding->text.en = copy;
        else
            finding->text.zh = copy;
    }
    books->n_findings++;
    return TP_OK;
}

/* What both chains check of a row: its number, its own hash, the hash of the one before. */
typedef struct link {
    const char *table;
    size_t count; /* values, the last two being previous and hash */
    int64_t expected;
    const char *previous;
} link;

static tp_status check_link(tp_ledger *books, const link *at, const tp_value *values, tp_err *err)
{
    char hex[TP_SHA256_HEX];
    tp_status status = tp_row_hash(values, at->count - 1, hex, err);
    int64_t number = tp_value_as_int(&values[0]);
    if (!status && number != at->expected) {
        char want[TP_DEC_TEXT], have[TP_DEC_TEXT];
        tp_int_format(at->expected, want);
        tp_int_format(number, have);
        status = tp_ledger_note(books, at->table, number, &msg_number, 2,
                                (const char *const[]){want, have}, err);
    }
    if (!status && strcmp(hex, tp_value_or_empty(&values[at->count - 1])) != 0)
        status = tp_ledger_note(books, at->table, number, &msg_hash, 0, NULL, err);
    if (!status && strcmp(at->previous, tp_value_or_empty(&values[at->count - 2])) != 0)
        status = tp_ledger_note(books, at->table, number, &msg_chain, 0, NULL, err);
    return status;
}

static void fill_approval(tp_approval_row *out, const tp_value *v)
{
    *out = (tp_approval_row){.approval = tp_value_as_int(&v[0]),
                             .proposal = tp_value_as_int(&v[1]),
                             .decision = tp_value_or_empty(&v[2]),
                             .meeting = tp_value_or_empty(&v[3]),
                             .decided_by = tp_value_or_empty(&v[4]),
                             .decided_on = tp_value_as_date(&v[5]),
                             .reason = tp_value_or_empty(&v[6]),
                             .changes = tp_value_or_empty(&v[7]),
                             .proposed_by = tp_value_or_empty(&v[8]),
                             .run = tp_value_or_empty(&v[9]),
                             .document_sha256 = tp_value_or_empty(&v[10]),
                             .dataset_sha256 = tp_value_or_empty(&v[11]),
                             .scenario_sha256 = tp_value_or_empty(&v[12]),
                             .ledger_head = tp_value_or_empty(&v[13]),
                             .previous = tp_value_or_empty(&v[14]),
                             .hash = tp_value_or_empty(&v[15])};
}

static void fill_entry(tp_journal_entry *out, const tp_value *v)
{
    *out = (tp_journal_entry){
        .entry = tp_value_as_int(&v[0]),
        .posting = tp_value_as_int(&v[1]),
        .approval = tp_value_as_int(&v[2]),
        .posted_on = tp_value_as_date(&v[4]),
        .category = tp_value_or_empty(&v[5]),
        .count = tp_value_as_int(&v[6]),
        .from = {tp_value_as_text(&v[7]), tp_value_as_text(&v[8]), tp_value_or_empty(&v[9])},
        .to = {tp_value_as_text(&v[10]), tp_value_as_text(&v[11]), tp_value_or_empty(&v[12])},
        .demand = tp_value_as_text(&v[13]),
        .sector = tp_value_as_text(&v[14]),
        .start_on = tp_value_as_date(&v[15]),
        .due_on = tp_value_as_date(&v[16]),
        .notice = tp_value_as_text(&v[17]),
        .loan = tp_value_as_int(&v[18]),
        .corrects = tp_value_as_int(&v[19]),
        .posted_by = tp_value_or_empty(&v[20]),
        .reason = tp_value_or_empty(&v[21]),
        .previous = tp_value_or_empty(&v[22]),
        .hash = tp_value_or_empty(&v[23])};
}

static tp_status read_approvals(tp_ledger *books, tp_store *store, tp_err *err)
{
    sqlite3_stmt *stmt = NULL;
    bool row;
    tp_value v[APPROVAL_VALUES];
    tp_status status = tp_db_prepare(store, &stmt, "SELECT * FROM approval ORDER BY rowid", err);
    while (!status && !(status = tp_db_step(store, stmt, &row, err)) && row) {
        link at = {"approval", APPROVAL_VALUES, (int64_t)books->n_approvals + 1,
                   books->approval_head};
        status = tp_row_read(stmt, APPROVAL_VALUES, books->arena, v, err);
        if (!status)
            status = check_link(books, &at, v, err);
        if (status)
            break;
        if (!tp_arena_grow(books->arena, &books->approvals, &books->capacity[1], books->n_approvals,
                           1)) {
            status = tp_fail_nomem(err);
            break;
        }
        tp_approval_row *approval = &books->approvals[books->n_approvals++];
        fill_approval(approval, v);
        books->approval_head = approval->hash;
    }
    sqlite3_finalize(stmt);
    return status;
}

static int kind_of(const char *name, const tp_journal_entry *e)
{
    for (int i = 0; i < YOUNGER; i++)
        if (strcmp(name, younger[i].name) == 0 && fits(i, e))
            return (int)younger[i].kind;
    for (int k = 0; k < TP_JOURNAL_SUCCEED; k++)
        if (strcmp(name, tp_journal_kind_names[k]) == 0)
            return k;
    return -1;
}

static tp_status read_entry(tp_ledger *books, sqlite3_stmt *stmt, int64_t expected, tp_err *err)
{
    tp_value v[ENTRY_VALUES];
    link at = {"journal", ENTRY_VALUES, expected, books->head};
    tp_status status = tp_row_read(stmt, ENTRY_VALUES, books->arena, v, err);
    if (!status)
        status = check_link(books, &at, v, err);
    if (status)
        return status;
    tp_journal_entry entry;
    fill_entry(&entry, v);
    int kind = kind_of(tp_value_or_empty(&v[3]), &entry);
    books->head = entry.hash;
    if (kind < 0)
        return tp_ledger_note(books, "journal", entry.entry, &msg_kind, 0, NULL, err);
    entry.kind = (tp_journal_kind)kind;
    books->last_posting = entry.posting;
    if (!tp_arena_grow(books->arena, &books->entries, &books->capacity[0], books->n_entries, 1))
        return tp_fail_nomem(err);
    books->entries[books->n_entries++] = entry;
    return TP_OK;
}

static tp_status read_entries(tp_ledger *books, tp_store *store, int64_t *count, tp_err *err)
{
    sqlite3_stmt *stmt = NULL;
    bool row;
    tp_status status = tp_db_prepare(store, &stmt, "SELECT * FROM journal ORDER BY rowid", err);
    while (!status && !(status = tp_db_step(store, stmt, &row, err)) && row)
        status = read_entry(books, stmt, ++*count, err);
    sqlite3_finalize(stmt);
    return status;
}

static tp_status check_end(tp_ledger *books, const char *table, int64_t have, const char *have_hash,
                           const tp_value *want, tp_err *err)
{
    if (tp_value_as_int(&want[0]) != have) {
        char a[TP_DEC_TEXT], b[TP_DEC_TEXT];
        tp_int_format(tp_value_as_int(&want[0]), a);
        tp_int_format(have, b);
        return tp_ledger_note(books, table, have, &msg_end, 2, (const char *const[]){a, b}, err);
    }
    if (strcmp(tp_value_or_empty(&want[1]), have_hash) != 0)
        return tp_ledger_note(books, table, have, &msg_end_hash, 0, NULL, err);
    return TP_OK;
}

static tp_status check_head(tp_ledger *books, tp_store *store, int64_t entries, tp_err *err)
{
    sqlite3_stmt *stmt = NULL;
    bool row = false;
    tp_value v[4] = {{.type = 'x'}, {.type = 'x'}, {.type = 'x'}, {.type = 'x'}};
    tp_status status = tp_db_prepare(
        store, &stmt, "SELECT approvals, approval_hash, entries, entry_hash FROM head", err);
    if (!status)
        status = tp_db_step(store, stmt, &row, err);
    if (!status && row)
        status = tp_row_read(stmt, 4, books->arena, v, err);
    sqlite3_finalize(stmt);
    if (!status)
        status =
            check_end(books, "approval", (int64_t)books->n_approvals, books->approval_head, v, err);
    if (!status)
        status = check_end(books, "journal", entries, books->head, v + 2, err);
    return status;
}

/* A page SQLite cannot make sense of is damage too: said with the last row that could be read. */
static tp_status unreadable(tp_ledger *books, tp_store *store, const char *table, int64_t row,
                            tp_status status, tp_err *err)
{
    if (status != TP_E_IO || (sqlite3_errcode(store->db) & 0xff) != SQLITE_CORRUPT)
        return status;
    return tp_ledger_note(books, table, row, &msg_read, 1,
                          (const char *const[]){sqlite3_errmsg(store->db)}, err);
}

tp_status tp_journal_read(tp_ledger *books, tp_store *store, tp_err *err)
{
    int64_t count = 0;
    tp_status status = read_approvals(books, store, err);
    status = unreadable(books, store, "approval", (int64_t)books->n_approvals + 1, status, err);
    if (!status) {
        status = read_entries(books, store, &count, err);
        status = unreadable(books, store, "journal", count + 1, status, err);
    }
    if (!status) {
        status = check_head(books, store, count, err);
        status = unreadable(books, store, "head", 1, status, err);
    }
    return status;
}
