#include "report/pictures/svg.h"

#include <string.h>

enum { CELL = 28, HEAD = 40, LINE = 18, PAD = 4 };

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

/* On a narrow picture the row's label stands above its cells. */
void tp_svg_heat(tp_buf *out, const tp_heat_figure *figure)
{
    int whole = figure->width ? figure->width : TP_SVG_WIDTH;
    bool narrow = whole < 400;
    int columns = figure->n_columns ? (int)figure->n_columns : 1;
    int label = narrow ? 0 : 140, base = narrow ? whole / (columns + 1) : 60;
    int width = (whole - label - base) / columns, row = narrow ? CELL + LINE : CELL;
    int64_t largest = largest_of(figure);
    width = width > 160 ? 160 : width;
    tp_svg_begin(out, whole, HEAD + row * (int)figure->n_rows + 2, figure->title);
    if (!narrow)
        tp_svg_words(out, &(tp_svg_place){0, HEAD / 2, "start", "strong", label - PAD},
                     figure->corner);
    tp_svg_words(out, &(tp_svg_place){label + base / 2, HEAD / 2, "middle", "strong", base - PAD},
                 figure->base_label);
    for (size_t c = 0; c < figure->n_columns; c++)
        tp_svg_lines(out,
                     &(tp_svg_place){label + base + width * (int)c + width / 2, HEAD / 2, "middle",
                                     "strong", width - PAD},
                     figure->column_labels[c]);
    for (size_t r = 0; r < figure->n_rows; r++) {
        int top = HEAD + row * (int)r, y = top + (narrow ? LINE : 0);
        tp_svg_words(out,
                     &(tp_svg_place){0, narrow ? top + LINE / 2 : y + CELL / 2, "start", NULL,
                                     narrow ? whole : label - PAD},
                     figure->row_labels[r]);
        tp_svg_number(out, &(tp_svg_place){label + base / 2, y + CELL / 2, "middle", "number", 0},
                      figure->base[r]);
        for (size_t c = 0; c < figure->n_columns; c++) {
            int64_t difference = figure->difference[r * figure->n_columns + c];
            int x = label + base + width * (int)c;
            const char *kind = shade(difference, largest);
            tp_svg_box(out, kind, x + 1, y + 1, width - 2, CELL - 2);
            tp_svg_difference(out,
                              &(tp_svg_place){x + width / 2, y + CELL / 2, "middle",
                                              strchr(kind, '3') ? "inverse" : "number", 0},
                              difference);
        }
    }
    tp_svg_end(out);
}
