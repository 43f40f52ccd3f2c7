/* Corrections: entries that undo earlier ones, one by one or a posting at a time. */
#include "store/movement_parts.h"

#include <string.h>

static const tp_pos nowhere = {0};
static const tp_msg msg_no_entry = {"ledger.no-entry", "台账中没有第 {0} 条可更正的记录",
                                    "the journal has no entry {0} that could be corrected"};
static const tp_msg msg_undone = {"ledger.undone", "台账第 {0} 条已全部更正（见第 {1} 条）",
                                  "entry {0} is corrected already, by entry {1}"};
static const tp_msg msg_half = {
    "ledger.half-conversion", "台账第 {0} 条是跨类别统筹的一半，不能单独更正；请冲销整批",
    "entry {0} is one half of a conversion and cannot be corrected alone: undo the posting"};
static const tp_msg msg_is_correction = {
    "ledger.is-correction", "台账第 {0} 条本身是对第 {1} 条的更正，不能再更正；请重新登记",
    "entry {0} is itself the correction of entry {1}: post it anew instead"};
static const tp_msg msg_too_much = {"ledger.correct-count",
                                    "台账第 {0} 条只剩 {1} 个可更正，不是 {2} 个",
                                    "entry {0} has {1} left to correct, not {2}"};
static const tp_msg msg_before = {"ledger.correct-before",
                                  "更正日期 {0} 早于所更正的第 {1} 条的日期 {2}",
                                  "{0} is before the date of entry {1}, which is {2}"};
static const tp_msg msg_no_reason = {"ledger.no-reason", "更正须说明原因",
                                     "a correction needs a reason"};
static const tp_msg msg_renewed = {"ledger.renewed-again", "第 {0} 条续借之后又有续借（第 {1} 条）",
                                   "the loan of entry {0} was renewed again by entry {1}"};
static const tp_msg msg_no_posting = {"ledger.no-posting", "台账中没有可撤销的第 {0} 批记录",
                                      "the journal has no posting {0} that could be undone"};
static const tp_msg msg_stands = {
    "ledger.stands-on-it", "不能撤销：台账第 {0} 条（{1}，{2}）以它为据，须先更正该条",
    "cannot be undone: entry {0} ({1}, {2}) stands on it and must be corrected first"};

/* The due date a loan had before entry `renewal`. */
static tp_date due_before(const tp_ledger *ledger, const tp_journal_entry *renewal)
{
    const tp_journal_entry *loan = tp_ledger_find_entry(ledger, renewal->loan);
    tp_date due = loan ? loan->due_on : TP_DATE_NONE;
    for (size_t i = 0; i < ledger->n_entries; i++) {
        const tp_journal_entry *e = &ledger->entries[i];
        if (e->kind == TP_JOURNAL_RENEW && e->loan == renewal->loan && e->entry < renewal->entry &&
            !e->corrects && !e->undone)
            due = e->due_on;
    }
    return due;
}

static tp_status post_contrary(tp_movement *m, const tp_journal_entry *old, int64_t count,
                               const tp_correct_request *r, int64_t *entry_no, tp_err *err)
{
    bool renewal = old->kind == TP_JOURNAL_RENEW;
    tp_journal_entry entry = {.approval = old->approval,
                              .kind = old->kind,
                              .posted_on = r->on,
                              .category = old->category,
                              .count = renewal ? 0 : count,
                              .from = old->to,
                              .to = old->from,
                              .demand = old->demand,
                              .sector = old->sector,
                              .due_on = renewal ? due_before(m->ledger, old) : TP_DATE_NONE,
                              .loan = old->loan,
                              .corrects = old->entry,
                              .posted_by = r->by,
                              .reason = r->reason};
    tp_status status = tp_posting_entry(&m->posting, &entry, err);
    if (!status && entry_no)
        *entry_no = entry.entry;
    return status;
}

static tp_status check_reason(tp_movement *m, const char *reason, tp_err *err)
{
    if (reason && *reason)
        return TP_OK;
    tp_diag_add(m->store->diags, TP_ERROR, nowhere, &msg_no_reason, 0, NULL);
    return tp_fail(err, TP_E_REFUSED, "a correction needs a reason");
}

