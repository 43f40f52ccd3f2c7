#include "report/comparison/sections.h"

#include <stdlib.h>
#include <string.h>

enum { HEAT = 30, STEPS = 9 };

typedef struct sectors {
    const char **name;
    size_t count;
    int64_t *lent; /* [count * n] */
} sectors;

/* Sectors of all runs, in the order met. */
static tp_status collect(tp_reporting *r, sectors *out)
{
    size_t most = 0;
    tp_ids *names = tp_ids_create(r->arena, 64);
    for (size_t i = 0; i < r->n; i++)
        most += r->cmp.figures[i].n_sectors;
    out->name = tp_arena_array(r->arena, most + 1, sizeof *out->name);
    out->lent = tp_arena_array(r->arena, most * r->n + 1, sizeof *out->lent);
    if (!names || !out->name || !out->lent)
        return tp_fail_nomem(r->err);
    for (size_t i = 0; i < r->n; i++)
        for (size_t k = 0; k < r->cmp.figures[i].n_sectors; k++) {
            const tp_group_figures *s = &r->cmp.figures[i].by_sector[k];
            const char *key = *s->name ? s->name : "\t";
            int32_t at = tp_ids_add(names, key, strlen(key), NULL);
            if (at == TP_ID_NONE)
                return tp_fail_nomem(r->err);
            out->name[at] = s->name;
            out->lent[(size_t)at * r->n + i] = s->lent;
        }
    out->count = (size_t)tp_ids_count(names);
    return TP_OK;
}

static void single(tp_reporting *r)
{
    const tp_figures *f = &r->cmp.figures[0];
    tp_view *view =
        tp_page_view(&r->page, "sectors", (tp_words){"各领域申请与落实", "Demands by sector"});
    view->unit = (tp_words){"单位：个", "slots"};
    view->empty = (tp_words){"没有用编申请。", "There is no demand."};
    static const tp_words heads[] = {{"申请", "Asked"},
                                     {"自有空编", "Own"},
                                     {"投放", "Lent"},
                                     {"尚缺", "Short"},
                                     {"不受理", "Refused"}};
    tp_view_column_add(view, "sector", (tp_words){"领域", "Sector"}, 0);
    for (size_t k = 0; k < 5; k++)
        tp_view_column_add(view, "count", heads[k], TP_COL_NUMBER);
    for (size_t k = 0; k < f->n_sectors; k++) {
        const tp_group_figures *s = &f->by_sector[k];
        tp_view_words(view, tp_report_sector(s->name));
        tp_view_count(view, s->asked);
        tp_view_count(view, s->own);
        tp_view_count(view, s->lent);
        tp_view_count(view, s->unmet);
        tp_view_count(view, s->denied);
    }
    tp_view_sum(view, (tp_words){"合计", "Total"});
    tp_html_view(r->out, view, &(tp_html_table){.id = "by-sector"});
}

static tp_status heat(tp_reporting *r, const sectors *s)
{
    size_t rows = s->count < HEAT ? s->count : HEAT, columns = r->n - 1;
    tp_words *labels = tp_arena_array(r->arena, rows + 2, sizeof *labels);
    int64_t *base = tp_arena_array(r->arena, rows + 2, sizeof *base);
    int64_t *difference = tp_arena_array(r->arena, (rows + 2) * r->n, sizeof *difference);
    tp_words heads[TP_REPORT_MOST], marks[TP_REPORT_MOST];
    if (!labels || !base || !difference)
        return tp_fail_nomem(r->err);
    /* The last row takes the sectors there is no row for. */
    bool grouped = s->count > rows;
    for (size_t k = 0; k < s->count; k++) {
        size_t row = k < rows ? k : rows;
        if (row < rows)
            labels[row] = tp_report_sector(s->name[k]);
        base[row] += s->lent[k * r->n];
        for (size_t c = 0; c < columns; c++)
            difference[row * columns + c] += s->lent[k * r->n + c + 1] - s->lent[k * r->n];
    }
    labels[rows] = TP_PAGE_WORDS(&r->page, ((tp_words){"其他 {0} 个领域", "{0} other sectors"}),
                                 tp_report_count(r, (int64_t)(s->count - rows)));
    for (size_t c = 0; c < columns; c++) {
        heads[c] = r->label[r->entry[c + 1]];
        marks[c] = r->mark[r->entry[c + 1]];
    }
    tp_words title = {"各领域投放数与基准之差", "Slots lent by sector, against the baseline"};
    tp_heat_figure figure = {title,   {"领域", "Sector"},   labels, heads,      rows + grouped,
                             columns, r->mark[r->entry[0]], base,   difference, 0};
    tp_report_figure_open(r, title);
    TP_REPORT_BOTH_SIZES(r, figure)
    {
        figure.column_labels = figure.width == TP_SVG_NARROW ? marks : heads;
        tp_svg_heat(r->out, &figure);
    }
    tp_report_figure_close(r);
    return TP_OK;
}

