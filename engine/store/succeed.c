/* A unit in the place of another: merged, or under a new name. */
#include "store/movement_parts.h"

#include <string.h>

static const tp_pos nowhere = {0};
static const tp_msg msg_same = {"ledger.succeed-itself", "{0} 不能由自己承接",
                                "{0} cannot take its own place"};
static const tp_msg msg_nothing = {"ledger.succeed-nothing",
                                   "{0} 在台账中没有核定、存入或借用，没有可以承接的",
                                   "{0} has no slots, deposits or loans in the books to take over"};
static const tp_msg msg_both = {
    "ledger.succeed-both",
    "{0}（{1}）承接后将同时有存入 {2} 个、借用 {3} 个：请先支取存入或归还借用",
    "{0} ({1}) would have {2} deposited and {3} borrowed at once: withdraw or give back first"};
static const tp_msg msg_reason = {"ledger.succeed-reason", "承接须写明依据（--reason）",
                                  "say on what document it rests (--reason)"};

static tp_status refuse(tp_movement *m, const tp_msg *msg, const char *const *args, size_t count,
                        tp_err *err)
{
    tp_diag_add(m->store->diags, TP_ERROR, nowhere, msg, count, args);
    return tp_fail(err, TP_E_REFUSED, "%s", msg->code);
}

static tp_status check_line(tp_movement *m, const tp_ledger_line *old, const char *heir,
                            tp_err *err)
{
    int32_t id = tp_ledger_find_line(m->ledger, heir, old->category);
    int64_t lent = old->lent + (id < 0 ? 0 : m->ledger->lines[id].lent);
    int64_t borrowed = old->borrowed + (id < 0 ? 0 : m->ledger->lines[id].borrowed);
    if (!lent || !borrowed)
        return TP_OK;
    char figure[2][TP_DEC_TEXT];
    tp_int_format(lent, figure[0]);
    tp_int_format(borrowed, figure[1]);
    return refuse(m, &msg_both, (const char *const[]){heir, old->category, figure[0], figure[1]}, 4,
                  err);
}

static tp_status post(tp_movement *m, const tp_succeed_request *r, tp_journal_entry entry,
                      tp_err *err)
{
    entry.kind = TP_JOURNAL_SUCCEED;
    entry.posted_on = r->on;
    entry.from.unit = r->unit;
    entry.to.unit = r->heir;
    entry.posted_by = r->by;
    entry.reason = r->reason;
    return entry.count ? tp_posting_entry(&m->posting, &entry, err) : TP_OK;
}

static tp_status post_line(tp_movement *m, const tp_succeed_request *r, int32_t line, tp_err *err)
{
    const tp_ledger *l = m->ledger;
    const char *category = l->lines[line].category;
    tp_status status = post(
        m, r, (tp_journal_entry){.category = category, .count = l->lines[line].authorised}, err);
    for (size_t i = 0; !status && i < l->n_holdings; i++)
        if (l->holdings[i].line == line && l->holdings[i].lent) {
            tp_account pool = tp_movement_pool(l, l->holdings[i].pool);
            status = post(
                m, r,
                (tp_journal_entry){
                    .category = category, .count = l->holdings[i].lent, .from = pool, .to = pool},
                err);
        }
    for (size_t i = 0; !status && i < l->n_loans; i++)
        if (l->loans[i].line == line && l->loans[i].outstanding)
            status = post(m, r,
                          (tp_journal_entry){.approval = l->loans[i].approval,
                                             .category = category,
                                             .count = l->loans[i].outstanding,
                                             .demand = l->loans[i].demand,
                                             .sector = l->loans[i].sector,
                                             .loan = l->loans[i].entry},
                          err);
    return status;
}

static tp_status succeed(tp_movement *m, const tp_succeed_request *r, tp_err *err)
{
    const tp_ledger *l = m->ledger;
    tp_status status = TP_OK;
    bool any = false;
    if (strcmp(r->unit, r->heir) == 0)
        return refuse(m, &msg_same, (const char *const[]){r->unit}, 1, err);
    if (!r->reason || !*r->reason)
        return refuse(m, &msg_reason, NULL, 0, err);
    for (size_t i = 0; !status && i < l->n_lines; i++) {
        if (strcmp(l->lines[i].unit, r->unit) != 0 || !l->lines[i].stands)
            continue;
        any = any || l->lines[i].authorised || l->lines[i].lent || l->lines[i].borrowed;
        status = check_line(m, &l->lines[i], r->heir, err);
    }
    if (!status && !any)
        status = refuse(m, &msg_nothing, (const char *const[]){r->unit}, 1, err);
    for (size_t i = 0; !status && i < l->n_lines; i++)
        if (strcmp(l->lines[i].unit, r->unit) == 0 && l->lines[i].stands)
            status = post_line(m, r, (int32_t)i, err);
    return status;
}

tp_status tp_ledger_succeed(tp_store *store, const tp_succeed_request *request, tp_err *err)
{
    tp_movement m;
    tp_status status = tp_movement_start(&m, store, request->on, request->booking, err);
    if (!status)
        status = succeed(&m, request, err);
    return tp_movement_finish(&m, status, err);
}
