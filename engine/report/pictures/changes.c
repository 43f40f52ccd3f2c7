/* Who can use more and who fewer: a row each, a panel a run, a bar from the middle line. More goes
 * right and is full, fewer goes left and is hollow; every bar carries its signed number. */
#include "report/pictures/svg.h"

enum { HEAD = 38, ROW = 21, BAR = 12, LABEL_ROW = 17, BESIDE = 186, MARGIN = 8 };

static int64_t largest_of(const tp_changes_figure *f)
{
    int64_t largest = 1;
    for (size_t i = 0; i < f->n_rows * f->n_columns; i++) {
        int64_t size = f->change[i] < 0 ? -f->change[i] : f->change[i];
        largest = size > largest ? size : largest;
    }
    return largest;
}

/* Where there is no room for bars: the number alone, in a box that is shaded by its sign. */
static void cell(tp_buf *out, int64_t change, int x, int width, int y)
{
    tp_svg_box(out,
               change > 0   ? "plus1"
               : change < 0 ? "minus1"
                            : "same",
               x + 1, y - ROW / 2 + 1, width - 2, ROW - 2);
    tp_svg_difference(out, &(tp_svg_place){x + width / 2, y, "middle", "number", 0}, change);
}

static void bar(tp_buf *out, int64_t change, int64_t largest, int middle, int half, int y)
{
    int64_t size = change < 0 ? -change : change;
    int length = (int)((tp_wide)size * half / largest);
    length = length < 2 ? 2 : length;
    if (!change) {
        tp_svg_text(out, &(tp_svg_place){middle + 6, y, "start", "soft", 0}, "=");
        return;
    }
    tp_svg_box(out, change > 0 ? "rise" : "fall", change > 0 ? middle : middle - length,
               y - BAR / 2, length, BAR);
    tp_svg_difference(out,
                      &(tp_svg_place){change > 0 ? middle + length + 4 : middle - length - 4, y,
                                      change > 0 ? "start" : "end", "number", 0},
                      change);
}

/* Names cut to one beginning are told apart by nothing: then all stand above their bars. */
static bool crowded(const tp_changes_figure *f)
{
    for (size_t r = 0; r < f->n_rows; r++)
        if (tp_svg_measure(f->row_labels[r].zh) > BESIDE - MARGIN ||
            tp_svg_measure(f->row_labels[r].en) > BESIDE - MARGIN)
            return true;
    return false;
}

void tp_svg_changes(tp_buf *out, const tp_changes_figure *figure)
{
    int width = figure->width ? figure->width : TP_SVG_WIDTH, columns = (int)figure->n_columns;
    bool narrow = width < 400 || crowded(figure);
    int left = narrow ? 0 : BESIDE, row = narrow ? ROW + LABEL_ROW : ROW;
    int panel = (width - left) / (columns ? columns : 1);
    int64_t largest = largest_of(figure);
    char digits[TP_DEC_TEXT];
    tp_int_format(largest, digits);
    int room = tp_svg_measure(digits) + 18; /* the number beside the longest bar */
    int half = panel / 2 - room;
    bool bars = half >= 12;
    int height = HEAD + row * (int)figure->n_rows;
    tp_svg_begin(out, width, height + 2, figure->title);
    for (int c = 0; c < columns; c++) {
        int middle = left + panel * c + panel / 2;
        tp_svg_lines(out, &(tp_svg_place){middle, HEAD / 2 - 1, "middle", "strong", panel - 6},
                     figure->column_labels[c]);
        if (!narrow && bars)
            tp_svg_line(out, "zero", middle, HEAD - 2, middle, height);
    }
    for (size_t r = 0; r < figure->n_rows; r++) {
        int top = HEAD + row * (int)r, y = top + (narrow ? LABEL_ROW : 0) + ROW / 2;
        if (!narrow)
            tp_svg_line(out, "track", 0, top, width, top);
        tp_svg_words(out,
                     &(tp_svg_place){0, narrow ? top + LABEL_ROW / 2 : y, "start", NULL,
                                     narrow ? width : left - MARGIN},
                     figure->row_labels[r]);
        for (int c = 0; c < columns; c++) {
            int x = left + panel * c, middle = x + panel / 2;
            int64_t change = figure->change[r * figure->n_columns + (size_t)c];
            if (!bars) {
                cell(out, change, x, panel, y);
                continue;
            }
            if (narrow)
                tp_svg_line(out, "zero", middle, y - ROW / 2, middle, y + ROW / 2);
            bar(out, change, largest, middle, half, y);
        }
    }
    tp_svg_end(out);
}
