#include "store/movement.h"

#include "store/journal.h"

#include <stdlib.h>
#include <string.h>

static const tp_pos nowhere = {0};
static const tp_msg msg_date = {"ledger.back-dated",
                                "日期 {0} 早于台账最后一笔的日期 {1}，不能倒记",
                                "{0} is before the journal's last date {1}: no back-dating"};
static const tp_msg msg_no_loan = {"ledger.no-loan", "台账中没有借用第 {0} 号",
                                   "the ledger has no loan {0}"};
static const tp_msg msg_too_many = {"ledger.too-many", "借用第 {0} 号尚余 {1} 名，不能办理 {2} 名",
                                    "loan {0} has {1} slots left, not {2}"};
static const tp_msg msg_not_due = {"ledger.not-due",
                                   "借用第 {0} 号 {1} 到期，尚未到期；如需提前收回请用召回",
                                   "loan {0} is due on {1}, not yet; recall it instead"};
static const tp_msg msg_renew = {"ledger.renew-date",
                                 "借用第 {0} 号现到期日为 {1}，新到期日须晚于它",
                                 "loan {0} is due on {1}; the new date must be later"};
static const tp_msg msg_no_deposit = {"ledger.no-deposit", "{0}（{1}）在周转池中没有存入",
                                      "{0} ({1}) has nothing deposited"};
static const tp_msg msg_several = {
    "ledger.several-pools", "{0}（{1}）在多个周转池有存入，请用 --pool 指明",
    "{0} ({1}) has deposits in several pools: say which with --pool"};
static const tp_msg msg_deposit = {"ledger.deposit-left",
                                   "{0}（{1}）存入尚余 {2} 名，不能支取 {3} 名",
                                   "{0} ({1}) has {2} slots deposited, not {3}"};
static const tp_msg msg_balance = {
    "ledger.pool-short", "周转池 {0}（{1}）余额 {2} 名，不足支取 {3} 名；需先召回 {4} 名：{5}",
    "pool {0} ({1}) holds {2} slots, {3} are asked for; recall {4} first: {5}"};
static const tp_msg msg_no_entry = {"ledger.no-entry", "台账中没有第 {0} 条可更正的记录",
                                    "the journal has no entry {0} that could be corrected"};
static const tp_msg msg_no_reason = {"ledger.no-reason", "更正须说明原因",
                                     "a correction needs a reason"};

/* A transaction with the books as they stand. */
typedef struct movement {
    tp_store *store;
    tp_arena *arena;
    tp_ledger *ledger;
    tp_posting posting;
} movement;

static void number(char *out, int64_t value)
{
    tp_int_format(value, out);
}

static tp_status start(movement *m, tp_store *store, tp_date on, tp_err *err)
{
    *m = (movement){.store = store, .arena = tp_arena_create()};
    if (!m->arena)
        return tp_fail_nomem(err);
    tp_status status = tp_store_begin(store, err);
    if (!status)
        status = tp_ledger_load(&m->ledger, store, TP_DATE_NONE, m->arena, err);
    if (!status && on < m->ledger->last_posted_on) {
        char given[TP_DATE_TEXT], last[TP_DATE_TEXT];
        tp_date_format(on, given);
        tp_date_format(m->ledger->last_posted_on, last);
        tp_diag_error(store->diags, nowhere, &msg_date, given, last);
        status = tp_fail(err, TP_E_REFUSED, "back-dated");
    }
    return status ? status : tp_posting_start(&m->posting, store, m->arena, err);
}

static tp_status finish(movement *m, tp_status status, tp_err *err)
{
    if (!status)
        status = tp_posting_finish(&m->posting, err);
    if (!status)
        status = tp_store_commit(m->store, err);
    if (status)
        tp_store_rollback(m->store);
    tp_arena_free(m->arena);
    return status;
}

static tp_account pool_account(const tp_ledger *ledger, int32_t pool)
{
    return (tp_account){.scope = ledger->pools[pool].scope, .ring = ledger->pools[pool].ring};
}