static tp_status refuse(tp_movement *m, const tp_msg *msg, const char *a, const char *b,
                        const char *c, tp_err *err)
{
    tp_diag_add(m->store->diags, TP_ERROR, nowhere, msg, 3, (const char *const[]){a, b, c});
    return tp_fail(err, TP_E_REFUSED, "entry %s cannot be corrected", a);
}

/* A later renewal of the loan that stands; 0: none. */
static int64_t later_renewal(const tp_ledger *ledger, const tp_journal_entry *old)
{
    for (size_t i = 0; old->kind == TP_JOURNAL_RENEW && i < ledger->n_entries; i++) {
        const tp_journal_entry *e = &ledger->entries[i];
        if (e->kind == TP_JOURNAL_RENEW && e->loan == old->loan && e->entry > old->entry &&
            !e->corrects && !e->undone)
            return e->entry;
    }
    return 0;
}

static int64_t correction_of(const tp_ledger *ledger, int64_t entry)
{
    int64_t found = 0;
    for (size_t i = 0; i < ledger->n_entries; i++)
        if (ledger->entries[i].corrects == entry)
            found = ledger->entries[i].entry;
    return found;
}

static tp_status check_entry(tp_movement *m, const tp_correct_request *r,
                             const tp_journal_entry *old, tp_err *err)
{
    char id[TP_DEC_TEXT], other[TP_DEC_TEXT], asked[TP_DEC_TEXT];
    tp_int_format(r->entry, id);
    if (!old)
        return refuse(m, &msg_no_entry, id, "", "", err);
    if (old->corrects) {
        tp_int_format(old->corrects, other);
        return refuse(m, &msg_is_correction, id, other, "", err);
    }
    if (old->kind == TP_JOURNAL_CONVERT)
        return refuse(m, &msg_half, id, "", "", err);
    if (tp_ledger_is_void(m->ledger, old)) {
        tp_int_format(correction_of(m->ledger, r->entry), other);
        return refuse(m, &msg_undone, id, other, "", err);
    }
    if (r->count > old->count - old->undone) {
        tp_int_format(old->count - old->undone, other);
        tp_int_format(r->count, asked);
        return refuse(m, &msg_too_much, id, other, asked, err);
    }
    int64_t renewal = later_renewal(m->ledger, old);
    if (renewal) {
        tp_int_format(renewal, other);
        return refuse(m, &msg_renewed, id, other, "", err);
    }
    if (r->on < old->posted_on) {
        char on[TP_DATE_TEXT], date[TP_DATE_TEXT];
        tp_date_format(r->on, on);
        tp_date_format(old->posted_on, date);
        return refuse(m, &msg_before, on, id, date, err);
    }
    return TP_OK;
}

bool tp_ledger_correctable(const tp_journal_entry *entry)
{
    return entry->kind != TP_JOURNAL_OPENING;
}

tp_status tp_ledger_correct(tp_store *store, const tp_correct_request *request, int64_t *entry,
                            tp_err *err)
{
    tp_movement m;
    const tp_journal_entry *old = NULL;
    tp_status status = tp_movement_open(&m, store, request->booking, err);
    if (!status) {
        old = tp_ledger_find_entry(m.ledger, request->entry);
        status = check_entry(&m, request, old, err);
    }
    if (!status) /* what is wrongly dated in the future is put right on its own day */
        status = request->on == old->posted_on && old->posted_on == m.ledger->last_posted_on
                     ? TP_OK
                     : tp_ledger_check_date(store, m.ledger, request->on, err);
    if (!status)
        status = check_reason(&m, request->reason, err);
    if (!status)
        status = post_contrary(&m, old, request->count ? request->count : old->count - old->undone,
                               request, entry, err);
    return tp_movement_finish(&m, status, err);
}

static int32_t account_id(tp_ids *ids, tp_account account, const char *category, bool add)
{
    tp_buf key;
    int32_t id = TP_ID_NONE;
    tp_buf_init(&key);
    tp_buf_format(&key, "%s\x1f%s\x1f%s\x1f%s", account.unit ? account.unit : "",
                  account.scope ? account.scope : "",
                  account.scope && account.ring ? account.ring : "", category);
    if (tp_buf_ok(&key))
        id = add ? tp_ids_add(ids, key.bytes, key.length, NULL)
                 : tp_ids_find(ids, key.bytes, key.length);
    tp_buf_finish(&key);
    return id;
}

