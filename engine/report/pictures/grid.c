/* Values over two parameters: a cell a solved point, darker for more, the scenario's own framed and
 * marked. Every cell carries its number, so that nothing is told by shade alone. Columns that do
 * not fit side by side go on below, with their heads again. */
#include "report/pictures/svg.h"

#include <string.h>

enum { CELL = 26, HEAD = 24, NAME = 20, GAP = 12, PAD = 4 };

static int measure(tp_words words)
{
    int zh = tp_svg_measure(words.zh), en = tp_svg_measure(words.en);
    return zh > en ? zh : en;
}

static int label_width(const tp_grid_figure *f, int width)
{
    int label = 40, most = width / 4;
    for (size_t r = 0; r < f->n_rows; r++) {
        int here = measure(f->rows[r]) + 8;
        label = here > label ? here : label;
    }
    return label > most ? most : label;
}

static int cell_width(const tp_grid_figure *f)
{
    int cell = 44;
    for (size_t c = 0; c < f->n_columns; c++) {
        int here = measure(f->columns[c]) + 10;
        cell = here > cell ? here : cell;
    }
    for (size_t i = 0; i < f->n_rows * f->n_columns; i++) {
        char digits[TP_DEC_TEXT];
        if (f->value[i] == TP_INT_NONE)
            continue;
        tp_int_format(f->value[i], digits);
        int here = tp_svg_measure(digits) + 24;
        cell = here > cell ? here : cell;
    }
    return cell > 96 ? 96 : cell;
}

static const char *shade(const tp_grid_figure *f, int64_t value)
{
    static const char *const kinds[] = {"step0", "step1", "step2", "step3", "step4"};
    int64_t least = INT64_MAX, most = INT64_MIN;
    for (size_t i = 0; i < f->n_rows * f->n_columns; i++) {
        if (f->value[i] == TP_INT_NONE)
            continue;
        least = f->value[i] < least ? f->value[i] : least;
        most = f->value[i] > most ? f->value[i] : most;
    }
    return most <= least ? kinds[0] : kinds[(tp_wide)(value - least) * 4 / (most - least)];
}

static void cell(tp_buf *out, const tp_grid_figure *f, size_t r, size_t c, int x, int y, int width)
{
    int64_t value = f->value[r * f->n_columns + c];
    bool base = f->has_base && r == f->base_row && c == f->base_column;
    if (value == TP_INT_NONE) {
        tp_svg_box(out, "step0", x + 1, y + 1, width - 2, CELL - 2);
        tp_svg_text(out, &(tp_svg_place){x + width / 2, y + CELL / 2, "middle", "soft", 0}, "×");
        return;
    }
    const char *kind = shade(f, value);
    tp_svg_box(out, kind, x + 1, y + 1, width - 2, CELL - 2);
    tp_svg_number(out,
                  &(tp_svg_place){x + width / 2 + (base ? 5 : 0), y + CELL / 2, "middle",
                                  strcmp(kind, "step4") == 0 ? "inverse" : "number", 0},
                  value);
    if (!base)
        return;
    tp_svg_box(out, "bound", x + 2, y + 2, width - 4, CELL - 4);
    tp_buf_format(out, "<path class=\"basemark\" d=\"M%d %dl5 5-5 5-5-5z\"/>\n", x + 10,
                  y + CELL / 2 - 5);
}

void tp_svg_grid(tp_buf *out, const tp_grid_figure *figure)
{
    const tp_grid_figure *f = figure;
    int width = f->width ? f->width : TP_SVG_WIDTH;
    int label = label_width(f, width), cell_w = cell_width(f);
    size_t fit = (size_t)((width - label) / cell_w);
    fit = fit ? fit : 1;
    size_t blocks = f->n_columns ? (f->n_columns + fit - 1) / fit : 0;
    int block = HEAD + CELL * (int)f->n_rows + GAP;
    tp_svg_begin(out, width, 2 * NAME + block * (int)blocks + 2, f->title);
    tp_svg_words(out, &(tp_svg_place){0, NAME / 2, "start", "strong", width}, f->row_name);
    tp_svg_words(out, &(tp_svg_place){0, NAME + NAME / 2, "start", "strong", width},
                 f->column_name);
    for (size_t b = 0; b < blocks; b++) {
        int top = 2 * NAME + block * (int)b;
        size_t first = b * fit, last = first + fit < f->n_columns ? first + fit : f->n_columns;
        for (size_t c = first; c < last; c++)
            tp_svg_words(out,
                         &(tp_svg_place){label + cell_w * (int)(c - first) + cell_w / 2,
                                         top + HEAD / 2, "middle", "strong", cell_w - PAD},
                         f->columns[c]);
        for (size_t r = 0; r < f->n_rows; r++) {
            int y = top + HEAD + CELL * (int)r;
            tp_svg_words(out, &(tp_svg_place){label - 6, y + CELL / 2, "end", NULL, label - 8},
                         f->rows[r]);
            for (size_t c = first; c < last; c++)
                cell(out, f, r, c, label + cell_w * (int)(c - first), y, cell_w);
        }
    }
    tp_svg_end(out);
}
