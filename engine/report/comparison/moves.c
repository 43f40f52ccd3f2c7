#include "report/comparison/sections.h"
#include "report/views/compare.h"
#include "report/views/words.h"

#include <stdlib.h>
#include <string.h>

enum { LISTED = 200 }; /* rows a list shows; what is beyond stands in the appendix */

typedef enum sort_of_row { ALIKE, DIFFERS, ONLY_ONE, SORTS } sort_of_row;

static sort_of_row sort_of(const tp_compared_row *row, size_t n)
{
    if (row->alike)
        return ALIKE;
    return row->runs_with == 1 && n > 1 ? ONLY_ONE : DIFFERS;
}

static int64_t spread(const tp_compared_row *row, size_t n)
{
    int64_t least = row->count[0], most = row->count[0];
    for (size_t i = 1; i < n; i++) {
        least = row->count[i] < least ? row->count[i] : least;
        most = row->count[i] > most ? row->count[i] : most;
    }
    return row->alike ? most : most - least;
}

typedef struct ranked {
    const tp_compared_row *row;
    int64_t spread;
} ranked;

/* Largest first, ties in the order of the comparison. */
static int by_spread(const void *a, const void *b)
{
    const ranked *x = a, *y = b;
    if (x->spread != y->spread)
        return x->spread > y->spread ? -1 : 1;
    return x->row < y->row ? -1 : x->row > y->row;
}

static void add_row(tp_reporting *r, tp_view *view, const tp_compared_row *row)
{
    tp_words name = tp_compared_name(&r->page, &r->cmp, row);
    if (!*row->unit || strcmp(row->unit, row->unit_name) == 0)
        tp_view_words(view, name);
    else
        tp_view_text(
            view,
            TP_PAGE_WORDS(&r->page, ((tp_words){"{0} {1}", "{0} {1}"}), row->unit, name.zh).zh);
    tp_view_words(view, tp_movement_words[row->kind]);
    tp_view_text(view, row->category);
    tp_view_text(view, row->demand);
    for (size_t i = 0; i < r->n; i++)
        tp_compared_count(view, row, i);
}

static void list(tp_reporting *r, const ranked *rows, size_t count, sort_of_row sort)
{
    static const struct {
        const char *id;
        tp_words title, none;
    } texts[SORTS] = {
        [ALIKE] = {"alike",
                   {"各方案一致的调剂", "What every proposal does alike"},
                   {"没有一项调剂在各方案中完全一致。", "Nothing is alike everywhere."}},
        [DIFFERS] = {"differs",
                     {"数量不同的调剂", "What differs"},
                     {"没有只是数量不同的调剂。", "Nothing differs in number only."}},
        [ONLY_ONE] = {"only-one",
                      {"只在一个方案中出现的调剂", "What only one proposal does"},
                      {"没有只在一个方案中出现的调剂。", "Nothing is done by one alone."}},
    };
    tp_html_element(r->out, "h3", texts[sort].title);
    if (!count) {
        tp_report_say(r, texts[sort].none);
        return;
    }
    tp_view *view = tp_page_view(&r->page, texts[sort].id, texts[sort].title);
    view->unit = (tp_words){"单位：个", "slots"};
    tp_view_column_add(view, "unit", (tp_words){"单位", "Unit"}, 0);
    tp_view_column_add(view, "kind", (tp_words){"调剂", "Movement"}, 0);
    tp_view_column_add(view, "category", (tp_words){"编制类别", "Category"}, 0);
    tp_view_column_add(view, "demand", (tp_words){"申请", "Demand"}, 0);
    for (size_t i = 0; i < r->n; i++)
        tp_view_column_add(view, "run", r->mark[r->entry[i]], TP_COL_NUMBER);
    for (size_t i = 0; i < count && i < LISTED; i++)
        add_row(r, view, rows[i].row);
    tp_html_view(r->out, view,
                 &(tp_html_table){.id = texts[sort].id,
                                  .tools = count > 12,
                                  .filter_text = {"筛选", "Filter"},
                                  .headed = true});
    if (count > LISTED)
        TP_REPORT_SAY(r,
                      ((tp_words){"以上为数量最大的 {0} 项，共 {1} 项；全部可用 turnpool compare "
                                  "列出。",
                                  "The {0} largest of {1}; turnpool compare lists them all."}),
                      tp_report_count(r, LISTED), tp_report_count(r, (int64_t)count));
}

/* Keys down, each value under the runs that have it: values are long and mostly alike. */
static void inputs(tp_reporting *r)
{
    static const tp_words title = {"方案设定的不同之处", "What was asked differently"};
    tp_html_element(r->out, "h3", title);
    tp_html_frame_open(r->out, "scroll", title);
    tp_buf_text(r->out, "<table>\n<thead><tr><th scope=\"col\">");
    tp_html_words(r->out, (tp_words){"设定项", "Key"});
    tp_buf_text(r->out, "</th><th scope=\"col\">");
    tp_html_words(r->out, (tp_words){"各方案的取值", "Values"});
    tp_buf_text(r->out, "</th></tr></thead>\n<tbody>\n");
    for (size_t k = 0; k < r->cmp.n_inputs; k++) {
        tp_words text[TP_REPORT_MOST];
        for (size_t i = 0; i < r->n; i++) {
            const char *value = r->cmp.inputs[k].value[i];
            text[i] = value ? tp_value_words(&r->page, r->cmp.inputs[k].key, value)
                            : (tp_words){"（未设）", "(not set)"};
        }
        tp_buf_text(r->out, "<tr><th scope=\"row\">");
        tp_html_words(r->out, tp_key_words(&r->page, r->cmp.inputs[k].key));
        tp_buf_text(r->out, "</th><td>");
        tp_report_by_run(r, text);
        tp_buf_text(r->out, "</td></tr>\n");
    }
    tp_buf_text(r->out, "</tbody></table>\n");
    tp_html_frame_close(r->out);
}

void tp_report_moves(tp_reporting *r)
{
    if (r->n < 2)
        return;
    tp_report_open(r, "moves",
                   (tp_words){"逐单位对比：一致的、不同的、独有的",
                              "Unit by unit: alike, different, only one"});
    ranked *rows = tp_arena_array(r->arena, r->cmp.n_rows + 1, sizeof *rows);
    if (!rows) {
        r->page.failed = true;
        return;
    }
    static const sort_of_row order[] = {DIFFERS, ONLY_ONE, ALIKE};
    for (int k = 0; k < SORTS; k++) {
        size_t count = 0;
        for (size_t i = 0; i < r->cmp.n_rows; i++)
            if (sort_of(&r->cmp.rows[i], r->n) == order[k])
                rows[count++] = (ranked){&r->cmp.rows[i], spread(&r->cmp.rows[i], r->n)};
        qsort(rows, count, sizeof *rows, by_spread);
        list(r, rows, count, order[k]);
    }
    if (r->cmp.n_inputs)
        inputs(r);
    tp_report_close(r);
}
