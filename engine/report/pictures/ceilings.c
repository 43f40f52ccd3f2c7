#include "report/pictures/svg.h"

enum { ROW = 20, HEAD = 26, LEFT = 206, RIGHT = 500, GAP = 6 };

typedef struct scale {
    int64_t least, most;
} scale;

static void widen(scale *s, int64_t value)
{
    if (value == TP_INT_NONE)
        return;
    s->least = value < s->least ? value : s->least;
    s->most = value > s->most ? value : s->most;
}

static int at_x(const scale *s, int64_t value)
{
    int64_t range = s->most - s->least;
    return range <= 0 ? LEFT : LEFT + (int)((tp_wide)(value - s->least) * (RIGHT - LEFT) / range);
}

/* A tick with a foot to the side that is allowed. */
static void bound(tp_buf *out, int x, int y, int side)
{
    tp_buf_format(out, "<path class=\"bound\" d=\"M%d %dh%dv%dh%d\"/>\n", x + 4 * side, y - 8,
                  -4 * side, 16, 4 * side);
}

static void row(tp_buf *out, const tp_ceiling_row *r, const scale *s, int y)
{
    int from = at_x(s, 0), to = at_x(s, r->used);
    bool full = (r->at_most != TP_INT_NONE && r->used >= r->at_most) ||
                (r->at_least != TP_INT_NONE && r->used <= r->at_least);
    tp_svg_words(out, &(tp_svg_place){LEFT - 8, y, "end", NULL, LEFT - 24}, r->label);
    tp_svg_line(out, "track", LEFT, y, RIGHT, y);
    tp_svg_box(out, full ? "full" : "used", from < to ? from : to, y - 5,
               from < to ? to - from : from - to, 10);
    if (r->at_most != TP_INT_NONE)
        bound(out, at_x(s, r->at_most), y, -1);
    if (r->at_least != TP_INT_NONE)
        bound(out, at_x(s, r->at_least), y, 1);
    tp_buf text;
    tp_buf_init(&text);
    tp_buf_int(&text, r->used);
    if (r->at_most != TP_INT_NONE)
        tp_buf_format(&text, " ≤ %lld", (long long)r->at_most);
    if (r->at_least != TP_INT_NONE)
        tp_buf_format(&text, " ≥ %lld", (long long)r->at_least);
    if (tp_buf_ok(&text))
        tp_svg_text(out, &(tp_svg_place){RIGHT + 12, y, "start", "number", 0}, text.bytes);
    tp_buf_finish(&text);
    if (full)
        tp_svg_words(out, &(tp_svg_place){TP_SVG_WIDTH - 2, y, "end", "strong", 0},
                     (tp_words){"■ 已顶格", "■ binds"});
}

void tp_svg_ceilings(tp_buf *out, const tp_ceiling_figure *figure)
{
    int height = 4;
    for (size_t g = 0; g < figure->n_groups; g++)
        height += HEAD + GAP + ROW * (int)figure->groups[g].n_rows;
    tp_svg_begin(out, height, figure->title);
    int y = 4;
    for (size_t g = 0; g < figure->n_groups; g++) {
        const tp_ceiling_group *group = &figure->groups[g];
        scale s = {0, 1};
        for (size_t i = 0; i < group->n_rows; i++) {
            widen(&s, group->rows[i].used);
            widen(&s, group->rows[i].at_least);
            widen(&s, group->rows[i].at_most);
        }
        tp_svg_words(out, &(tp_svg_place){0, y + HEAD / 2, "start", "strong", TP_SVG_WIDTH},
                     group->label);
        y += HEAD;
        for (size_t i = 0; i < group->n_rows; i++, y += ROW)
            row(out, &group->rows[i], &s, y + ROW / 2);
        y += GAP;
    }
    tp_svg_end(out);
}
