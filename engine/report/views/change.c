#include "report/views/change.h"

#include "domain/pool_index.h"
#include "report/views/compare.h"
#include "report/views/words.h"

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

/* The pool of that name; NULL: there is none. */
static const tp_pool_result *pool_like(const tp_result *result, const tp_pool_index *index,
                                       const tp_pool_result *pool)
{
    int32_t at = tp_pool_index_find(index, pool->scope, pool->category, pool->ring);
    return at == TP_ID_NONE ? NULL : &result->pools[at];
}

enum { FIGURES = 6 };

static void figures_of(const tp_pool_result *pool, int64_t out[FIGURES])
{
    static const tp_pool_result none = {NULL};
    const tp_pool_result *p = pool ? pool : &none;
    const int64_t all[FIGURES] = {p->opening + p->reclaimed,
                                  p->deposits,
                                  p->in - p->out + p->converted_in - p->converted_out,
                                  p->loans,
                                  p->closing,
                                  p->required};
    memcpy(out, all, sizeof all);
}

/* "22 → 24"; a figure that stayed stands alone. */
static void add_moved(tp_page *page, tp_view *view, int64_t before, int64_t now)
{
    if (before == now) {
        tp_view_count(view, now);
        return;
    }
    const char *text =
        tp_arena_format(page->arena, "%lld → %lld", (long long)before, (long long)now);
    page->failed = page->failed || !text;
    tp_view_text(view, text ? text : "");
}

static void add_pool(tp_page *page, tp_view *view, const tp_pool_result *before,
                     const tp_pool_result *now)
{
    const tp_pool_result *is = now ? now : before;
    int64_t was[FIGURES], are[FIGURES];
    figures_of(before, was);
    figures_of(now, are);
    if (!memcmp(was, are, sizeof was))
        return;
    tp_view_words(view, tp_scope_words(is->scope));
    tp_view_text(view, is->category);
    tp_view_text(view, is->ring);
    for (int i = 0; i < FIGURES; i++)
        add_moved(page, view, was[i], are[i]);
}

/* Pools that do not end as they did; of a plan, those of its first period. */
static void add_pools(tp_page *page, const tp_comparison *c)
{
    const tp_result *before = c->runs[0]->result, *now = c->runs[1]->result;
    const tp_pool_index *then = tp_pool_index_create(page->arena, before->pools, before->n_pools);
    const tp_pool_index *here = tp_pool_index_create(page->arena, now->pools, now->n_pools);
    if (!then || !here) {
        page->failed = true;
        return;
    }
    tp_view *view = tp_page_view(page, "pools", W("周转池的变化", "Pools that change"));
    view->unit = W("单位：个", "slots");
    view->note = W("有变化的写作 基准 → 现在。", "What differs stands as baseline → now.");
    tp_view_column_add(view, "scope", W("范围", "Scope"), WRAP);
    tp_view_column_add(view, "category", W("编制类别", "Category"), 0);
    tp_view_column_add(view, "ring", W("专项系统", "Ring"), 0);
    tp_view_column_add(view, "opening", W("期初", "Opening"), NUMBER);
    tp_view_column_add(view, "deposits", W("收储", "Deposits"), NUMBER);
    tp_view_column_add(view, "moved", W("调剂净额", "Moved in"), NUMBER);
    tp_view_column_add(view, "loans", W("投放", "Loans"), NUMBER);
    tp_view_column_add(view, "closing", W("结余", "Closing"), NUMBER);
    tp_view_column_add(view, "required", W("应留", "Required"), NUMBER);
    for (size_t i = 0; i < now->n_pools; i++)
        add_pool(page, view, pool_like(before, then, &now->pools[i]), &now->pools[i]);
    for (size_t i = 0; i < before->n_pools; i++)
        if (!pool_like(now, here, &before->pools[i]))
            add_pool(page, view, &before->pools[i], NULL);
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
    add_pools(page, comparison);
    add_rows(page, comparison, GAINS);
    add_rows(page, comparison, LOSSES);
    add_rows(page, comparison, GIVERS);
}
