#include "report/pictures/svg.h"

#include <string.h>

enum { ROW = 28, HEAD = 40, LABEL = 170, BASE = 80, PAD = 4 };

static const char *shade(int64_t difference, int64_t largest)
{
    static const char *const kinds[] = {"minus3", "minus2", "minus1", "same",
                                        "plus1",  "plus2",  "plus3"};
    if (difference == 0 || largest == 0)
        return kinds[3];
    int64_t size = difference < 0 ? -difference : difference;
    int step = size * 3 > largest * 2 ? 3 : size * 3 > largest ? 2 : 1;
    return kinds[3 + (difference < 0 ? -step : step)];
}

static int64_t largest_of(const tp_heat_figure *f)
{
    int64_t largest = 0;
    for (size_t i = 0; i < f->n_rows * f->n_columns; i++) {
        int64_t size = f->difference[i] < 0 ? -f->difference[i] : f->difference[i];
        largest = size > largest ? size : largest;
    }
    return largest;
}

void tp_svg_heat(tp_buf *out, const tp_heat_figure *figure)
{
    int width = (TP_SVG_WIDTH - LABEL - BASE) / (figure->n_columns ? (int)figure->n_columns : 1);
    int64_t largest = largest_of(figure);
    width = width > 160 ? 160 : width;
    tp_svg_begin(out, HEAD + ROW * (int)figure->n_rows + 2, figure->title);
    tp_svg_words(out, &(tp_svg_place){0, HEAD / 2, "start", "strong", LABEL - PAD}, figure->corner);
    tp_svg_words(out, &(tp_svg_place){LABEL + BASE / 2, HEAD / 2, "middle", "strong", BASE - PAD},
                 figure->base_label);
    for (size_t c = 0; c < figure->n_columns; c++)
        tp_svg_words(out,
                     &(tp_svg_place){LABEL + BASE + width * (int)c + width / 2, HEAD / 2, "middle",
                                     "strong", width - PAD},
                     figure->column_labels[c]);
    for (size_t r = 0; r < figure->n_rows; r++) {
        int y = HEAD + ROW * (int)r;
        tp_svg_words(out, &(tp_svg_place){0, y + ROW / 2, "start", NULL, LABEL - PAD},
                     figure->row_labels[r]);
        tp_svg_number(out, &(tp_svg_place){LABEL + BASE / 2, y + ROW / 2, "middle", "number", 0},
                      figure->base[r]);
        for (size_t c = 0; c < figure->n_columns; c++) {
            int64_t difference = figure->difference[r * figure->n_columns + c];
            int x = LABEL + BASE + width * (int)c;
            const char *kind = shade(difference, largest);
            tp_svg_box(out, kind, x + 1, y + 1, width - 2, ROW - 2);
            tp_svg_difference(out,
                              &(tp_svg_place){x + width / 2, y + ROW / 2, "middle",
                                              strchr(kind, '3') ? "inverse" : "number", 0},
                              difference);
        }
    }
    tp_svg_end(out);
}
