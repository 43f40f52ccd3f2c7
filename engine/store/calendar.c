/* Which dates may be posted, and in which order they stand. */
#include "store/replay.h"

#include <string.h>

static const tp_pos nowhere = {0};
static const tp_msg msg_future = {
    "date.future", "日期 {0} 在今天（{1}）之后：不能登记尚未发生的事",
    "{0} is after today ({1}): what has not happened cannot be booked"};
static const tp_msg msg_closed = {
    "ledger.back-dated", "日期 {0} 所在的月份已经结账（台账已记到 {1}）：最早可记 {2}",
    "the month of {0} is closed (the journal stands at {1}): the earliest date is {2}"};
static const tp_msg msg_date = {"ledger.date", "日期早于其上已结账的月份，或同一批次日期不一",
                                "its date is in a month closed before, or not its posting's"};
static const tp_msg msg_posting = {"ledger.posting", "批次号不连续",
                                   "its posting number is out of order"};
static const tp_msg msg_approval = {"ledger.approval", "所依据的审定第 {0} 号不存在或未通过",
                                    "it rests on approval {0}, which does not stand"};

static tp_date month_of(tp_date date)
{
    return date / 100 * 100 + 1;
}

static bool all_undone(const tp_journal_entry *e)
{
    return e->undone > 0 && e->undone >= e->count;
}

bool tp_ledger_is_void(const tp_ledger *books, const tp_journal_entry *entry)
{
    const tp_journal_entry *of =
        entry->corrects ? tp_ledger_find_entry(books, entry->corrects) : entry;
    return of && all_undone(of);
}

tp_date tp_replay_latest(const tp_ledger *books, size_t count)
{
    tp_date last = TP_DATE_NONE;
    for (size_t i = 0; i < count; i++)
        if (books->entries[i].posted_on > last && !tp_ledger_is_void(books, &books->entries[i]))
            last = books->entries[i].posted_on;
    return last;
}

/* An undoing opens again what the undone had closed: then the latest date is looked for anew, but
 * once a posting. */
tp_status tp_replay_order(tp_ledger *books, tp_err *err)
{
    tp_status status = TP_OK;
    tp_date last = TP_DATE_NONE;
    bool undoing = false;
    for (size_t i = 0; !status && i < books->n_entries; i++) {
        tp_journal_entry *e = &books->entries[i];
        const tp_journal_entry *before = i ? e - 1 : NULL;
        bool first = !before || before->posting != e->posting;
        if (first && undoing)
            last = tp_replay_latest(books, i);
        undoing = undoing && !first;
        if (e->posted_on == TP_DATE_NONE || (first && last && e->posted_on < month_of(last)) ||
            (!first && e->posted_on != before->posted_on))
            status = tp_replay_say(books, e, &msg_date, NULL, err);
        if (!status && first && e->posting != (before ? before->posting + 1 : 1))
            status = tp_replay_say(books, e, &msg_posting, NULL, err);
        bool stands = !e->approval;
        if (e->approval > 0 && (size_t)e->approval <= books->n_approvals)
            stands = strcmp(books->approvals[e->approval - 1].decision, "rejected") != 0;
        if (!status && !stands)
            status = tp_replay_say_number(books, e, &msg_approval, e->approval, err);
        tp_journal_entry *of =
            e->corrects ? (tp_journal_entry *)tp_ledger_find_entry(books, e->corrects) : NULL;
        if (of) {
            of->undone += e->kind == TP_JOURNAL_RENEW ? 1 : e->count;
            undoing = true;
        }
        if (e->posted_on > last)
            last = e->posted_on;
    }
    books->last_posted_on = undoing ? tp_replay_latest(books, books->n_entries) : last;
    return status;
}

tp_date tp_ledger_open_from(const tp_ledger *books)
{
    return books->last_posted_on ? month_of(books->last_posted_on) : TP_DATE_NONE;
}

tp_status tp_store_check_date(tp_store *store, tp_date on, tp_err *err)
{
    if (!store->today || tp_date_days(store->today, on) <= 1)
        return TP_OK;
    char given[TP_DATE_TEXT], today[TP_DATE_TEXT];
    tp_date_format(on, given);
    tp_date_format(store->today, today);
    tp_diag_error(store->diags, nowhere, &msg_future, given, today);
    return tp_fail(err, TP_E_REFUSED, "%s is in the future", given);
}

tp_status tp_ledger_check_date(tp_store *store, const tp_ledger *books, tp_date on, tp_err *err)
{
    tp_date from = tp_ledger_open_from(books);
    if (on >= from)
        return tp_store_check_date(store, on, err);
    char given[TP_DATE_TEXT], last[TP_DATE_TEXT], open[TP_DATE_TEXT];
    tp_date_format(on, given);
    tp_date_format(books->last_posted_on, last);
    tp_date_format(from, open);
    tp_diag_error(store->diags, nowhere, &msg_closed, given, last, open);
    return tp_fail(err, TP_E_REFUSED, "back-dated");
}
