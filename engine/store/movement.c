/* Movements of loans: return, recall, expire, renew; what is due. */
#include "base/invariant.h"
#include "store/movement_parts.h"

#include <stdlib.h>
#include <string.h>

static const tp_pos nowhere = {0};
static const tp_msg msg_moved = {"ledger.moved", "看过预览之后台账又有变动，请重新办理",
                                 "the ledger moved since this was looked at: begin again"};
static const tp_msg msg_no_loan = {"ledger.no-loan", "台账中没有借用第 {0} 号",
                                   "the ledger has no loan {0}"};
static const tp_msg msg_too_many = {"ledger.too-many", "借用第 {0} 号尚余 {1} 个，不能办理 {2} 个",
                                    "loan {0} has {1} {1|slot|slots} left, not {2}"};
static const tp_msg msg_not_due = {"ledger.not-due",
                                   "借用第 {0} 号 {1} 到期，尚未到期；如需提前收回请用召回",
                                   "loan {0} is due on {1}, not yet; recall it instead"};
static const tp_msg msg_before = {"ledger.before-loan",
                                  "借用第 {0} 号 {1} 才借出，记账日期 {2} 早于它",
                                  "loan {0} was made on {1}; {2} is before that"};
static const tp_msg msg_renew = {"ledger.renew-date",
                                 "借用第 {0} 号现到期日为 {1}，新到期日须晚于它",
                                 "loan {0} is due on {1}; the new date must be later"};

tp_status tp_movement_open(tp_movement *m, tp_store *store, tp_booking *booking, tp_err *err)
{
    *m = (tp_movement){.store = store, .booking = booking};
    m->arena = booking ? booking->arena : tp_arena_create();
    if (!m->arena)
        return tp_fail_nomem(err);
    tp_status status = tp_store_begin(store, err);
    if (!status)
        status = tp_ledger_load(&m->ledger, store, TP_DATE_NONE, m->arena, err);
    if (!status)
        status = tp_posting_start(&m->posting, store, m->arena, err);
    if (!status && booking && booking->expected_head &&
        strcmp(booking->expected_head, m->ledger->head) != 0) {
        tp_diag_add(store->diags, TP_ERROR, nowhere, &msg_moved, 0, NULL);
        status = tp_fail(err, TP_E_REFUSED, "the ledger moved");
    }
    return status;
}

tp_status tp_movement_start(tp_movement *m, tp_store *store, tp_date on, tp_booking *booking,
                            tp_err *err)
{
    tp_status status = tp_movement_open(m, store, booking, err);
    return status ? status : tp_ledger_check_date(store, m->ledger, on, err);
}

bool tp_booking_sound(const tp_booking *b)
{
    if (b->after->n_entries != b->before->n_entries + b->n_entries ||
        b->entries != b->after->entries + b->before->n_entries)
        return false;
    int64_t last = b->before->n_entries ? b->before->entries[b->before->n_entries - 1].entry : 0;
    for (size_t i = 0; i < b->n_entries; i++)
        if (b->entries[i].entry != last + 1 + (int64_t)i)
            return false;
    return tp_ledger_sound(b->before) && tp_ledger_sound(b->after);
}

static void fill_booking(tp_movement *m, const tp_ledger *after)
{
    tp_booking *b = m->booking;
    b->before = m->ledger;
    b->after = after;
    b->n_entries = after->n_entries - m->ledger->n_entries;
    b->entries = after->entries + m->ledger->n_entries;
    tp_invariant(tp_booking_sound(b));
}

tp_status tp_movement_finish(tp_movement *m, tp_status status, tp_err *err)
{
    const tp_ledger *after = NULL;
    bool rehearsal = m->booking && m->booking->rehearse;
    if (!status)
        status = tp_posting_finish(&m->posting, &after, err);
    if (!status && m->booking)
        fill_booking(m, after);
    if (!status && !rehearsal)
        status = tp_store_commit(m->store, err);
    if (status || rehearsal)
        tp_store_rollback(m->store);
    if (!m->booking)
        tp_arena_free(m->arena);
    return status;
}