static tp_status check_loan(movement *m, const tp_movement_request *r, const tp_ledger_loan *loan,
                            int64_t count, tp_err *err)
{
    tp_diags *diags = m->store->diags;
    char id[TP_DEC_TEXT], left[TP_DEC_TEXT], asked[TP_DEC_TEXT], due[TP_DATE_TEXT];
    number(id, r->loan);
    if (!loan) {
        tp_diag_error(diags, nowhere, &msg_no_loan, id);
        return tp_fail(err, TP_E_REFUSED, "no loan %s", id);
    }
    number(left, loan->outstanding);
    number(asked, count);
    tp_date_format(loan->due_on, due);
    if (count > loan->outstanding || !loan->outstanding || count < 0) {
        tp_diag_error(diags, nowhere, &msg_too_many, id, left, asked);
        return tp_fail(err, TP_E_REFUSED, "loan %s: %s of %s", id, asked, left);
    }
    if (r->kind == TP_JOURNAL_EXPIRE && (loan->due_on == TP_DATE_NONE || loan->due_on > r->on)) {
        tp_diag_error(diags, nowhere, &msg_not_due, id, due);
        return tp_fail(err, TP_E_REFUSED, "loan %s is not due", id);
    }
    if (r->kind == TP_JOURNAL_RENEW && (r->due_on <= loan->due_on || r->due_on <= r->on)) {
        tp_diag_error(diags, nowhere, &msg_renew, id, due);
        return tp_fail(err, TP_E_REFUSED, "loan %s: new due date too early", id);
    }
    return TP_OK;
}

static tp_status post_loan(movement *m, const tp_movement_request *r, int64_t *entry_no,
                           tp_err *err)
{
    const tp_ledger_loan *loan = tp_ledger_find_loan(m->ledger, r->loan);
    int64_t count = r->count || !loan ? r->count : loan->outstanding;
    tp_status status = check_loan(m, r, loan, count, err);
    if (status)
        return status;
    const tp_ledger_line *line = &m->ledger->lines[loan->line];
    bool renew = r->kind == TP_JOURNAL_RENEW;
    tp_journal_entry entry = {.approval = loan->approval,
                              .kind = r->kind,
                              .posted_on = r->on,
                              .category = line->category,
                              .count = renew ? 0 : count,
                              .demand = loan->demand,
                              .sector = loan->sector,
                              .loan = r->loan,
                              .posted_by = r->by,
                              .reason = r->reason};
    if (renew) {
        entry.start_on = r->on;
        entry.due_on = r->due_on;
    } else {
        entry.from = (tp_account){.unit = line->unit};
        entry.to = pool_account(m->ledger, loan->pool);
    }
    status = tp_posting_entry(&m->posting, &entry, err);
    if (!status && entry_no)
        *entry_no = entry.entry;
    return status;
}

tp_status tp_ledger_move(tp_store *store, const tp_movement_request *request, int64_t *entry,
                         tp_err *err)
{
    movement m;
    tp_status status = start(&m, store, request->on, err);
    if (!status)
        status = post_loan(&m, request, entry, err);
    return finish(&m, status, err);
}

tp_status tp_ledger_expire_due(tp_store *store, tp_date on, const char *by, const char *reason,
                               int64_t *count, tp_err *err)
{
    movement m;
    *count = 0;
    tp_status status = start(&m, store, on, err);
    for (size_t i = 0; !status && i < m.ledger->n_loans; i++) {
        const tp_ledger_loan *loan = &m.ledger->loans[i];
        if (!loan->outstanding || loan->due_on == TP_DATE_NONE || loan->due_on > on)
            continue;
        status = post_loan(&m,
                           &(tp_movement_request){.kind = TP_JOURNAL_EXPIRE,
                                                  .loan = loan->entry,
                                                  .on = on,
                                                  .by = by,
                                                  .reason = reason},
                           NULL, err);
        ++*count;
    }
    return finish(&m, status, err);
}

/* The line's deposits: in the pool named, or in the only one. */
static tp_status find_holding(movement *m, const tp_withdraw_request *r,
                              const tp_ledger_holding **out, tp_err *err)
{
    int32_t line = tp_ledger_find_line(m->ledger, r->unit, r->category);
    *out = NULL;
    for (size_t i = 0; line >= 0 && i < m->ledger->n_holdings; i++) {
        const tp_ledger_holding *h = &m->ledger->holdings[i];
        const tp_ledger_pool *pool = &m->ledger->pools[h->pool];
        if (h->line != line || h->lent <= 0 || (r->scope && strcmp(r->scope, pool->scope) != 0) ||
            (r->ring && strcmp(r->ring, pool->ring) != 0))
            continue;
        if (*out) {
            tp_diag_error(m->store->diags, nowhere, &msg_several, r->unit, r->category);
            return tp_fail(err, TP_E_REFUSED, "several pools");
        }
        *out = h;
    }
    if (*out)
        return TP_OK;
    tp_diag_error(m->store->diags, nowhere, &msg_no_deposit, r->unit, r->category);
    return tp_fail(err, TP_E_REFUSED, "%s has no deposit", r->unit);
}

