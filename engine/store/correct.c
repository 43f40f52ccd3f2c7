/* Corrections: entries that undo earlier ones. */
#include "store/movement_parts.h"

static const tp_pos nowhere = {0};
static const tp_msg msg_no_entry = {"ledger.no-entry", "台账中没有第 {0} 条可更正的记录",
                                    "the journal has no entry {0} that could be corrected"};
static const tp_msg msg_no_reason = {"ledger.no-reason", "更正须说明原因",
                                     "a correction needs a reason"};

static tp_status post_correction(tp_movement *m, const tp_correct_request *r, int64_t *entry_no,
                                 tp_err *err)
{
    char id[TP_DEC_TEXT];
    tp_int_format(r->entry, id);
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
    tp_movement m;
    tp_status status = tp_movement_start(&m, store, request->on, err);
    if (!status)
        status = post_correction(&m, request, entry, err);
    return tp_movement_finish(&m, status, err);
}