tp_account tp_movement_pool(const tp_ledger *ledger, int32_t pool)
{
    return (tp_account){.scope = ledger->pools[pool].scope, .ring = ledger->pools[pool].ring};
}

/* Earliest due first; loans without a due date last; then the older one. */
int tp_loan_by_due(const void *a, const void *b)
{
    const tp_ledger_loan *p = *(const tp_ledger_loan *const *)a;
    const tp_ledger_loan *q = *(const tp_ledger_loan *const *)b;
    tp_date due_p = p->due_on ? p->due_on : INT32_MAX, due_q = q->due_on ? q->due_on : INT32_MAX;
    if (due_p != due_q)
        return due_p < due_q ? -1 : 1;
    return p->entry < q->entry ? -1 : p->entry > q->entry;
}

static tp_status check_loan(tp_movement *m, const tp_movement_request *r,
                            const tp_ledger_loan *loan, int64_t count, tp_err *err)
{
    tp_diags *diags = m->store->diags;
    char id[TP_DEC_TEXT], left[TP_DEC_TEXT], asked[TP_DEC_TEXT], due[TP_DATE_TEXT];
    tp_int_format(r->loan, id);
    if (!loan) {
        tp_diag_error(diags, nowhere, &msg_no_loan, id);
        return tp_fail(err, TP_E_REFUSED, "no loan %s", id);
    }
    tp_int_format(loan->outstanding, left);
    tp_int_format(count, asked);
    tp_date_format(loan->due_on, due);
    if (count > loan->outstanding || !loan->outstanding || count < 0) {
        tp_diag_error(diags, nowhere, &msg_too_many, id, left, asked);
        return tp_fail(err, TP_E_REFUSED, "loan %s: %s of %s", id, asked, left);
    }
    const tp_journal_entry *made = tp_ledger_find_entry(m->ledger, r->loan);
    if (made && r->on < made->posted_on) {
        char since[TP_DATE_TEXT], on[TP_DATE_TEXT];
        tp_date_format(made->posted_on, since);
        tp_date_format(r->on, on);
        tp_diag_error(diags, nowhere, &msg_before, id, since, on);
        return tp_fail(err, TP_E_REFUSED, "loan %s is later than %s", id, on);
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

static tp_status post_loan(tp_movement *m, const tp_movement_request *r, int64_t *entry_no,
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
        entry.to = tp_movement_pool(m->ledger, loan->pool);
    }
    status = tp_posting_entry(&m->posting, &entry, err);
    if (!status && entry_no)
        *entry_no = entry.entry;
    return status;
}

tp_status tp_ledger_move(tp_store *store, const tp_movement_request *request, int64_t *entry,
                         tp_err *err)
{
    tp_movement m;
    tp_status status = tp_movement_start(&m, store, request->on, request->booking, err);
    if (!status)
        status = post_loan(&m, request, entry, err);
    return tp_movement_finish(&m, status, err);
}

tp_status tp_ledger_expire_due(tp_store *store, const tp_movement_request *request, int64_t *count,
                               tp_err *err)
{
    tp_movement m;
    *count = 0;
    tp_status status = tp_movement_start(&m, store, request->on, request->booking, err);
    for (size_t i = 0; !status && i < m.ledger->n_loans; i++) {
        const tp_ledger_loan *loan = &m.ledger->loans[i];
        if (!loan->outstanding || loan->due_on == TP_DATE_NONE || loan->due_on > request->on)
            continue;
        tp_movement_request one = *request;
        one.kind = TP_JOURNAL_EXPIRE;
        one.loan = loan->entry;
        one.count = 0;
        status = post_loan(&m, &one, NULL, err);
        ++*count;
    }
    return tp_movement_finish(&m, status, err);
}

static int by_loan_due(const void *a, const void *b)
{
    return tp_loan_by_due(&((const tp_due *)a)->loan, &((const tp_due *)b)->loan);
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
