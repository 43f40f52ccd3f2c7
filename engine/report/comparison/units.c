#include "report/comparison/sections.h"

#include <stdlib.h>

enum { BLOCK = 12, BLOCKS = 10, SHOWN = 2 }; /* rows a picture; pictures a run; those not folded */

typedef struct changed {
    tp_dumbbell_row row;
    int64_t size;
    int32_t order;
} changed;

static int by_size(const void *a, const void *b)
{
    const changed *x = a, *y = b;
    if (x->size != y->size)
        return x->size > y->size ? -1 : 1;
    return x->order < y->order ? -1 : x->order > y->order;
}

static size_t collect(const tp_run *run, changed *out)
{
    const tp_dataset *data = run->data;
    size_t count = 0;
    for (int32_t i = 0; i < data->n_lines; i++) {
        int32_t l = data->line_input_order[i];
        const tp_line *line = &data->lines[l];
        int64_t before = line->authorised - line->lent + line->borrowed + line->given_back -
                         tp_report_line_regrouped(run, l);
        int64_t change = tp_report_line_change(run, l);
        if (!change)
            continue;
        out[count++] =
            (changed){{data->units[line->unit].name, tp_dataset_name(data, line->category), before,
                       before + change, line->in_post + line->committed},
                      change < 0 ? -change : change,
                      i};
    }
    qsort(out, count, sizeof *out, by_size);
    return count;
}

static void block(tp_reporting *r, tp_words label, const changed *rows, size_t first, size_t last,
                  const tp_dumbbell_figure *range)
{
    tp_dumbbell_row shown[BLOCK];
    for (size_t i = first; i < last; i++)
        shown[i - first] = rows[i].row;
    const char *from = tp_report_count(r, (int64_t)first + 1);
    const char *to = tp_report_count(r, (int64_t)last);
    tp_words title = {TP_PAGE_WORDS(&r->page, ((tp_words){"{0}：调剂前后，第 {1}—{2} 行", ""}),
                                    label.zh, from, to)
                          .zh,
                      TP_PAGE_WORDS(&r->page,
                                    ((tp_words){"", "{0}: before and after, rows {1}–{2}"}),
                                    label.en, from, to)
                          .en};
    tp_dumbbell_figure figure = {title, shown, last - first, range->least, range->most, 0};
    tp_report_figure_open(r, title);
    TP_REPORT_BOTH_SIZES(r, figure) tp_svg_dumbbell(r->out, &figure);
    tp_report_figure_close(r);
}

static void blocks(tp_reporting *r, tp_words label, const changed *rows, size_t count)
{
    tp_dumbbell_figure range = {.least = 0, .most = 0};
    size_t shown = count < BLOCK * BLOCKS ? count : BLOCK * BLOCKS;
    for (size_t i = 0; i < shown; i++) {
        const tp_dumbbell_row *row = &rows[i].row;
        const int64_t ends[] = {row->before - row->occupied, row->after - row->occupied};
        for (int k = 0; k < 2; k++) {
            range.least = ends[k] < range.least ? ends[k] : range.least;
            range.most = ends[k] > range.most ? ends[k] : range.most;
        }
    }
    for (size_t first = 0; first < shown; first += BLOCK) {
        if (first == BLOCK * SHOWN) {
            tp_buf_text(r->out, "<details><summary>");
            tp_html_words(r->out,
                          TP_PAGE_WORDS(&r->page, ((tp_words){"其余 {0} 行", "{0} more rows"}),
                                        tp_report_count(r, (int64_t)(shown - first))));
            tp_buf_text(r->out, "</summary>\n");
        }
        block(r, label, rows, first, first + BLOCK < shown ? first + BLOCK : shown, &range);
    }
    if (shown > BLOCK * SHOWN)
        tp_buf_text(r->out, "</details>\n");
    if (shown < count)
        TP_REPORT_SAY(r,
                      ((tp_words){"图中为变动最大的 {0} 行，共 {1} 行变动；其余见逐单位明细。",
                                  "Shown: the {0} largest of {1} changes; the rest stand in the "
                                  "list of every unit."}),
                      tp_report_count(r, (int64_t)shown), tp_report_count(r, (int64_t)count));
}

tp_status tp_report_units(tp_reporting *r)
{
    tp_report_open(
        r, "units",
        (tp_words){"使用权与占用：调剂前后", "Usage against occupied, before and after"});
    tp_report_say(r,
                  (tp_words){"横轴是使用权减占用：0 为满编，右为空编，左为超编。按变动大小排列。",
                             "The axis is usage less occupied: 0 is exactly full, right of it "
                             "vacant, left overstaffed. Largest changes first."});
    for (size_t i = 0; i < r->n; i++) {
        changed *rows = calloc((size_t)r->runs[i]->data->n_lines + 1, sizeof *rows);
        if (!rows)
            return tp_fail_nomem(r->err);
        size_t count = collect(r->runs[i], rows);
        tp_html_element(r->out, "h3", r->label[r->entry[i]]);
        if (!count)
            tp_report_say(r, (tp_words){"没有单位的使用权变动。", "No unit's usage changes."});
        blocks(r, r->label[r->entry[i]], rows, count);
        free(rows);
    }
    tp_report_close(r);
    return TP_OK;
}
