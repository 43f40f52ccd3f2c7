#include "report/pictures/svg.h"

enum { ROW = 26, LEFT = 206, RIGHT = 600 };

typedef struct scale {
    int64_t least, most;
} scale;

static int at_x(const scale *s, int64_t value)
{
    int64_t range = s->most - s->least;
    return range <= 0 ? LEFT : LEFT + (int)((tp_wide)(value - s->least) * (RIGHT - LEFT) / range);
}

static void widen(scale *s, int64_t value)
{
    s->least = value < s->least ? value : s->least;
    s->most = value > s->most ? value : s->most;
}

/* Totals are long against the steps between them: the axis begins where the action is, unless that
 * is near 0 anyway. */
static scale scale_of(const tp_waterfall_figure *f)
{
    scale s = {f->from, f->from};
    int64_t at = f->from;
    for (size_t i = 0; i < f->n_steps; i++) {
        at += f->steps[i].difference;
        widen(&s, at);
    }
    int64_t range = s.most - s.least;
    int64_t below = range > 0 ? range / 3 + 1 : 1;
    s.least = s.least - below < s.most / 2 ? 0 : s.least - below;
    s.most = s.most == s.least ? s.least + 1 : s.most;
    return s;
}

static void total(tp_buf *out, const scale *s, tp_words label, int64_t value, int y)
{
    int x = at_x(s, value);
    tp_svg_words(out, &(tp_svg_place){LEFT - 8, y, "end", "strong", LEFT - 10}, label);
    tp_svg_box(out, "sum", LEFT, y - 8, x - LEFT, 16);
    tp_svg_number(out, &(tp_svg_place){x + 6, y, "start", "strong", 0}, value);
}

void tp_svg_waterfall(tp_buf *out, const tp_waterfall_figure *figure)
{
    scale s = scale_of(figure);
    int64_t at = figure->from;
    int y = ROW / 2 + 2;
    tp_svg_begin(out, ROW * ((int)figure->n_steps + 2) + 4, figure->title);
    total(out, &s, figure->from_label, figure->from, y);
    for (size_t i = 0; i < figure->n_steps; i++) {
        const tp_waterfall_step *step = &figure->steps[i];
        int x1 = at_x(&s, at), x2 = at_x(&s, at + step->difference);
        int left = x1 < x2 ? x1 : x2, right = x1 < x2 ? x2 : x1;
        tp_svg_line(out, "thread", x1, y, x1, y + ROW);
        y += ROW;
        at += step->difference;
        tp_svg_words(out, &(tp_svg_place){LEFT - 8, y, "end", NULL, LEFT - 10}, step->label);
        tp_svg_box(out, step->difference < 0 ? "fall" : "rise", left, y - 8,
                   right - left > 1 ? right - left : 1, 16);
        tp_svg_difference(out, &(tp_svg_place){right + 6, y, "start", "number", 0},
                          step->difference);
    }
    tp_svg_line(out, "thread", at_x(&s, at), y, at_x(&s, at), y + ROW);
    total(out, &s, figure->to_label, figure->to, y + ROW);
    if (s.least > 0)
        tp_buf_format(out, "<path class=\"cut\" d=\"M%d %dl4 -6l-4 -6l4 -6\"/>\n", LEFT + 6,
                      y + ROW + 9);
    tp_svg_end(out);
}