/* Earliest due first; loans without a due date last; then the older one. */
static int by_due(const void *a, const void *b)
{
    const tp_ledger_loan *p = *(const tp_ledger_loan *const *)a;
    const tp_ledger_loan *q = *(const tp_ledger_loan *const *)b;
    tp_date due_p = p->due_on ? p->due_on : INT32_MAX, due_q = q->due_on ? q->due_on : INT32_MAX;
    if (due_p != due_q)
        return due_p < due_q ? -1 : 1;
    return p->entry < q->entry ? -1 : p->entry > q->entry;
}

/* Names the loans of the pool to recall until `missing` slots are back. */
static void name_loans(tp_buf *out, const movement *m, int32_t pool, int64_t missing)
{
    const tp_ledger *ledger = m->ledger;
    const tp_ledger_loan **loans = tp_arena_array(m->arena, ledger->n_loans + 1, sizeof *loans);
    size_t count = 0;
    for (size_t i = 0; loans && i < ledger->n_loans; i++)
        if (ledger->loans[i].pool == pool && ledger->loans[i].outstanding > 0)
            loans[count++] = &ledger->loans[i];
    if (!loans)
        return;
    qsort(loans, count, sizeof *loans, by_due);
    for (size_t i = 0; i < count && missing > 0; i++) {
        char due[TP_DATE_TEXT];
        int64_t n = loans[i]->outstanding < missing ? loans[i]->outstanding : missing;
        tp_date_format(loans[i]->due_on, due);
        tp_buf_format(out, "%s#%lld %s ×%lld%s%s%s", i ? ", " : "", (long long)loans[i]->entry,
                      ledger->lines[loans[i]->line].unit, (long long)n, due[0] ? " (" : "", due,
                      due[0] ? ")" : "");
        missing -= n;
    }
}

static tp_status check_withdraw(movement *m, const tp_withdraw_request *r,
                                const tp_ledger_holding *h, int64_t count, tp_err *err)
{
    const tp_ledger_pool *pool = &m->ledger->pools[h->pool];
    char asked[TP_DEC_TEXT], have[TP_DEC_TEXT], missing[TP_DEC_TEXT];
    number(asked, count);
    number(have, h->lent);
    if (count > h->lent) {
        tp_diag_error(m->store->diags, nowhere, &msg_deposit, r->unit, r->category, have, asked);
        return tp_fail(err, TP_E_REFUSED, "%s of %s deposited", asked, have);
    }
    if (count <= pool->balance)
        return TP_OK;
    tp_buf loans;
    tp_buf_init(&loans);
    number(have, pool->balance);
    number(missing, count - pool->balance);
    name_loans(&loans, m, h->pool, count - pool->balance);
    tp_diag_error(m->store->diags, nowhere, &msg_balance, pool->scope, pool->category, have, asked,
                  missing, loans.bytes ? loans.bytes : "—");
    tp_buf_finish(&loans);
    return tp_fail(err, TP_E_REFUSED, "pool holds %s, %s asked", have, asked);
}

/* The approval the deposit rests on: of the latest deposit of the line in the pool. */
static int64_t deposit_approval(const tp_ledger *ledger, const tp_ledger_holding *h)
{
    const tp_ledger_line *line = &ledger->lines[h->line];
    const tp_ledger_pool *pool = &ledger->pools[h->pool];
    for (size_t i = ledger->n_entries; i-- > 0;) {
        const tp_journal_entry *e = &ledger->entries[i];
        if ((e->kind == TP_JOURNAL_DEPOSIT || e->kind == TP_JOURNAL_OPENING) && e->from.unit &&
            e->to.scope && strcmp(e->from.unit, line->unit) == 0 &&
            strcmp(e->category, line->category) == 0 && strcmp(e->to.scope, pool->scope) == 0 &&
            strcmp(e->to.ring, pool->ring) == 0)
            return e->approval;
    }
    return 0;
}

