#include "report/views/change.h"

#include "report/views/compare.h"

#include <string.h>

#define W(zh_, en_) ((tp_words){zh_, en_})
enum { NUMBER = TP_COL_NUMBER, WRAP = TP_COL_WRAP };

typedef enum side { GAINS, LOSSES, GIVERS } side;

static void add_inputs(tp_page *page, const tp_comparison *c)
{
    tp_view *view = tp_page_view(page, "inputs", W("改动", "What was changed"));
    tp_view_column_add(view, "key", W("参数", "Setting"), WRAP);
    tp_view_column_add(view, "before", W("基准", "Baseline"), WRAP);
    tp_view_column_add(view, "after", W("现在", "Now"), WRAP);
    for (size_t i = 0; i < c->n_inputs; i++) {
        tp_view_text(view, c->inputs[i].key);
        for (int r = 0; r < 2; r++)
            if (c->inputs[i].value[r])
                tp_view_text(view, c->inputs[i].value[r]);
            else
                tp_view_words(view, W("（未设）", "(not set)"));
    }
}

static bool belongs(const tp_compared_row *row, side of)
{
    int64_t up = row->count[1] - row->count[0];
    if (row->open[0] != row->open[1])
        return of == GIVERS;
    bool loan = row->kind == TP_MOVES_LOAN;
    return of == GIVERS ? !loan && up : loan && (of == GAINS ? up > 0 : up < 0);
}

static bool one_kind(const tp_comparison *c)
{
    const tp_compared_row *first = NULL;
    for (size_t i = 0; i < c->n_rows; i++) {
        if (!belongs(&c->rows[i], GIVERS))
            continue;
        if (first && first->kind != c->rows[i].kind)
            return false;
        first = &c->rows[i];
    }
    return true;
}

static void add_rows(tp_page *page, const tp_comparison *c, side of)
{
    static const struct {
        const char *id;
        tp_words title;
    } tables[] = {
        {"gains", {"多得的申请", "Demands that gain"}},
        {"losses", {"少得的申请", "Demands that lose"}},
        {"givers", {"存入、收储和调剂的变化", "Deposits and other movements that change"}}};
    tp_view *view = tp_page_view(page, tables[of].id, tables[of].title);
    bool givers = of == GIVERS;
    view->unit = W("单位：个", "slots");
    if (!givers)
        tp_view_column_add(view, "demand", W("申请", "Demand"), 0);
    else
        tp_view_column_add(view, "movement", W("事项", "Movement"), 0);
    tp_view_column_add(view, "unit", W("编码", "Code"), 0);
    tp_view_column_add(view, "name", W("单位", "Unit"), WRAP);
    tp_view_column_add(view, "category", W("编制类别", "Category"), 0);
    if (!givers)
        tp_view_column_add(view, "asked", W("申请数", "Asked"), NUMBER);
    tp_view_column_add(view, "before", W("基准", "Baseline"), NUMBER);
    tp_view_column_add(view, "after", W("现在", "Now"), NUMBER);
    tp_view_column_add(view, "diff", W("增减", "±"), NUMBER);
    for (size_t i = 0; i < c->n_rows; i++) {
        const tp_compared_row *row = &c->rows[i];
        if (!belongs(row, of))
            continue;
        if (!givers)
            tp_view_text(view, row->demand);
        if (givers)
            tp_view_words(view, tp_movement_words[row->kind]);
        tp_view_text(view, row->unit);
        tp_view_words(view, tp_compared_name(page, c, row));
        tp_view_text(view, row->category);
        if (!givers)
            tp_view_count(view, row->asked);
        tp_compared_count(view, row, 0);
        tp_compared_count(view, row, 1);
        tp_view_diff(view, row->count[1] - row->count[0]);
    }
    if (of != GIVERS || one_kind(c)) /* people and slots, given and taken, do not add up */
        tp_view_sum(view, W("合计", "Total"));
}

/* Columns of figures are called by what the two runs are here. */
static void name_columns(tp_page *page)
{
    for (size_t i = 0; i < page->n_parts; i++) {
        tp_view *view = page->parts[i].view;
        for (size_t c = 0; view && c < view->n_columns; c++) {
            if (!strcmp(view->columns[c].id, "run0"))
                view->columns[c].title = W("基准", "Baseline");
            else if (!strcmp(view->columns[c].id, "run1"))
                view->columns[c].title = W("现在", "Now");
        }
    }
}

void tp_change_views(tp_page *page, const tp_comparison *comparison)
{
    const char *label[] = {"", ""};
    const tp_compare_rows rows = {comparison, page, label, false};
    tp_compare_figures(&rows);
    name_columns(page);
    add_inputs(page, comparison);
    add_rows(page, comparison, GAINS);
    add_rows(page, comparison, LOSSES);
    add_rows(page, comparison, GIVERS);
}
