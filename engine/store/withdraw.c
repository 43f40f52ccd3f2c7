/* An owner takes its deposit back. */
#include "store/movement_parts.h"

#include <stdlib.h>
#include <string.h>

static const tp_pos nowhere = {0};
static const tp_msg msg_no_deposit = {"ledger.no-deposit", "{0}（{1}）在周转池中没有存入",
                                      "{0} ({1}) has nothing deposited"};
static const tp_msg msg_other_deposits = {
    "ledger.no-deposit", "{0}（{1}）在{2}周转池中没有存入；该单位存入的有：{3}",
    "{0} ({1}) has nothing deposited{2}; what it has deposited: {3}"};
static const tp_msg msg_several = {
    "ledger.several-pools", "{0}（{1}）在多个周转池有存入，请用 --pool 指明",
    "{0} ({1}) has deposits in several pools: say which with --pool"};
static const tp_msg msg_deposit = {"ledger.deposit-left",
                                   "{0}（{1}）存入尚余 {2} 个，不能支取 {3} 个",
                                   "{0} ({1}) has {2} {2|slot|slots} deposited, not {3}"};
static const tp_msg msg_balance = {
    "ledger.pool-short", "周转池 {0}（{1}）余额 {2} 个，不足支取 {3} 个；需先召回 {4} 个：{5}",
    "pool {0} ({1}) holds {2} {2|slot|slots}, {3} {3|is|are} asked for; recall {4} first: {5}"};

/* That there is none such, and which there are. */
static void tell_deposits(const tp_movement *m, const tp_withdraw_request *r)
{
    tp_buf list, zh, en;
    tp_buf_init(&list);
    tp_buf_init(&zh);
    tp_buf_init(&en);
    for (size_t i = 0; i < m->ledger->n_holdings; i++) {
        const tp_ledger_holding *h = &m->ledger->holdings[i];
        const tp_ledger_pool *pool = &m->ledger->pools[h->pool];
        if (h->lent <= 0 || strcmp(m->ledger->lines[h->line].unit, r->unit) != 0)
            continue;
        tp_buf_format(&list, "%s%s ×%lld (%s%s%s)", list.length ? ", " : "", pool->category,
                      (long long)h->lent, pool->scope, *pool->ring ? "/" : "", pool->ring);
    }
    if (r->scope) {
        tp_buf_format(&zh, " %s ", r->scope);
        tp_buf_format(&en, " in pool %s", r->scope);
    }
    const tp_words args[] = {{r->unit, r->unit},
                             {r->category, r->category},
                             {zh.bytes ? zh.bytes : "", en.bytes ? en.bytes : ""},
                             {list.bytes ? list.bytes : "", list.bytes ? list.bytes : ""}};
    if (list.length)
        tp_diag_add_words(m->store->diags, TP_ERROR, nowhere, &msg_other_deposits, 4, args);
    else
        tp_diag_error(m->store->diags, nowhere, &msg_no_deposit, r->unit, r->category);
    tp_buf_finish(&list);
    tp_buf_finish(&zh);
    tp_buf_finish(&en);
}

/* The line's deposits: in the pool named, or in the only one. */
static tp_status find_holding(tp_movement *m, const tp_withdraw_request *r,
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
    tell_deposits(m, r);
    return tp_fail(err, TP_E_REFUSED, "%s has no deposit", r->unit);
}

/* Names the loans of the pool to recall until `missing` slots are back. */
static void name_loans(tp_buf *out, const tp_movement *m, int32_t pool, int64_t missing)
{
    const tp_ledger *ledger = m->ledger;
    const tp_ledger_loan **loans = tp_arena_array(m->arena, ledger->n_loans + 1, sizeof *loans);
    size_t count = 0;
    for (size_t i = 0; loans && i < ledger->n_loans; i++)
        if (ledger->loans[i].pool == pool && ledger->loans[i].outstanding > 0)
            loans[count++] = &ledger->loans[i];
    if (!loans)
        return;
    qsort(loans, count, sizeof *loans, tp_loan_by_due);
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

static tp_status check_withdraw(tp_movement *m, const tp_withdraw_request *r,
                                const tp_ledger_holding *h, int64_t count, tp_err *err)
{
    const tp_ledger_pool *pool = &m->ledger->pools[h->pool];
    char asked[TP_DEC_TEXT], have[TP_DEC_TEXT], missing[TP_DEC_TEXT];
    tp_int_format(count, asked);
    tp_int_format(h->lent, have);
    if (count > h->lent) {
        tp_diag_error(m->store->diags, nowhere, &msg_deposit, r->unit, r->category, have, asked);
        return tp_fail(err, TP_E_REFUSED, "%s of %s deposited", asked, have);
    }
    if (count <= pool->balance)
        return TP_OK;
    tp_buf loans;
    tp_buf_init(&loans);
    tp_int_format(pool->balance, have);
    tp_int_format(count - pool->balance, missing);
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

static tp_status post_withdraw(tp_movement *m, const tp_withdraw_request *r, int64_t *entry_no,
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
                              .from = tp_movement_pool(m->ledger, h->pool),
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
    tp_movement m;
    tp_status status = tp_movement_start(&m, store, request->on, request->booking, err);
    if (!status)
        status = post_withdraw(&m, request, entry, err);
    return tp_movement_finish(&m, status, err);
}
