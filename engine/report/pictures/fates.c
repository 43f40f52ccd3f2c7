/* What becomes of what was asked: one bar a run, all of one length scale. Told apart without
 * colour: dark, grey, white, hatched; every part that has room carries its number. */
#include "report/pictures/svg.h"

enum { LEGEND = 24, ROW = 26, BAR = 18, LABEL_ROW = 18, BESIDE = 186 };

static const struct {
    const char *kind;
    tp_words words;
} parts[TP_FATES] = {{"fate own", {"自有空编解决", "own vacancies"}},
                     {"fate lent", {"周转池投放", "lent"}},
                     {"fate short", {"尚缺", "short"}},
                     {"fate refused", {"不予受理", "refused"}},
                     {"fate unfiled", {"尚未提出", "not filed yet"}}}; /* plans only */

/* Diagonal strokes inside a box. */
static void hatch(tp_buf *out, int x, int y, int width, int height)
{
    tp_buf_text(out, "<path class=\"hatch\" d=\"");
    for (int k = 6 - height; k < width; k += 6) {
        int x1 = x + k, y1 = y + height, x2 = x1 + height, y2 = y;
        if (x1 < x) {
            y1 -= x - x1;
            x1 = x;
        }
        if (x2 > x + width) {
            y2 += x2 - (x + width);
            x2 = x + width;
        }
        if (x1 < x2)
            tp_buf_format(out, "M%d %dL%d %d", x1, y1, x2, y2);
    }
    tp_buf_text(out, "\"/>\n");
}

static void part_box(tp_buf *out, size_t part, int x, int y, int width)
{
    tp_svg_box(out, parts[part].kind, x, y, width, BAR);
    if (part == TP_FATE_REFUSED && width > 2)
        hatch(out, x, y, width, BAR);
}

static void legend(tp_buf *out, int left, int width, bool unfiled)
{
    int x[2] = {left, left};
    for (size_t p = 0; p < TP_FATES; p++) {
        if (p == TP_FATE_UNFILED && !unfiled)
            continue;
        /* Both languages take the room of the longer one. */
        int zh = tp_svg_measure(parts[p].words.zh), en = tp_svg_measure(parts[p].words.en);
        int need = 20 + (zh > en ? zh : en) + 10;
        int line = p > 1 && left == 0 && width < 400 ? 1 : 0;
        int y = line * 18;
        part_box(out, p, x[line], y + 1, 14);
        tp_svg_words(out, &(tp_svg_place){x[line] + 19, y + 10, "start", NULL, 0}, parts[p].words);
        x[line] += need;
    }
}

static void number(tp_buf *out, size_t part, int x, int y, int width, int64_t count)
{
    char digits[TP_DEC_TEXT];
    tp_int_format(count, digits);
    if (tp_svg_measure(digits) + 6 > width)
        return;
    static const char *const kinds[TP_FATES] = {"inverse", "number strong", "number strong",
                                                "number strong pool", "number soft"};
    tp_svg_text(out, &(tp_svg_place){x + width / 2, y + BAR / 2, "middle", kinds[part], 0}, digits);
}

/* Does a label find no room beside the bars? Then all stand above theirs. */
static bool crowded(const tp_fates_figure *figure, int room)
{
    for (size_t i = 0; i < figure->n_rows; i++)
        if (tp_svg_measure(figure->rows[i].label.zh) > room ||
            tp_svg_measure(figure->rows[i].label.en) > room)
            return true;
    return false;
}

void tp_svg_fates(tp_buf *out, const tp_fates_figure *figure)
{
    int width = figure->width ? figure->width : TP_SVG_WIDTH;
    bool narrow = width < 400 || crowded(figure, BESIDE - 10);
    int left = narrow ? 0 : BESIDE, head = width < 400 ? LEGEND + 18 : LEGEND;
    int row = narrow ? LABEL_ROW + ROW : ROW;
    int64_t most = 1;
    bool unfiled = false;
    for (size_t i = 0; i < figure->n_rows; i++) {
        int64_t sum = 0;
        unfiled = unfiled || figure->rows[i].part[TP_FATE_UNFILED];
        for (size_t p = 0; p < TP_FATES; p++)
            sum += figure->rows[i].part[p];
        most = sum > most ? sum : most;
    }
    tp_svg_begin(out, width, head + row * (int)figure->n_rows + 2, figure->title);
    legend(out, left, width, unfiled);
    for (size_t i = 0; i < figure->n_rows; i++) {
        const tp_fates_row *at = &figure->rows[i];
        int y = head + row * (int)i + (narrow ? LABEL_ROW : 0) + 3;
        int label_y = narrow ? y - LABEL_ROW / 2 - 1 : y + BAR / 2;
        int64_t sum = 0;
        tp_svg_words(out, &(tp_svg_place){0, label_y, "start", NULL, narrow ? width : left - 10},
                     at->label);
        for (size_t p = 0; p < TP_FATES; p++) {
            int x = left + (int)((tp_wide)sum * (width - left - 2) / most);
            sum += at->part[p];
            int end = left + (int)((tp_wide)sum * (width - left - 2) / most);
            if (!at->part[p])
                continue;
            part_box(out, p, x + 1, y, end - x > 1 ? end - x : 1);
            number(out, p, x + 1, y, end - x, at->part[p]);
        }
    }
    tp_svg_end(out);
}
