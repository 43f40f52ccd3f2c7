#include "report/pictures/svg.h"

enum { LEGEND = 30, AXIS = 24, LINE = 18 };

/* On a narrow picture the label stands above its track. */
typedef struct layout {
    const tp_dumbbell_figure *f;
    int width, left, right, row, legend;
    bool narrow;
} layout;

static layout layout_of(const tp_dumbbell_figure *f)
{
    int width = f->width ? f->width : TP_SVG_WIDTH;
    bool narrow = width < 400;
    return (layout){.f = f,
                    .width = width,
                    .left = narrow ? 8 : 226,
                    .right = narrow ? width - 8 : 520,
                    .row = narrow ? 24 + LINE : 24,
                    .legend = narrow ? LEGEND + LINE : LEGEND,
                    .narrow = narrow};
}

static int at_x(const layout *l, int64_t free_slots)
{
    const tp_dumbbell_figure *f = l->f;
    int64_t range = f->most - f->least;
    if (range <= 0)
        return (l->left + l->right) / 2;
    return l->left + (int)((tp_wide)(free_slots - f->least) * (l->right - l->left) / range);
}

static void mark_before(tp_buf *out, int x, int y)
{
    tp_buf_format(out, "<circle class=\"before\" cx=\"%d\" cy=\"%d\" r=\"5\"/>\n", x, y);
}

/* A square where slots came, a diamond where they went: told apart in black and white too. */
static void mark_after(tp_buf *out, int x, int y, bool more)
{
    if (more)
        tp_svg_box(out, "more", x - 5, y - 5, 10, 10);
    else
        tp_buf_format(out, "<path class=\"less\" d=\"M%d %dl6 6-6 6-6-6z\"/>\n", x, y - 6);
}

static void legend(tp_buf *out, const layout *l)
{
    static const tp_words words[] = {{"调剂前", "before"},
                                     {"调剂后：借入", "after: borrowed"},
                                     {"调剂后：存入周转池", "after: gave"}};
    int left = l->narrow ? 8 : l->left - 60;
    const int x[] = {left, left + 76, left + 200};
    for (int i = 0; i < 3; i++) {
        if (i == 0)
            mark_before(out, x[i], 10);
        else
            mark_after(out, x[i], 10, i == 1);
        tp_svg_words(out, &(tp_svg_place){x[i] + 10, 10, "start", NULL, l->narrow ? 136 : 130},
                     words[i]);
    }
    tp_svg_words(out, &(tp_svg_place){l->width - 2, l->narrow ? 10 + LINE : 10, "end", "soft", 0},
                 (tp_words){"使用权 调剂前 → 后 / 占用", "usage before → after / occ."});
}

static void row(tp_buf *out, const layout *l, const tp_dumbbell_row *r, int top)
{
    int x1 = at_x(l, r->before - r->occupied), x2 = at_x(l, r->after - r->occupied);
    int y = top + l->row - 12, text_y = l->narrow ? top + LINE / 2 : y;
    int category = tp_svg_measure(r->category);
    category = category > 60 ? 60 : category;
    tp_svg_line(out, "track", l->left, y, l->right, y);
    tp_svg_line(out, r->after > r->before ? "up" : "down", x1, y, x2, y);
    mark_before(out, x1, y);
    mark_after(out, x2, y, r->after > r->before);
    char text[3][TP_DEC_TEXT];
    tp_int_format(r->before, text[0]);
    tp_int_format(r->after, text[1]);
    tp_int_format(r->occupied, text[2]);
    tp_buf all;
    tp_buf_init(&all);
    tp_buf_format(&all, "%s → %s / %s", text[0], text[1], text[2]);
    if (tp_buf_ok(&all)) {
        int numbers = tp_svg_measure(all.bytes);
        int right = l->narrow ? l->width - 2 - numbers - 8 : l->left - 14;
        tp_svg_text(out, &(tp_svg_place){right, text_y, "end", "soft", 60}, r->category);
        tp_svg_text(out,
                    &(tp_svg_place){0, text_y, "start", NULL,
                                    right - category - 8 > 20 ? right - category - 8 : 20},
                    r->label);
        tp_svg_text(out, &(tp_svg_place){l->width - 2, text_y, "end", "number", 0}, all.bytes);
    }
    tp_buf_finish(&all);
}

void tp_svg_dumbbell(tp_buf *out, const tp_dumbbell_figure *figure)
{
    layout l = layout_of(figure);
    int height = l.legend + l.row * (int)figure->n_rows + AXIS;
    int zero = at_x(&l, 0), bottom = height - AXIS;
    bool near_left = zero<l.left + 90, near_right = zero> l.right - 90;
    tp_svg_begin(out, l.width, height, figure->title);
    legend(out, &l);
    if (!l.narrow)
        tp_svg_line(out, "zero", zero, l.legend - 6, zero, bottom);
    for (size_t i = 0; i < figure->n_rows; i++) {
        int y = l.legend + l.row * (int)(i + 1) - 12;
        if (l.narrow) /* beside the marks only: the label has the line above */
            tp_svg_line(out, "zero", zero, y - 10, zero, y + 10);
        row(out, &l, &figure->rows[i], l.legend + l.row * (int)i);
    }
    tp_svg_words(
        out,
        &(tp_svg_place){near_left    ? (l.narrow ? 0 : l.left - 14)
                        : near_right ? (l.narrow ? l.width : l.right + 14)
                                     : zero,
                        bottom + AXIS / 2,
                        near_left    ? "start"
                        : near_right ? "end"
                                     : "middle",
                        "soft", 0},
        (tp_words){"0：满编（左超编，右空编）", "0: exactly full (left over, right vacant)"});
    tp_svg_end(out);
}
