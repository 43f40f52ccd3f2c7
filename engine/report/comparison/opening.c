/* What a reader sees first: what becomes of what was asked, and who can use more or fewer slots. */
#include "report/comparison/sections.h"

#include <stdlib.h>
#include <string.h>

enum { SHOWN = 8 }; /* units in the picture */

static int64_t size_of(const tp_whom *w, size_t n)
{
    int64_t size = 0;
    for (size_t i = 0; i < n; i++) {
        int64_t here = w->change[i] < 0 ? -w->change[i] : w->change[i];
        size = here > size ? here : size;
    }
    return size;
}

typedef struct ranked {
    const tp_whom *whom;
    int64_t size;
} ranked;

static int by_size(const void *a, const void *b)
{
    const ranked *x = a, *y = b;
    if (x->size != y->size)
        return x->size > y->size ? -1 : 1;
    return x->whom < y->whom ? -1 : x->whom > y->whom;
}

/* Slots a unit can use more (1) or fewer (-1) by a movement; neither where people move, or slots
 * between pools. */
static int use_of(tp_movement kind)
{
    static const int use[TP_MOVEMENTS] = {
        [TP_MOVES_DEPOSIT] = -1, [TP_MOVES_LOAN] = 1, [TP_MOVES_RECLAIM] = -1,
        [TP_MOVES_CUT] = -1,     [TP_MOVES_GAIN] = 1, [TP_MOVES_BACK] = -1};
    return use[kind];
}

/* Loans less deposits, reclaims, what a reorganisation takes and what goes back at once of loans
 * that fall due, of every unit; against the
 * baseline where there is one. */
tp_status tp_report_whom(tp_reporting *r)
{
    const tp_comparison *cmp = &r->cmp;
    tp_ids *units = tp_ids_create(r->arena, 256);
    r->whom = tp_arena_array(r->arena, cmp->n_rows + 1, sizeof *r->whom);
    if (!units || !r->whom)
        return tp_fail_nomem(r->err);
    for (size_t k = 0; k < cmp->n_rows; k++) {
        const tp_compared_row *row = &cmp->rows[k];
        bool fresh = false;
        if (!use_of(row->kind))
            continue;
        int32_t at = tp_ids_add(units, row->unit, strlen(row->unit), &fresh);
        if (at == TP_ID_NONE)
            return tp_fail_nomem(r->err);
        tp_whom *whom = &r->whom[at];
        if (fresh) {
            *whom = (tp_whom){.name = row->unit_name};
            r->n_whom++;
        }
        for (size_t i = 0; i < r->n; i++)
            whom->change[i] += use_of(row->kind) * row->count[i];
    }
    for (size_t k = 0; k < r->n_whom && r->n > 1; k++) {
        int64_t base = r->whom[k].change[0];
        for (size_t i = 0; i < r->n; i++)
            r->whom[k].change[i] -= base;
    }
    return TP_OK;
}

static void fates(tp_reporting *r)
{
    tp_fates_row rows[TP_REPORT_MOST];
    for (size_t i = 0; i < r->n; i++) {
        const tp_group_figures *all = &r->cmp.figures[i].all;
        rows[i] = (tp_fates_row){r->label[r->entry[i]],
                                 {[TP_FATE_OWN] = all->own,
                                  [TP_FATE_LENT] = all->lent,
                                  [TP_FATE_SHORT] = all->unmet,
                                  [TP_FATE_REFUSED] = all->denied}};
    }
    tp_words title = {"申请的编制得到怎样的处理（单位：个）",
                      "What becomes of what was asked (slots)"};
    tp_fates_figure figure = {.title = title, .rows = rows, .n_rows = r->n};
    tp_report_figure_open(r, title);
    TP_REPORT_BOTH_SIZES(r, figure) tp_svg_fates(r->out, &figure);
    tp_report_figure_close(r);
}

static void changes(tp_reporting *r)
{
    ranked *all = tp_arena_array(r->arena, r->n_whom + 1, sizeof *all);
    int64_t change[SHOWN * TP_REPORT_MOST] = {0};
    tp_words rows[SHOWN], columns[TP_REPORT_MOST], marks[TP_REPORT_MOST];
    size_t count = 0, first = r->n > 1 ? 1 : 0, n = r->n - first;
    if (!all) {
        r->page.failed = true;
        return;
    }
    for (size_t k = 0; k < r->n_whom; k++)
        if (size_of(&r->whom[k], r->n))
            all[count++] = (ranked){&r->whom[k], size_of(&r->whom[k], r->n)};
    if (!count)
        return;
    qsort(all, count, sizeof *all, by_size);
    size_t shown = count < SHOWN ? count : SHOWN;
    for (size_t k = 0; k < shown; k++) {
        rows[k] = (tp_words){all[k].whom->name, all[k].whom->name};
        for (size_t i = 0; i < n; i++)
            change[k * n + i] = all[k].whom->change[i + first];
    }
    for (size_t i = 0; i < n; i++)
        columns[i] = r->label[r->entry[i + first]];
    tp_words title =
        r->n > 1 ? (tp_words){"哪些单位的可用编制比基准多、比基准少",
                              "Who can use more slots than in the baseline, who fewer"}
                 : (tp_words){"哪些单位的可用编制增加、减少", "Who can use more slots, who fewer"};
    tp_words caption = TP_PAGE_WORDS(
        &r->page,
        ((tp_words){"（变动最大的 {0} 个单位，共 {1} 个；可用编制＝核定－存入＋借用）",
                    " (largest {0} of {1} changes; own less deposits plus loans)"}),
        tp_report_count(r, (int64_t)shown), tp_report_count(r, (int64_t)count));
    caption = (tp_words){tp_arena_format(r->arena, "%s%s", title.zh, caption.zh),
                         tp_arena_format(r->arena, "%s%s", title.en, caption.en)};
    if (!caption.zh || !caption.en) {
        r->page.failed = true;
        return;
    }
    tp_changes_figure figure = {.title = title,
                                .row_labels = rows,
                                .column_labels = columns,
                                .n_rows = shown,
                                .n_columns = n,
                                .change = change};
    tp_report_figure_open(r, caption);
    for (size_t i = 0; i < n; i++)
        marks[i] = r->mark[r->entry[i + first]];
    TP_REPORT_BOTH_SIZES(r, figure)
    {
        figure.column_labels = figure.width == TP_SVG_NARROW ? marks : columns;
        tp_svg_changes(r->out, &figure);
    }
    tp_report_figure_close(r);
}

void tp_report_opening(tp_reporting *r)
{
    if (!r->n || !r->cmp.figures[0].all.demands)
        return;
    fates(r);
}

void tp_report_changes(tp_reporting *r)
{
    if (r->n)
        changes(r);
}