/* Accounts that entries of other postings which stand rest on; NULL: memory is out. */
static tp_ids *accounts_in_use(const tp_movement *m, int64_t posting)
{
    tp_ids *ids = tp_ids_create(m->arena, 0);
    for (size_t i = 0; ids && i < m->ledger->n_entries; i++) {
        const tp_journal_entry *e = &m->ledger->entries[i];
        if (e->posting == posting || tp_ledger_is_void(m->ledger, e))
            continue;
        const tp_account sides[] = {e->from, e->to};
        for (int k = 0; k < 2; k++)
            if ((sides[k].unit || sides[k].scope) &&
                account_id(ids, sides[k], e->category, true) == TP_ID_NONE)
                return NULL;
    }
    return ids;
}

static bool opening_is_used(tp_ids *used, const tp_journal_entry *e)
{
    return account_id(used, e->from, e->category, false) >= 0 ||
           account_id(used, e->to, e->category, false) >= 0;
}

/* Names the first entries that stand on loans of the posting. */
static size_t name_standing(tp_movement *m, int64_t posting)
{
    enum { SHOWN = 12 };
    size_t found = 0;
    for (size_t i = 0; i < m->ledger->n_entries; i++) {
        const tp_journal_entry *e = &m->ledger->entries[i];
        const tp_journal_entry *loan = e->loan ? tp_ledger_find_entry(m->ledger, e->loan) : NULL;
        if (!loan || loan->posting != posting || e->posting == posting || e->corrects ||
            tp_ledger_is_void(m->ledger, e) || ++found > SHOWN)
            continue;
        char id[TP_DEC_TEXT], on[TP_DATE_TEXT];
        tp_int_format(e->entry, id);
        tp_date_format(e->posted_on, on);
        tp_words kind = tp_journal_kind_words[e->kind];
        const tp_words args[] = {{id, id}, kind, {on, on}};
        tp_diag_add_words(m->store->diags, TP_ERROR, nowhere, &msg_stands, 3, args);
    }
    return found;
}

static tp_status undo(tp_movement *m, const tp_undo_request *r, tp_err *err)
{
    const tp_ledger *ledger = m->ledger;
    char id[TP_DEC_TEXT];
    int64_t posting = r->posting;
    for (size_t i = 0; !posting && r->approval && i < ledger->n_entries; i++)
        if (ledger->entries[i].approval == r->approval)
            posting = ledger->entries[i].posting;
    tp_int_format(r->posting ? r->posting : r->approval, id);
    tp_date on = TP_DATE_NONE;
    for (size_t i = 0; i < ledger->n_entries; i++) {
        const tp_journal_entry *e = &ledger->entries[i];
        if (e->posting == posting && !e->corrects && e->kind != TP_JOURNAL_OPENING &&
            !tp_ledger_is_void(ledger, e))
            on = e->posted_on;
    }
    if (on == TP_DATE_NONE) {
        tp_diag_error(m->store->diags, nowhere, &msg_no_posting, id);
        return tp_fail(err, TP_E_REFUSED, "no posting %s to undo", id);
    }
    if (name_standing(m, posting))
        return tp_fail(err, TP_E_REFUSED, "something stands on posting %s", id);
    tp_status status = check_reason(m, r->reason, err);
    if (!status && r->on > on)
        status = tp_ledger_check_date(m->store, ledger, r->on, err);
    tp_ids *used = status ? NULL : accounts_in_use(m, posting);
    if (!status && !used)
        status = tp_fail_nomem(err);
    tp_correct_request one = {.on = r->on > on ? r->on : on, .by = r->by, .reason = r->reason};
    /* Back to front, so that what was opened goes last. */
    for (size_t i = ledger->n_entries; !status && i-- > 0;) {
        const tp_journal_entry *e = &ledger->entries[i];
        if (e->posting != posting || e->corrects || tp_ledger_is_void(ledger, e) ||
            (e->kind == TP_JOURNAL_OPENING && (r->on >= on || opening_is_used(used, e))))
            continue;
        status = post_contrary(m, e, e->count - e->undone, &one, NULL, err);
    }
    return status;
}

tp_status tp_ledger_undo(tp_store *store, const tp_undo_request *request, tp_err *err)
{
    tp_movement m;
    tp_status status = tp_movement_open(&m, store, request->booking, err);
    if (!status)
        status = undo(&m, request, err);
    return tp_movement_finish(&m, status, err);
}
