/* 周转池年度运行报告: the year's movements of every pool, by sector, and what is still out. */
#include "report/papers/anchor.h"
#include "report/papers/ledger.h"
#include "report/papers/papers.h"

#include <stdlib.h>
#include <string.h>

/* What moved in a pool, or in a sector, in the year. */
typedef struct movement {
    int64_t opened, reclaimed, regrouped, deposits, withdrawn, lent, back, in, out;
} movement;

static bool in_year(const tp_year_report *r, const tp_journal_entry *e)
{
    return e->posted_on / 10000 == r->year;
}

static bool is_pool(tp_account account, const tp_ledger_pool *pool)
{
    return !account.unit && account.scope && strcmp(account.scope, pool->scope) == 0 &&
           strcmp(account.ring, pool->ring) == 0;
}

static void add(movement *m, const tp_journal_entry *e, bool into)
{
    int64_t n = e->corrects ? -e->count : e->count;
    if (e->corrects)
        into = !into;
    switch (e->kind) {
    case TP_JOURNAL_OPENING:
        m->opened += into ? n : -n;
        break;
    case TP_JOURNAL_RECLAIM:
        m->reclaimed += n;
        break;
    case TP_JOURNAL_REORGANISE:
        m->regrouped += n;
        break;
    case TP_JOURNAL_DEPOSIT:
        m->deposits += n;
        break;
    case TP_JOURNAL_WITHDRAW:
        m->withdrawn += n;
        break;
    case TP_JOURNAL_LOAN:
        m->lent += n;
        break;
    case TP_JOURNAL_RETURN:
    case TP_JOURNAL_RECALL:
    case TP_JOURNAL_EXPIRE:
        m->back += n;
        break;
    case TP_JOURNAL_TRANSFER:
    case TP_JOURNAL_CONVERT:
        *(into ? &m->in : &m->out) += n;
        break;
    case TP_JOURNAL_RENEW:
    case TP_JOURNAL_SUCCEED:
    case TP_JOURNAL_PEOPLE:
    case TP_JOURNAL_KINDS:
        break;
    }
}

static movement of_pool(const tp_year_report *r, const tp_ledger_pool *pool)
{
    movement m = {0};
    for (size_t i = 0; i < r->after->n_entries; i++) {
        const tp_journal_entry *e = &r->after->entries[i];
        if (!in_year(r, e) || strcmp(e->category, pool->category) != 0)
            continue;
        if (is_pool(e->to, pool))
            add(&m, e, true);
        else if (is_pool(e->from, pool))
            add(&m, e, false);
    }
    return m;
}

static const tp_paper_column pool_columns[][10] = {{{"周转池", 14, 0},
                                                    {"类别", 11, 0},
                                                    {"年初", 8, TP_CELL_RIGHT},
                                                    {"收储", 8, TP_CELL_RIGHT},
                                                    {"存入", 8, TP_CELL_RIGHT},
                                                    {"支取", 8, TP_CELL_RIGHT},
                                                    {"借出", 8, TP_CELL_RIGHT},
                                                    {"收回", 8, TP_CELL_RIGHT},
                                                    {"划转净", 9, TP_CELL_RIGHT},
                                                    {"年末", 8, TP_CELL_RIGHT}},
                                                   {{"Pool", 14, 0},
                                                    {"Category", 11, 0},
                                                    {"Start", 8, TP_CELL_RIGHT},
                                                    {"Reclaimed", 12, TP_CELL_RIGHT},
                                                    {"Deposits", 10, TP_CELL_RIGHT},
                                                    {"Withdrawn", 13, TP_CELL_RIGHT},
                                                    {"Lent", 7, TP_CELL_RIGHT},
                                                    {"Back", 7, TP_CELL_RIGHT},
                                                    {"Transfers", 12, TP_CELL_RIGHT},
                                                    {"End", 7, TP_CELL_RIGHT}}};

/* Sums of the year over all pools, and of the table's columns. */
typedef struct sums {
    movement all;
    int64_t column[8];
} sums;