static tp_status post_withdraw(movement *m, const tp_withdraw_request *r, int64_t *entry_no,
                               tp_err *err)
{
    const tp_ledger_holding *h;
    tp_status status = find_holding(m, r, &h, err);
    if (status)
        return status;
    int64_t count = r->count ? r->count : h->lent;
    status = check_withdraw(m, r, h, count, err);
    tp_journal_entry entry = {.approval = deposit_approval(m->ledger, h),
                              .kind = TP_JOURNAL_WITHDRAW,
                              .posted_on = r->on,
                              .category = r->category,
                              .count = count,
                              .from = pool_account(m->ledger, h->pool),
                              .to = {.unit = r->unit},
                              .posted_by = r->by,
                              .reason = r->reason};
    if (!status)
        status = tp_posting_entry(&m->posting, &entry, err);
    if (!status && entry_no)
        *entry_no = entry.entry;
    return status;
}

tp_status tp_ledger_withdraw(tp_store *store, const tp_withdraw_request *request, int64_t *entry,
                             tp_err *err)
{
    movement m;
    tp_status status = start(&m, store, request->on, err);
    if (!status)
        status = post_withdraw(&m, request, entry, err);
    return finish(&m, status, err);
}

static tp_status post_correction(movement *m, const tp_correct_request *r, int64_t *entry_no,
                                 tp_err *err)
{
    char id[TP_DEC_TEXT];
    number(id, r->entry);
    const tp_journal_entry *old = r->entry > 0 && (size_t)r->entry <= m->ledger->n_entries
                                      ? &m->ledger->entries[r->entry - 1]
                                      : NULL;
    int64_t undone = 0;
    for (size_t i = 0; old && i < m->ledger->n_entries; i++)
        if (m->ledger->entries[i].corrects == r->entry)
            undone += m->ledger->entries[i].count;
    if (!old || old->corrects || old->kind == TP_JOURNAL_RENEW || undone >= old->count) {
        tp_diag_error(m->store->diags, nowhere, &msg_no_entry, id);
        return tp_fail(err, TP_E_REFUSED, "entry %s cannot be corrected", id);
    }
    if (!r->reason || !*r->reason) {
        tp_diag_add(m->store->diags, TP_ERROR, nowhere, &msg_no_reason, 0, NULL);
        return tp_fail(err, TP_E_REFUSED, "a correction needs a reason");
    }
    tp_journal_entry entry = {.approval = old->approval,
                              .kind = old->kind,
                              .posted_on = r->on,
                              .category = old->category,
                              .count = r->count ? r->count : old->count - undone,
                              .from = old->to,
                              .to = old->from,
                              .demand = old->demand,
                              .sector = old->sector,
                              .loan = old->loan,
                              .corrects = r->entry,
                              .posted_by = r->by,
                              .reason = r->reason};
    tp_status status = tp_posting_entry(&m->posting, &entry, err);
    if (!status && entry_no)
        *entry_no = entry.entry;
    return status;
}

tp_status tp_ledger_correct(tp_store *store, const tp_correct_request *request, int64_t *entry,
                            tp_err *err)
{
    movement m;
    tp_status status = start(&m, store, request->on, err);
    if (!status)
        status = post_correction(&m, request, entry, err);
    return finish(&m, status, err);
}

static int by_loan_due(const void *a, const void *b)
{
    return by_due(&((const tp_due *)a)->loan, &((const tp_due *)b)->loan);
}

tp_status tp_ledger_due(tp_due **out, size_t *count, const tp_ledger *ledger, tp_date on,
                        int64_t days, tp_arena *arena, tp_err *err)
{
    *count = 0;
    *out = tp_arena_array(arena, ledger->n_loans + 1, sizeof **out);
    if (!*out)
        return tp_fail_nomem(err);
    for (size_t i = 0; i < ledger->n_loans; i++) {
        const tp_ledger_loan *loan = &ledger->loans[i];
        if (loan->outstanding <= 0 || loan->due_on == TP_DATE_NONE)
            continue;
        int64_t left = tp_date_days(on, loan->due_on);
        if (left <= days)
            (*out)[(*count)++] = (tp_due){loan, left};
    }
    qsort(*out, *count, sizeof **out, by_loan_due);
    return TP_OK;
}
