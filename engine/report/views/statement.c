#include "report/views/statement.h"

#include "report/pictures/svg.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* "U1 市一中 6、U2 市二中 4": who has something in the pool, or on loan from it. */
static const char *depositors(tp_page *page, const tp_ledger *ledger, int32_t pool,
                              const tp_unit_names *names)
{
    tp_buf text;
    tp_buf_init(&text);
    for (size_t i = 0; i < ledger->n_holdings; i++) {
        const tp_ledger_holding *h = &ledger->holdings[i];
        if (h->pool != pool || !h->lent)
            continue;
        const char *unit = ledger->lines[h->line].unit;
        tp_buf_format(&text, "%s%s %s %lld", text.length ? "、" : "", unit,
                      tp_unit_name(names, unit), (long long)h->lent);
    }
    const char *copy = tp_buf_ok(&text) ? tp_page_copy(page, text.bytes ? text.bytes : "") : "";
    page->failed = page->failed || !tp_buf_ok(&text);
    tp_buf_finish(&text);
    return copy;
}

static const char *borrowers(tp_page *page, const tp_ledger *ledger, int32_t pool,
                             const tp_unit_names *names)
{
    tp_buf text;
    tp_buf_init(&text);
    for (size_t i = 0; i < ledger->n_loans; i++) {
        const tp_ledger_loan *loan = &ledger->loans[i];
        if (loan->pool != pool || !loan->outstanding)
            continue;
        const char *unit = ledger->lines[loan->line].unit;
        tp_buf_format(&text, "%s%s %s %lld", text.length ? "、" : "", unit,
                      tp_unit_name(names, unit), (long long)loan->outstanding);
    }
    const char *copy = tp_buf_ok(&text) ? tp_page_copy(page, text.bytes ? text.bytes : "") : "";
    page->failed = page->failed || !tp_buf_ok(&text);
    tp_buf_finish(&text);
    return copy;
}

static void held(tp_page *page, const tp_ledger *ledger, const char *unit,
                 const tp_unit_names *names, tp_date on)
{
    tp_view *view = tp_page_view(page, "held", (tp_words){"借用的编制", "Slots on loan to it"});
    view->unit = (tp_words){"单位：个", "in slots"};
    view->empty = (tp_words){"没有在借编制。", "Nothing is on loan to it."};
    tp_view_column_add(view, "loan", (tp_words){"借用号", "Loan"}, TP_COL_NUMBER);
    tp_view_column_add(view, "category", (tp_words){"编制类别", "Category"}, 0);
    tp_view_column_add(view, "outstanding", (tp_words){"未还", "Outstanding"}, TP_COL_NUMBER);
    tp_view_column_add(view, "pool", (tp_words){"周转池", "Pool"}, 0);
    tp_view_column_add(view, "whose",
                       (tp_words){"池中编制的所有者", "Owners of what is in the pool"},
                       TP_COL_WRAP);
    tp_view_column_add(view, "start_on", (tp_words){"起始", "Since"}, 0);
    tp_view_column_add(view, "due_on", (tp_words){"到期", "Until"}, 0);
    tp_view_column_add(view, "state", (tp_words){"状态", "State"}, 0);
    tp_view_column_add(view, "notice", (tp_words){"通知单号", "Notice"}, 0);
    tp_view_column_add(view, "demand", (tp_words){"申请", "Demand"}, 0);
    for (size_t i = 0; i < ledger->n_loans; i++) {
        const tp_ledger_loan *loan = &ledger->loans[i];
        const tp_ledger_line *line = &ledger->lines[loan->line];
        const tp_ledger_pool *pool = &ledger->pools[loan->pool];
        if (strcmp(line->unit, unit) != 0 || !loan->outstanding)
            continue;
        tp_view_count(view, loan->entry);
        tp_view_text(view, line->category);
        tp_view_count(view, loan->outstanding);
        tp_view_words(view, tp_pool_label(page, pool->scope, pool->ring));
        tp_view_text(view, depositors(page, ledger, loan->pool, names));
        tp_view_date(view, loan->start_on);
        tp_view_date(view, loan->due_on);
        tp_view_words(view, !loan->due_on       ? (tp_words){"未定期限", "no date"}
                            : loan->due_on < on ? (tp_words){"已逾期", "overdue"}
                                                : (tp_words){"在借", "running"});
        tp_view_text(view, loan->notice ? loan->notice : "");
        tp_view_text(view, loan->demand ? loan->demand : "");
    }
}

static void out(tp_page *page, const tp_ledger *ledger, const char *unit,
                const tp_unit_names *names)
{
    tp_view *view =
        tp_page_view(page, "out", (tp_words){"存出的自有编制", "What of its own is out"});
    view->unit = (tp_words){"单位：个", "in slots"};
    view->empty = (tp_words){"没有存出的编制。", "Nothing of its own is out."};
    tp_view_column_add(view, "category", (tp_words){"编制类别", "Category"}, 0);
    tp_view_column_add(view, "lent", (tp_words){"存入", "Deposited"}, TP_COL_NUMBER);
    tp_view_column_add(view, "pool", (tp_words){"周转池", "Pool"}, 0);
    tp_view_column_add(view, "since", (tp_words){"自", "Since"}, 0);
    tp_view_column_add(view, "balance", (tp_words){"可即支取", "Free to withdraw"}, TP_COL_NUMBER);
    tp_view_column_add(view, "borrowers", (tp_words){"池中在借单位", "Who borrows from the pool"},
                       TP_COL_WRAP);
    for (size_t i = 0; i < ledger->n_holdings; i++) {
        const tp_ledger_holding *h = &ledger->holdings[i];
        const tp_ledger_line *line = &ledger->lines[h->line];
        const tp_ledger_pool *pool = &ledger->pools[h->pool];
        if (strcmp(line->unit, unit) != 0 || !h->lent)
            continue;
        tp_view_text(view, line->category);
        tp_view_count(view, h->lent);
        tp_view_words(view, tp_pool_label(page, pool->scope, pool->ring));
        tp_view_date(view, line->lent_since);
        tp_view_count(view, pool->balance < h->lent ? pool->balance : h->lent);
        tp_view_text(view, borrowers(page, ledger, h->pool, names));
    }
}