static void pool_row(tp_paper *paper, tp_paper_table *table, const tp_year_report *r,
                     const tp_ledger_pool *pool, sums *s)
{
    int32_t old = tp_ledger_find_pool(r->before, pool->scope, pool->ring, pool->category);
    movement m = of_pool(r, pool);
    int64_t start = (old < 0 ? 0 : r->before->pools[old].balance) + m.opened;
    int64_t row[8] = {start,        m.reclaimed + m.regrouped,
                      m.deposits,   m.withdrawn,
                      m.lent,       m.back,
                      m.in - m.out, pool->balance};
    tp_paper_cell(paper, table, tp_paper_pool(paper, pool->scope, pool->ring));
    tp_paper_cell(paper, table, pool->category);
    for (int k = 0; k < 8; k++) {
        tp_paper_cell_count(paper, table, row[k]);
        s->column[k] += row[k];
    }
    s->all.reclaimed += m.reclaimed;
    s->all.regrouped += m.regrouped;
    s->all.deposits += m.deposits;
    s->all.withdrawn += m.withdrawn;
    s->all.lent += m.lent;
    s->all.back += m.back;
}

/* Pools of one scope stand together, scopes in the order in which they first moved. */
static void pools(tp_paper *paper, const tp_year_report *r, movement *all)
{
    tp_paper_table *table = tp_paper_table_add(paper, pool_columns[paper->lang], 10);
    const tp_ledger *ledger = r->after;
    sums s = {0};
    for (size_t i = 0; i < ledger->n_pools; i++) {
        bool first = true;
        for (size_t k = 0; k < i && first; k++)
            first = strcmp(ledger->pools[k].scope, ledger->pools[i].scope) != 0;
        for (size_t k = i; first && k < ledger->n_pools; k++)
            if (strcmp(ledger->pools[k].scope, ledger->pools[i].scope) == 0)
                pool_row(paper, table, r, &ledger->pools[k], &s);
    }
    table->total = true;
    tp_paper_cell(paper, table, tp_paper_words(paper, (tp_words){"合计", "Total"}));
    tp_paper_cell(paper, table, "");
    for (int k = 0; k < 8; k++)
        tp_paper_cell_count(paper, table, s.column[k]);
    *all = s.all;
}

static const tp_paper_column sector_columns[][5] = {{{"领域", 36, 0},
                                                     {"年初在借", 16, TP_CELL_RIGHT},
                                                     {"本年借出", 16, TP_CELL_RIGHT},
                                                     {"本年收回", 16, TP_CELL_RIGHT},
                                                     {"年末在借", 16, TP_CELL_RIGHT}},
                                                    {{"Sector", 36, 0},
                                                     {"Out at start", 16, TP_CELL_RIGHT},
                                                     {"Lent", 16, TP_CELL_RIGHT},
                                                     {"Back", 16, TP_CELL_RIGHT},
                                                     {"Out at end", 16, TP_CELL_RIGHT}}};

static int64_t out_in_sector(const tp_ledger *ledger, const char *sector)
{
    int64_t out = 0;
    for (size_t i = 0; i < ledger->n_loans; i++)
        if (strcmp(ledger->loans[i].sector ? ledger->loans[i].sector : "", sector) == 0)
            out += ledger->loans[i].outstanding;
    return out;
}

static void sector_row(tp_paper *paper, tp_paper_table *table, const tp_year_report *r,
                       const char *sector, int64_t totals[4])
{
    movement m = {0};
    int64_t start = out_in_sector(r->before, sector);
    for (size_t i = 0; i < r->after->n_entries; i++) {
        const tp_journal_entry *e = &r->after->entries[i];
        /* Loans that ran before the books were opened were out at the start. */
        if (e->kind == TP_JOURNAL_OPENING && in_year(r, e) && e->to.unit && e->from.scope &&
            !e->corrects && !*sector)
            start += e->count;
        bool of_loan = e->kind == TP_JOURNAL_LOAN || e->kind == TP_JOURNAL_RETURN ||
                       e->kind == TP_JOURNAL_RECALL || e->kind == TP_JOURNAL_EXPIRE;
        if (of_loan && in_year(r, e) && strcmp(e->sector ? e->sector : "", sector) == 0)
            add(&m, e, e->kind != TP_JOURNAL_LOAN);
    }
    tp_paper_cell(paper, table,
                  *sector ? sector : tp_paper_words(paper, (tp_words){"未分领域", "not stated"}));
    const int64_t row[4] = {start, m.lent, m.back, out_in_sector(r->after, sector)};
    for (int k = 0; k < 4; k++) {
        tp_paper_cell_count(paper, table, row[k]);
        totals[k] += row[k];
    }
}

