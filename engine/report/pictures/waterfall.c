#include "report/pictures/svg.h"

enum { LINE = 17 };

typedef struct layout {
    int width, left, right, row;
    bool narrow; /* the label stands above its bar */
} layout;

typedef struct scale {
    int64_t least, most;
} scale;

static int at_x(const layout *l, const scale *s, int64_t value)
{
    int64_t range = s->most - s->least;
    return range <= 0 ? l->left
                      : l->left + (int)((tp_wide)(value - s->least) * (l->right - l->left) / range);
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

/* `y` is the middle of the bar. */
static void label_at(tp_buf *out, const layout *l, tp_words label, const char *kind, int y)
{
    if (l->narrow)
        tp_svg_words(out, &(tp_svg_place){0, y - 8 - LINE / 2, "start", kind, l->width}, label);
    else
        tp_svg_words(out, &(tp_svg_place){l->left - 8, y, "end", kind, l->left - 10}, label);
}

static void total(tp_buf *out, const layout *l, const scale *s, tp_words label, int64_t value,
                  int y)
{
    int x = at_x(l, s, value);
    label_at(out, l, label, "strong", y);
    tp_svg_box(out, "sum", l->left, y - 8, x - l->left, 16);
    tp_svg_number(out, &(tp_svg_place){x + 6, y, "start", "strong", 0}, value);
}

void tp_svg_waterfall(tp_buf *out, const tp_waterfall_figure *figure)
{
    scale s = scale_of(figure);
    int width = figure->width ? figure->width : TP_SVG_WIDTH;
    const layout wide = {width, 206, 600, 26, false},
                 slim = {width, 2, width - 66, 26 + LINE, true};
    const layout *l = width < 400 ? &slim : &wide;
    int64_t at = figure->from;
    int y = l->row - 11;
    tp_svg_begin(out, width, l->row * ((int)figure->n_steps + 2) + 4, figure->title);
    total(out, l, &s, figure->from_label, figure->from, y);
    for (size_t i = 0; i < figure->n_steps; i++) {
        const tp_waterfall_step *step = &figure->steps[i];
        int x1 = at_x(l, &s, at), x2 = at_x(l, &s, at + step->difference);
        int left = x1 < x2 ? x1 : x2, right = x1 < x2 ? x2 : x1;
        tp_svg_line(out, "thread", x1, y, x1, y + l->row);
        y += l->row;
        at += step->difference;
        label_at(out, l, step->label, NULL, y);
        tp_svg_box(out, step->difference < 0 ? "fall" : "rise", left, y - 8,
                   right - left > 1 ? right - left : 1, 16);
        tp_svg_difference(out, &(tp_svg_place){right + 6, y, "start", "number", 0},
                          step->difference);
    }
    tp_svg_line(out, "thread", at_x(l, &s, at), y, at_x(l, &s, at), y + l->row);
    total(out, l, &s, figure->to_label, figure->to, y + l->row);
    if (s.least > 0)
        tp_buf_format(out, "<path class=\"cut\" d=\"M%d %dl4 -6l-4 -6l4 -6\"/>\n", l->left + 6,
                      y + l->row + 9);
    tp_svg_end(out);
}
