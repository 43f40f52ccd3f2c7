#include "report/pictures/svg.h"

enum { HEAD = 26, GAP = 6, LINE = 17 };

typedef struct layout {
    int width, left, right, row;
    bool narrow; /* the label stands above its bar */
} layout;

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

static int at_x(const layout *l, const scale *s, int64_t value)
{
    int64_t range = s->most - s->least;
    return range <= 0 ? l->left
                      : l->left + (int)((tp_wide)(value - s->least) * (l->right - l->left) / range);
}

/* A tick with a foot to the side that is allowed. */
static void bound(tp_buf *out, int x, int y, int side)
{
    tp_buf_format(out, "<path class=\"bound\" d=\"M%d %dh%dv%dh%d\"/>\n", x + 4 * side, y - 8,
                  -4 * side, 16, 4 * side);
}

/* With the minus sign that print uses, not a hyphen. */
static void signed_count(tp_buf *out, const char *before, int64_t value)
{
    tp_buf_format(out, "%s%s%lld", before, value < 0 ? "−" : "",
                  (long long)(value < 0 ? -value : value));
}

static void row(tp_buf *out, const layout *l, const tp_ceiling_row *r, const scale *s, int top)
{
    int y = top + l->row - 10, text_y = l->narrow ? top + LINE / 2 : y;
    int from = at_x(l, s, 0), to = at_x(l, s, r->used);
    bool full = (r->at_most != TP_INT_NONE && r->used >= r->at_most) ||
                (r->at_least != TP_INT_NONE && r->used <= r->at_least);
    if (l->narrow)
        tp_svg_words(out, &(tp_svg_place){0, text_y, "start", NULL, l->width - 170}, r->label);
    else
        tp_svg_words(out, &(tp_svg_place){l->left - 8, y, "end", NULL, l->left - 24}, r->label);
    tp_svg_line(out, "track", l->left, y, l->right, y);
    tp_svg_box(out, full ? "full" : "used", from < to ? from : to, y - 5,
               from < to ? to - from : from - to, 10);
    if (r->at_most != TP_INT_NONE)
        bound(out, at_x(l, s, r->at_most), y, -1);
    if (r->at_least != TP_INT_NONE)
        bound(out, at_x(l, s, r->at_least), y, 1);
    tp_buf text;
    tp_buf_init(&text);
    signed_count(&text, "", r->used);
    if (r->at_most != TP_INT_NONE)
        signed_count(&text, " ≤ ", r->at_most);
    if (r->at_least != TP_INT_NONE)
        signed_count(&text, " ≥ ", r->at_least);
    if (tp_buf_ok(&text))
        tp_svg_text(out,
                    &(tp_svg_place){l->narrow ? l->width - 64 : l->right + 12, text_y,
                                    l->narrow ? "end" : "start", "number", 0},
                    text.bytes);
    tp_buf_finish(&text);
    if (full)
        tp_svg_words(out, &(tp_svg_place){l->width - 2, text_y, "end", "strong", 0},
                     (tp_words){"■ 已顶格", "■ binds"});
}

void tp_svg_ceilings(tp_buf *out, const tp_ceiling_figure *figure)
{
    int width = figure->width ? figure->width : TP_SVG_WIDTH;
    const layout wide = {width, 206, 500, 20, false}, slim = {width, 2, width - 4, 20 + LINE, true};
    const layout *l = width < 400 ? &slim : &wide;
    int height = 4;
    for (size_t g = 0; g < figure->n_groups; g++)
        height += HEAD + GAP + l->row * (int)figure->groups[g].n_rows;
    tp_svg_begin(out, width, height, figure->title);
    int y = 4;
    for (size_t g = 0; g < figure->n_groups; g++) {
        const tp_ceiling_group *group = &figure->groups[g];
        scale s = {0, 0};
        for (size_t i = 0; i < group->n_rows; i++) {
            widen(&s, group->rows[i].used);
            widen(&s, group->rows[i].at_least);
            widen(&s, group->rows[i].at_most);
        }
        tp_svg_words(out, &(tp_svg_place){0, y + HEAD / 2, "start", "strong", width}, group->label);
        y += HEAD;
        for (size_t i = 0; i < group->n_rows; i++, y += l->row)
            row(out, l, &group->rows[i], &s, y);
        y += GAP;
    }
    tp_svg_end(out);
}