/* One row a sector, in the order in which loans first served it. */
static void sectors(tp_paper *paper, const tp_year_report *r)
{
    tp_paper_table *table = tp_paper_table_add(paper, sector_columns[paper->lang], 5);
    int64_t totals[4] = {0};
    size_t rows = 0;
    for (size_t i = 0; i < r->after->n_loans; i++) {
        const char *sector = r->after->loans[i].sector ? r->after->loans[i].sector : "";
        bool seen = false;
        for (size_t k = 0; k < i && !seen; k++)
            seen = strcmp(sector, r->after->loans[k].sector ? r->after->loans[k].sector : "") == 0;
        if (!seen)
            sector_row(paper, table, r, sector, totals);
        rows += !seen;
    }
    if (rows < 2)
        return;
    table->total = true;
    tp_paper_cell(paper, table, tp_paper_words(paper, (tp_words){"合计", "Total"}));
    for (int k = 0; k < 4; k++)
        tp_paper_cell_count(paper, table, totals[k]);
}

static void due(tp_paper *paper, const tp_year_report *r)
{
    tp_date end = r->year * 10000 + 1231;
    int64_t overdue = 0, soon = 0;
    for (size_t i = 0; i < r->after->n_loans; i++) {
        const tp_ledger_loan *loan = &r->after->loans[i];
        if (loan->due_on == TP_DATE_NONE)
            continue;
        if (loan->due_on < end)
            overdue += loan->outstanding;
        else if (tp_date_months(end, loan->due_on) < 12)
            soon += loan->outstanding;
    }
    char late[TP_DEC_TEXT], next[TP_DEC_TEXT];
    tp_int_format(overdue, late);
    tp_int_format(soon, next);
    const char *args[] = {late, next};
    tp_paper_fill(paper, TP_BLOCK_BODY,
                  (tp_words){"年末逾期未还编制{0}个，下一年度内到期编制{1}个。",
                             "At the end of the year {0} {0|slot was|slots were} overdue; {1} "
                             "{1|falls|fall} due within the next year."},
                  2, args);
}

void tp_year_paper(tp_paper *paper, const tp_year_report *r)
{
    movement all = {0};
    char figure[5][TP_DEC_TEXT];
    paper->landscape = paper->lang == TP_EN; /* ten heads of English words */
    paper->title = tp_paper_format(paper,
                                   paper->lang == TP_EN ? "Operating report of the pools, %d"
                                                        : "编制周转池%d年度运行报告",
                                   (int)r->year);
    tp_paper_add(paper, TP_BLOCK_TITLE, paper->title);
    tp_paper_add(
        paper, TP_BLOCK_HEADING,
        tp_paper_words(paper, (tp_words){"一、各周转池收支（单位：个）", "1. Pools, in slots"}));
    pools(paper, r, &all);
    int64_t totals[5] = {all.deposits, all.withdrawn, all.reclaimed, all.lent, all.back};
    const char *args[5];
    for (int i = 0; i < 5; i++) {
        tp_int_format(totals[i], figure[i]);
        args[i] = figure[i];
    }
    tp_paper_fill(
        paper, TP_BLOCK_BODY,
        (tp_words){"本年度各单位存入编制{0}个，支取{1}个，硬性收储{2}个；周转池借出{3}个，"
                   "归还、召回和到期收回共{4}个。",
                   "In the year units deposited {0} {0|slot|slots} and withdrew {1}; {2} "
                   "{2|was|were} reclaimed. The pools lent {3}; {4} came back by return, "
                   "recall and expiry."},
        5, args);
    if (all.regrouped) {
        tp_int_format(all.regrouped, figure[0]);
        tp_paper_fill(paper, TP_BLOCK_BODY,
                      (tp_words){"另因机构编制调整收归周转池{0}个（在“收储”列内）。",
                                 "{0} more {0|slot|slots} came to the pools by reorganisation (in "
                                 "the column Reclaimed)."},
                      1, args);
    }
    tp_paper_add(
        paper, TP_BLOCK_HEADING,
        tp_paper_words(paper, (tp_words){"二、投放领域（单位：个）", "2. Sectors, in slots"}));
    sectors(paper, r);
    tp_paper_add(paper, TP_BLOCK_HEADING,
                 tp_paper_words(paper, (tp_words){"三、到期情况", "3. What falls due"}));
    due(paper, r);
    tp_anchor_note(paper, r->head ? r->head : r->after->head);
}
