/* Unit by unit: what all runs do alike, what they do differently, what only some or one do. */
#include "report/views/compare.h"
#include "report/views/run_rows.h"

const tp_words tp_movement_words[TP_MOVEMENTS] = {
    [TP_MOVES_DEPOSIT] = {"存入", "deposit"},
    [TP_MOVES_LOAN] = {"借用", "loan"},
    [TP_MOVES_RECLAIM] = {"硬性收储", "reclaim"},
    [TP_MOVES_CUT] = {"机构编制调整转出", "taken by the reorganisation"},
    [TP_MOVES_GAIN] = {"机构编制调整转入", "given by the reorganisation"},
    [TP_MOVES_KEPT] = {"到期后续用", "loan due: used on"},
    [TP_MOVES_BACK] = {"到期当即归还", "loan due: given back"},
    [TP_MOVES_OWED] = {"到期随减员归还", "loan due: back as posts fall vacant"},
    [TP_MOVES_PEOPLE] = {"人员划转（人）", "people who move"},
    [TP_MOVES_TRANSFER] = {"跨池调剂", "transfer between pools"},
    [TP_MOVES_CONVERSION] = {"跨类别统筹", "conversion between categories"}};

/* Loans that have no number are told apart by whose they are. */
static tp_words loan_name(tp_page *page, const tp_compared_row *row)
{
    static const tp_words frames[2][2] = {
        {{"{0}", "{0}"}, {"{0}（借用 {1}）", "{0} (loan {1})"}},
        {{"{0}（到 {2}）", "{0} (until {2})"},
         {"{0}（借用 {1}，到 {2}）", "{0} (loan {1}, until {2})"}}};
    return TP_PAGE_WORDS(page, frames[row->until != TP_DATE_NONE][*row->loan != '\0'],
                         row->unit_name, row->loan, tp_page_date(page, row->until));
}

tp_words tp_compared_name(tp_page *page, const tp_comparison *c, const tp_compared_row *row)
{
    size_t run = 0;
    if (row->loan)
        return loan_name(page, row);
    if (*row->unit)
        return (tp_words){row->unit_name, row->unit_name};
    while (run + 1 < c->n_runs && !row->count[run])
        run++;
    tp_words from = tp_rows_scope(c->runs[run], row->unit_name);
    if (!row->to_scope)
        return from;
    tp_words to = tp_rows_scope(c->runs[run], row->to_scope);
    return (tp_words){TP_PAGE_WORDS(page, ((tp_words){"{0} → {1}", ""}), from.zh, to.zh).zh,
                      TP_PAGE_WORDS(page, ((tp_words){"", "{0} → {1}"}), from.en, to.en).en};
}

void tp_compared_count(tp_view *view, const tp_compared_row *row, size_t run)
{
    if (row->denied[run])
        tp_view_words(view, (tp_words){"不受理", "refused"});
    else if (row->open[run])
        tp_view_words(view, (tp_words){"未处理", "not decided"});
    else
        tp_view_count(view, row->count[run]);
}

typedef struct part {
    const char *id;
    tp_words title;
    bool (*belongs)(const tp_compared_row *row, size_t n_runs);
} part;

static bool is_alike(const tp_compared_row *row, size_t n_runs)
{
    (void)n_runs;
    return row->alike;
}

static bool is_in_all(const tp_compared_row *row, size_t n_runs)
{
    return !row->alike && (size_t)row->runs_with == n_runs;
}

static bool is_in_some(const tp_compared_row *row, size_t n_runs)
{
    return row->runs_with > 1 && (size_t)row->runs_with < n_runs;
}

static bool is_in_one(const tp_compared_row *row, size_t n_runs)
{
    return row->runs_with == 1 && n_runs > 1;
}

static void columns(const tp_compare_rows *rows, tp_view *view)
{
    tp_view_column_add(view, "movement", (tp_words){"事项", "Movement"}, TP_COL_MERGE);
    tp_view_column_add(view, "demand", (tp_words){"申请", "Demand"}, 0);
    tp_view_column_add(view, "unit", (tp_words){"编码", "Code"}, TP_COL_SPARE);
    tp_view_column_add(view, "name", (tp_words){"单位", "Unit"}, TP_COL_WRAP);
    tp_view_column_add(view, "category", (tp_words){"编制类别", "Category"}, 0);
    for (size_t r = 0; r < rows->of->n_runs; r++) {
        const char *id = tp_arena_format(rows->page->arena, "run%zu", r);
        if (!id) {
            rows->page->failed = true;
            return;
        }
        tp_view_column_add(view, id, (tp_words){rows->label[r], rows->label[r]}, TP_COL_NUMBER);
    }
}

static void list(const tp_compare_rows *rows, const part *p)
{
    const tp_comparison *c = rows->of;
    tp_view *view = tp_page_view(rows->page, p->id, p->title);
    view->unit = (tp_words){"单位：个", "slots"};
    columns(rows, view);
    for (size_t i = 0; i < c->n_rows; i++) {
        const tp_compared_row *row = &c->rows[i];
        if (!p->belongs(row, c->n_runs))
            continue;
        tp_view_words(view, tp_movement_words[row->kind]);
        tp_view_text(view, row->demand);
        tp_view_text(view, row->unit);
        tp_view_words(view, tp_compared_name(rows->page, c, row));
        tp_view_text(view, row->category);
        for (size_t r = 0; r < c->n_runs; r++)
            tp_compared_count(view, row, r);
    }
}

void tp_compare_movements(const tp_compare_rows *rows)
{
    static const part parts[] = {
        {"alike", {"各方案完全一致", "The same in all of them"}, is_alike},
        {"differs", {"各方案都有，数量不同", "In all of them, with different counts"}, is_in_all},
        {"some", {"只有部分方案有", "In some of them"}, is_in_some},
        {"one", {"只有一个方案有", "In one of them only"}, is_in_one},
    };
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (rows->all || i)
            list(rows, &parts[i]);
}
