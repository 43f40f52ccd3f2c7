#include "report/pictures/svg.h"

enum { ROW = 24, LEGEND = 30, LEFT = 226, RIGHT = 520, AXIS = 24 };

static int at_x(const tp_dumbbell_figure *f, int64_t free_slots)
{
    int64_t range = f->most - f->least;
    if (range <= 0)
        return (LEFT + RIGHT) / 2;
    return LEFT + (int)((tp_wide)(free_slots - f->least) * (RIGHT - LEFT) / range);
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

static void legend(tp_buf *out)
{
    int y = 10;
    static const tp_words words[] = {
        {"调剂前", "before"}, {"调剂后：借入", "after: borrowed"}, {"调剂后：存出", "after: gave"}};
    static const int x[] = {LEFT, LEFT + 90, LEFT + 220};
    for (int i = 0; i < 3; i++) {
        if (i == 0)
            mark_before(out, x[i], y);
        else
            mark_after(out, x[i], y, i == 1);
        tp_svg_words(out, &(tp_svg_place){x[i] + 10, y, "start", NULL, 120}, words[i]);
    }
    tp_svg_words(out, &(tp_svg_place){TP_SVG_WIDTH - 2, y, "end", NULL, 150},
                 (tp_words){"使用权 → 后 / 占用", "usage → after / occ."});
}

static void row(tp_buf *out, const tp_dumbbell_figure *f, const tp_dumbbell_row *r, int y)
{
    int x1 = at_x(f, r->before - r->occupied), x2 = at_x(f, r->after - r->occupied);
    int category = tp_svg_measure(r->category);
    category = category > 60 ? 60 : category;
    tp_svg_line(out, "track", LEFT, y, RIGHT, y);
    tp_svg_line(out, r->after > r->before ? "up" : "down", x1, y, x2, y);
    mark_before(out, x1, y);
    mark_after(out, x2, y, r->after > r->before);
    tp_svg_text(out, &(tp_svg_place){LEFT - 14, y, "end", "soft", 60}, r->category);
    tp_svg_text(out, &(tp_svg_place){0, y, "start", NULL, LEFT - 14 - category - 8}, r->label);
    char text[3][TP_DEC_TEXT];
    tp_int_format(r->before, text[0]);
    tp_int_format(r->after, text[1]);
    tp_int_format(r->occupied, text[2]);
    tp_buf all;
    tp_buf_init(&all);
    tp_buf_format(&all, "%s → %s / %s", text[0], text[1], text[2]);
    if (tp_buf_ok(&all))
        tp_svg_text(out, &(tp_svg_place){TP_SVG_WIDTH - 2, y, "end", "number", 0}, all.bytes);
    tp_buf_finish(&all);
}

void tp_svg_dumbbell(tp_buf *out, const tp_dumbbell_figure *figure)
{
    int height = LEGEND + ROW * (int)figure->n_rows + AXIS;
    int zero = at_x(figure, 0), bottom = height - AXIS;
    tp_svg_begin(out, height, figure->title);
    legend(out);
    tp_svg_line(out, "zero", zero, LEGEND - 6, zero, bottom);
    for (size_t i = 0; i < figure->n_rows; i++)
        row(out, figure, &figure->rows[i], LEGEND + ROW * (int)i + ROW / 2);
    tp_svg_words(
        out,
        &(tp_svg_place){zero < LEFT + 70    ? LEFT - 14
                        : zero > RIGHT - 70 ? RIGHT + 14
                                            : zero,
                        bottom + AXIS / 2,
                        zero < LEFT + 70    ? "start"
                        : zero > RIGHT - 70 ? "end"
                                            : "middle",
                        "soft", 0},
        (tp_words){"0：满编（左超编，右空编）", "0: exactly full (left over, right vacant)"});
    tp_svg_end(out);
}
