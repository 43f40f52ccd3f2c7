/* Years as a strip: a row a unit, a cell a period, in it what it asked for as a bar: own, borrowed,
 * short; what went back stands below. All bars are of one scale. */
#include "report/pictures/svg.h"

enum { LEGEND = 26, HEAD = 34, ROW = 40, BAR = 15, LABEL_ROW = 18 };

static const struct {
    const char *kind;
    tp_words words;
} parts[TP_STRIP_PARTS] = {{"fate own", {"自有", "own"}},
                           {"fate lent", {"借用", "borrowed"}},
                           {"fate short", {"尚缺", "short"}}};

static void legend(tp_buf *out)
{
    int x = 2;
    for (size_t p = 0; p < TP_STRIP_PARTS; p++) {
        int zh = tp_svg_measure(parts[p].words.zh), en = tp_svg_measure(parts[p].words.en);
        tp_svg_box(out, parts[p].kind, x, 3, 14, 14);
        tp_svg_words(out, &(tp_svg_place){x + 19, 11, "start", NULL, 0}, parts[p].words);
        x += 30 + (zh > en ? zh : en);
    }
    tp_svg_words(out, &(tp_svg_place){x, 11, "start", NULL, 0},
                 (tp_words){"↩ 归还", "↩ given back"});
}

static void number(tp_buf *out, size_t part, int x, int y, int width, int64_t count)
{
    char digits[TP_DEC_TEXT];
    tp_int_format(count, digits);
    if (tp_svg_measure(digits) + 4 <= width)
        tp_svg_text(out,
                    &(tp_svg_place){x + width / 2, y, "middle",
                                    part == TP_STRIP_OWN ? "inverse" : "number strong", 0},
                    digits);
}

static void cell(tp_buf *out, const tp_strip_cell *at, int64_t most, int x, int y, int width)
{
    int64_t sum = 0;
    for (size_t p = 0; p < TP_STRIP_PARTS; p++) {
        int from = x + (int)((tp_wide)sum * width / most);
        sum += at->part[p];
        int to = x + (int)((tp_wide)sum * width / most);
        if (!at->part[p])
            continue;
        tp_svg_box(out, parts[p].kind, from, y, to - from > 1 ? to - from : 1, BAR);
        number(out, p, from, y + BAR / 2, to - from, at->part[p]);
    }
    if (at->returned) {
        char text[TP_DEC_TEXT + 8] = "↩ ";
        tp_int_format(at->returned, text + sizeof "↩ " - 1);
        tp_svg_text(out, &(tp_svg_place){x, y + BAR + 9, "start", "number", 0}, text);
    }
}

void tp_svg_strip(tp_buf *out, const tp_strip_figure *figure)
{
    int width = figure->width ? figure->width : TP_SVG_WIDTH;
    bool narrow = width < 400;
    int left = narrow ? 2 : 176, row = narrow ? ROW + LABEL_ROW : ROW;
    int n = figure->n_columns ? (int)figure->n_columns : 1, each = (width - left - 2) / n;
    int64_t most = 1;
    for (size_t i = 0; i < figure->n_rows * figure->n_columns; i++) {
        int64_t sum = 0;
        for (size_t p = 0; p < TP_STRIP_PARTS; p++)
            sum += figure->cells[i].part[p];
        most = sum > most ? sum : most;
    }
    tp_svg_begin(out, width, LEGEND + HEAD + row * (int)figure->n_rows + 4, figure->title);
    legend(out);
    for (size_t t = 0; t < figure->n_columns; t++)
        tp_svg_lines(
            out,
            &(tp_svg_place){left + each * (int)t, LEGEND + HEAD / 2, "start", "soft", each - 4},
            figure->column_labels[t]);
    for (size_t i = 0; i < figure->n_rows; i++) {
        int y = LEGEND + HEAD + row * (int)i + (narrow ? LABEL_ROW : 0) + 4;
        tp_svg_text(out,
                    &(tp_svg_place){0, narrow ? y - LABEL_ROW / 2 : y + BAR / 2, "start", NULL,
                                    narrow ? width : left - 10},
                    figure->row_labels[i]);
        for (size_t t = 0; t < figure->n_columns; t++)
            cell(out, &figure->cells[i * figure->n_columns + t], most, left + each * (int)t, y,
                 each - 8);
    }
    tp_svg_end(out);
}
