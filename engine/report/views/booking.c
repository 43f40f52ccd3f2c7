#include "report/views/booking.h"

#include "report/views/ledger.h"

#include <string.h>

/* A conversion is two entries of the same slots. */
static bool second_half(const tp_journal_entry *e)
{
    tp_account out = e->corrects ? e->to : e->from;
    return e->kind == TP_JOURNAL_CONVERT && !out.scope;
}

static void totals(tp_page *page, const tp_booking *b)
{
    tp_view *view = tp_page_view(page, "totals", (tp_words){"登记内容", "What is entered"});
    view->unit = (tp_words){"单位：个", "in slots"};
    tp_view_column_add(view, "kind", (tp_words){"业务", "Kind"}, 0);
    tp_view_column_add(view, "entries", (tp_words){"笔数", "Entries"}, TP_COL_NUMBER);
    tp_view_column_add(view, "count", (tp_words){"编制数", "Slots"}, TP_COL_NUMBER);
    for (int k = 0; k < TP_JOURNAL_KINDS; k++)
        for (int undoing = 0; undoing < 2; undoing++) {
            int64_t entries = 0, slots = 0;
            for (size_t i = 0; i < b->n_entries; i++)
                if ((int)b->entries[i].kind == k && (b->entries[i].corrects != 0) == undoing) {
                    entries++;
                    slots += second_half(&b->entries[i]) ? 0 : b->entries[i].count;
                }
            if (!entries || (k == TP_JOURNAL_OPENING && !undoing))
                continue; /* openings are what the data said already */
            tp_words kind = tp_journal_kind_words[k];
            tp_view_words(view, undoing ? TP_PAGE_WORDS(page, ((tp_words){"冲销“{0}”", "undo {0}"}),
                                                        undoing ? kind.zh : "")
                                        : kind);
            if (undoing && !page->failed)
                view->figures[view->n_figures - 1].words.en =
                    TP_PAGE_WORDS(page, ((tp_words){"undo {0}", "undo {0}"}), kind.en).en;
            tp_view_count(view, entries);
            tp_view_count(view, slots);
        }
}

static void account(tp_page *page, tp_view *view, tp_account a, const tp_unit_names *names)
{
    if (a.unit) {
        const char *name = tp_unit_name(names, a.unit);
        tp_view_text(
            view, *name ? TP_PAGE_WORDS(page, ((tp_words){"{0} {1}", "{0} {1}"}), a.unit, name).zh
                        : a.unit);
    } else if (a.scope) {
        tp_words label = tp_pool_label(page, a.scope, a.ring);
        tp_view_words(view,
                      (tp_words){TP_PAGE_WORDS(page, ((tp_words){"周转池 {0}", ""}), label.zh).zh,
                                 TP_PAGE_WORDS(page, ((tp_words){"", "pool {0}"}), label.en).en});
    } else {
        tp_view_empty(view);
    }
}

/* A succession says of each entry what is taken over. */
static tp_words entry_words(const tp_journal_entry *e)
{
    if (e->kind != TP_JOURNAL_SUCCEED)
        return tp_journal_kind_words[e->kind];
    return e->loan         ? (tp_words){"承接借用", "loan taken over"}
           : e->from.scope ? (tp_words){"承接存入", "deposit taken over"}
                           : (tp_words){"承接核定编制", "slots taken over"};
}

static void entries(tp_page *page, const tp_booking *b, const tp_unit_names *names)
{
    tp_view *view = tp_page_view(page, "entries", (tp_words){"分录", "Entries"});
    view->unit = (tp_words){"单位：个", "in slots"};
    tp_view_column_add(view, "entry", (tp_words){"序号", "Entry"}, TP_COL_NUMBER);
    tp_view_column_add(view, "posted_on", (tp_words){"日期", "Date"}, 0);
    tp_view_column_add(view, "kind", (tp_words){"业务", "Kind"}, 0);
    tp_view_column_add(view, "from", (tp_words){"转出", "From"}, TP_COL_WRAP);
    tp_view_column_add(view, "to", (tp_words){"转入", "To"}, TP_COL_WRAP);
    tp_view_column_add(view, "category", (tp_words){"编制类别", "Category"}, 0);
    tp_view_column_add(view, "count", (tp_words){"编制数", "Slots"}, TP_COL_NUMBER);
    tp_view_column_add(view, "demand", (tp_words){"申请", "Demand"}, TP_COL_SPARE);
    tp_view_column_add(view, "due_on", (tp_words){"到期", "Due"}, TP_COL_SPARE);
    tp_view_column_add(view, "corrects", (tp_words){"更正", "Corrects"},
                       TP_COL_NUMBER | TP_COL_SPARE);
    for (size_t i = 0; i < b->n_entries; i++) {
        const tp_journal_entry *e = &b->entries[i];
        if (e->kind == TP_JOURNAL_OPENING && !e->corrects)
            continue;
        tp_view_count(view, e->entry);
        tp_view_date(view, e->posted_on);
        tp_view_words(view, entry_words(e));
        account(page, view, e->from, names);
        account(page, view, e->to, names);
        tp_view_text(view, e->category);
        tp_view_count(view, e->count);
        tp_view_text(view, e->demand ? e->demand : "");
        tp_view_date(view, e->due_on);
        if (e->corrects)
            tp_view_count(view, e->corrects);
        else
            tp_view_empty(view);
    }
}

static void pools(tp_page *page, const tp_booking *b)
{
    tp_view *view = tp_page_view(page, "pools", (tp_words){"各池余额", "What the pools hold"});
    view->unit = (tp_words){"单位：个", "in slots"};
    tp_view_column_add(view, "pool", (tp_words){"周转池", "Pool"}, TP_COL_MERGE);
    tp_view_column_add(view, "category", (tp_words){"编制类别", "Category"}, 0);
    tp_view_column_add(view, "before", (tp_words){"登记前", "Before"}, TP_COL_NUMBER);
    tp_view_column_add(view, "change", (tp_words){"变动", "Change"}, TP_COL_NUMBER);
    tp_view_column_add(view, "after", (tp_words){"登记后", "After"}, TP_COL_NUMBER);
    for (size_t i = 0; i < b->after->n_pools; i++) {
        const tp_ledger_pool *p = &b->after->pools[i];
        int32_t at = tp_ledger_find_pool(b->before, p->scope, p->ring, p->category);
        int64_t before = at < 0 ? 0 : b->before->pools[at].balance;
        if (before == p->balance && at >= 0)
            continue;
        tp_view_words(view, tp_pool_label(page, p->scope, p->ring));
        tp_view_text(view, p->category);
        tp_view_count(view, before);
        tp_view_diff(view, p->balance - before);
        tp_view_count(view, p->balance);
    }
}

void tp_booking_page(tp_page *page, const tp_booking *booking, const tp_unit_names *names)
{
    totals(page, booking);
    entries(page, booking, names);
    pools(page, booking);
}