tp_status tp_report_sectors(tp_reporting *r)
{
    sectors all;
    tp_status status = collect(r, &all);
    if (status)
        return status;
    tp_report_open(r, "sectors",
                   r->n > 1 ? (tp_words){"各领域的增减", "Sectors"}
                            : (tp_words){"各领域", "Sectors"});
    if (r->n < 2)
        single(r);
    else if (!all.count)
        tp_report_say(r, (tp_words){"没有用编申请。", "There is no demand."});
    else
        status = heat(r, &all);
    tp_report_close(r);
    return status;
}

static int by_size(const void *a, const void *b)
{
    const tp_waterfall_step *x = a, *y = b;
    int64_t i = x->difference < 0 ? -x->difference : x->difference;
    int64_t k = y->difference < 0 ? -y->difference : y->difference;
    if (i != k)
        return i > k ? -1 : 1;
    return strcmp(x->label.zh, y->label.zh);
}

static tp_status steps_of(tp_reporting *r, const sectors *s, size_t i)
{
    tp_waterfall_step *steps = tp_arena_array(r->arena, s->count + 2, sizeof *steps);
    size_t count = 0;
    if (!steps)
        return tp_fail_nomem(r->err);
    for (size_t k = 0; k < s->count; k++) {
        int64_t difference = s->lent[k * r->n + i] - s->lent[k * r->n];
        if (difference)
            steps[count++] = (tp_waterfall_step){tp_report_sector(s->name[k]), difference};
    }
    tp_words from = r->label[r->entry[0]], to = r->label[r->entry[i]];
    if (!count) {
        TP_REPORT_SAY(r,
                      ((tp_words){"{0}：各领域投放数与基准相同。",
                                  "{1}: every sector gets what it gets in the baseline."}),
                      to.zh, to.en);
        return TP_OK;
    }
    qsort(steps, count, sizeof *steps, by_size);
    if (count > STEPS) {
        for (size_t k = STEPS; k < count; k++)
            steps[STEPS - 1].difference += steps[k].difference;
        steps[STEPS - 1].label =
            TP_PAGE_WORDS(&r->page, ((tp_words){"其他 {0} 个领域", "{0} other sectors"}),
                          tp_report_count(r, (int64_t)(count - STEPS + 1)));
        count = STEPS;
    }
    tp_words title = {
        TP_PAGE_WORDS(&r->page, ((tp_words){"从基准到“{0}”：投放数按领域", ""}), to.zh).zh,
        TP_PAGE_WORDS(&r->page,
                      ((tp_words){"", "From the baseline to “{0}”: slots lent, by "
                                      "sector"}),
                      to.en)
            .en};
    tp_waterfall_figure figure = {
        title, from, to, r->cmp.figures[0].all.lent, r->cmp.figures[i].all.lent, steps, count, 0};
    tp_report_figure_open(r, title);
    TP_REPORT_BOTH_SIZES(r, figure) tp_svg_waterfall(r->out, &figure);
    tp_report_figure_close(r);
    return TP_OK;
}

tp_status tp_report_steps(tp_reporting *r)
{
    sectors all;
    if (r->n < 2)
        return TP_OK;
    tp_status status = collect(r, &all);
    tp_report_open(r, "steps", (tp_words){"差额从哪里来", "Where the difference comes from"});
    for (size_t i = 1; i < r->n && !status; i++)
        status = steps_of(r, &all, i);
    tp_report_close(r);
    return status;
}