void tp_statement_page(tp_page *page, const tp_ledger *ledger, const char *unit,
                       const tp_unit_names *names, tp_date on)
{
    const tp_ledger_filter filter = {.unit = unit, .names = names};
    tp_page_text(page, TP_PAGE_WORDS(page, ((tp_words){"{0} {1}，截至 {2}", "{0} {1}, as at {2}"}),
                                     unit, tp_unit_name(names, unit), tp_page_date(page, on)));
    held(page, ledger, unit, names, on);
    out(page, ledger, unit, names);
    tp_ledger_journal_page(page, ledger, &filter);
}

static size_t place_of(const char ***list, size_t *n, size_t *capacity, const char *text,
                       tp_arena *arena)
{
    size_t at = 0;
    while (at < *n && strcmp((*list)[at], text) != 0)
        at++;
    if (at == *n && tp_arena_grow(arena, list, capacity, *n, 1))
        (*list)[(*n)++] = text;
    return at;
}

static int by_text(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static bool counts(const tp_ledger *ledger, const tp_journal_entry *e)
{
    return e->kind == TP_JOURNAL_LOAN && !e->corrects && e->count > e->undone &&
           !tp_ledger_is_void(ledger, e);
}

static const char *year_of(const tp_journal_entry *e, tp_arena *arena)
{
    const char *text = tp_arena_format(arena, "%d", (int)(e->posted_on / 10000));
    return text ? text : "";
}

static const tp_words *called(const char *const *names, size_t n, tp_arena *arena)
{
    tp_words *words = tp_arena_array(arena, n + 1, sizeof *words);
    for (size_t i = 0; words && i < n; i++)
        words[i] = *names[i] ? (tp_words){names[i], names[i]} : (tp_words){"—", "—"};
    return words;
}

tp_status tp_lent_by_sector(tp_lent_by *by, const tp_ledger *ledger, tp_arena *arena, tp_err *err)
{
    size_t sectors = 0, years = 0;
    *by = (tp_lent_by){0};
    for (size_t i = 0; i < ledger->n_entries; i++) {
        const tp_journal_entry *e = &ledger->entries[i];
        if (!counts(ledger, e))
            continue;
        place_of(&by->sectors, &by->n_sectors, &sectors, e->sector ? e->sector : "", arena);
        place_of(&by->years, &by->n_years, &years, year_of(e, arena), arena);
    }
    if (by->n_years)
        qsort(by->years, by->n_years, sizeof *by->years, by_text);
    by->count = tp_arena_array(arena, by->n_sectors * by->n_years + 1, sizeof *by->count);
    by->sector_words = called(by->sectors, by->n_sectors, arena);
    by->year_words = called(by->years, by->n_years, arena);
    if (!by->count || !by->sector_words || !by->year_words)
        return tp_fail_nomem(err);
    for (size_t i = 0; i < ledger->n_entries; i++) {
        const tp_journal_entry *e = &ledger->entries[i];
        if (!counts(ledger, e))
            continue;
        size_t s =
            place_of(&by->sectors, &by->n_sectors, &sectors, e->sector ? e->sector : "", arena);
        size_t y = place_of(&by->years, &by->n_years, &years, year_of(e, arena), arena);
        by->count[s * by->n_years + y] += e->count - e->undone;
    }
    return TP_OK;
}

void tp_lent_by_page(tp_page *page, const tp_lent_by *by)
{
    tp_view *view = tp_page_view(
        page, "sectors",
        (tp_words){"周转池历年投放（按领域）", "What the pools lent, by sector and year"});
    view->unit = (tp_words){"单位：个", "in slots"};
    view->empty = (tp_words){"还没有投放。", "Nothing was lent yet."};
    tp_view_column_add(view, "sector", (tp_words){"投放领域", "Sector"}, 0);
    for (size_t y = 0; y < by->n_years; y++)
        tp_view_column_add(view, by->years[y], (tp_words){by->years[y], by->years[y]},
                           TP_COL_NUMBER);
    for (size_t s = 0; s < by->n_sectors; s++) {
        tp_view_words(view, by->sector_words[s]);
        for (size_t y = 0; y < by->n_years; y++)
            tp_view_count(view, by->count[s * by->n_years + y]);
    }
    tp_view_sum(view, (tp_words){"合计", "Total"});
}

void tp_lent_by_picture(tp_buf *text, const tp_lent_by *by)
{
    if (!by->n_sectors || !by->n_years)
        return;
    const tp_grid_figure figure = {
        .title = {"周转池历年投放（按领域，单位：个）", "Slots lent by sector and year"},
        .row_name = {"投放领域", "Sector"},
        .column_name = {"年度", "Year"},
        .rows = by->sector_words,
        .columns = by->year_words,
        .n_rows = by->n_sectors,
        .n_columns = by->n_years,
        .value = by->count};
    tp_svg_grid(text, &figure);
}
