#include "report/pictures/svg.h"

enum { TOP = 34, LEFT = 74, BOTTOM = 250, HEIGHT = 306 };

static int right_of(const tp_curve_figure *f)
{
    return (f->width ? f->width : TP_SVG_WIDTH) - 30;
}

static int x_of(const tp_curve_figure *f, size_t i)
{
    int right = right_of(f);
    return f->n_points < 2 ? (LEFT + right) / 2
                           : LEFT + 12 + (right - LEFT - 24) * (int)i / ((int)f->n_points - 1);
}

static void range_of(const tp_curve_figure *f, tp_wide *least, tp_wide *most)
{
    bool any = false;
    *least = *most = 0;
    for (size_t i = 0; i < f->n_points; i++) {
        tp_wide v = f->points[i].value;
        if (!f->points[i].solved)
            continue;
        *least = !any || v < *least ? v : *least;
        *most = !any || v > *most ? v : *most;
        any = true;
    }
    if (f->has_base) {
        *least = !any || f->base < *least ? f->base : *least;
        *most = !any || f->base > *most ? f->base : *most;
    }
    if (*least == *most) {
        *least -= TP_DEC_ONE;
        *most += TP_DEC_ONE;
    }
}

static int y_of(tp_wide value, tp_wide least, tp_wide most)
{
    return BOTTOM - 12 - (int)((value - least) * (BOTTOM - TOP - 24) / (most - least));
}

static void axis(tp_buf *out, const tp_curve_figure *f, tp_wide least, tp_wide most)
{
    char text[TP_DEC_TEXT];
    int right = right_of(f);
    tp_svg_words(out, &(tp_svg_place){0, 12, "start", "strong", right + 30}, f->y_label);
    tp_svg_line(out, "axis", LEFT, BOTTOM, right, BOTTOM);
    tp_svg_line(out, "axis", LEFT, TOP, LEFT, BOTTOM);
    tp_dec_format(most, text);
    tp_svg_text(out, &(tp_svg_place){LEFT - 6, y_of(most, least, most), "end", "number", LEFT - 8},
                text);
    tp_dec_format(least, text);
    tp_svg_text(out, &(tp_svg_place){LEFT - 6, y_of(least, least, most), "end", "number", LEFT - 8},
                text);
    tp_svg_words(out,
                 &(tp_svg_place){(LEFT + right) / 2, HEIGHT - 14, "middle", "strong", right - LEFT},
                 f->x_label);
}

void tp_svg_curve(tp_buf *out, const tp_curve_figure *figure)
{
    tp_wide least, most;
    int last = -1000, px = 0, py = 0;
    bool joined = false;
    range_of(figure, &least, &most);
    tp_svg_begin(out, right_of(figure) + 30, HEIGHT, figure->title);
    axis(out, figure, least, most);
    if (figure->has_base) {
        int y = y_of(figure->base, least, most);
        tp_svg_line(out, "cut-line", LEFT, y, right_of(figure), y);
        tp_svg_words(out, &(tp_svg_place){right_of(figure), y - 9, "end", "soft", 0},
                     (tp_words){"◆ 基准", "◆ base"});
    }
    for (size_t i = 0; i < figure->n_points; i++) {
        const tp_curve_point *point = &figure->points[i];
        int x = x_of(figure, i), width = tp_svg_measure(point->label.zh);
        int other = tp_svg_measure(point->label.en);
        width = other > width ? other : width;
        width = width > 90 ? 90 : width;
        /* Labels that would touch the one before are left out; the table below has them all. */
        if (x - width / 2 > last + 6) {
            tp_svg_words(out, &(tp_svg_place){x, BOTTOM + 16, "middle", "number", 90},
                         point->label);
            last = x + width / 2;
        }
        if (!point->solved) {
            tp_buf_format(out, "<path class=\"missing\" d=\"M%d %dl8 8m0-8l-8 8\"/>\n", x - 4,
                          BOTTOM - 12);
            joined = false;
            continue;
        }
        int y = y_of(point->value, least, most);
        if (joined && !figure->apart)
            tp_svg_line(out, "thread", px, py, x, y);
        tp_buf_format(out,
                      "<circle class=\"point\" data-point=\"%zu\" cx=\"%d\" cy=\"%d\" "
                      "r=\"5\"/>\n",
                      i, x, y);
        if (figure->has_base && i == figure->base_point)
            tp_buf_format(out, "<path class=\"basemark\" d=\"M%d %dl7 7-7 7-7-7z\"/>\n", x, y - 7);
        px = x;
        py = y;
        joined = true;
    }
    tp_svg_end(out);
}
