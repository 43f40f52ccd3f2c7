#include "report/pictures/svg.h"

#include <stdlib.h>

enum { BAR = 12, GAP = 8, ROW = 18, TOP = 8, FLOW = 260, HEAD = 18 };

typedef struct place {
    int y, height;
    int out, in; /* how much of the bar's right and left side is taken, in pixels */
} place;

static bool is_narrow(const tp_flow_figure *f)
{
    return f->width && f->width < 400;
}

static int width_of(const tp_flow_figure *f)
{
    return f->width ? f->width : TP_SVG_WIDTH;
}

/* Room for names at either side. */
static int label_of(const tp_flow_figure *f)
{
    return is_narrow(f) ? 122 : 200;
}

/* What the number beside a name takes of its room; it is bold. */
static int number_width(const tp_flow_node *node)
{
    char digits[TP_DEC_TEXT];
    tp_int_format(node->total, digits);
    return tp_svg_measure(digits) + tp_svg_measure(" ") + 4;
}

static int bar_x(const tp_flow_figure *f, int column)
{
    const int x[] = {label_of(f) + 6, (width_of(f) - BAR) / 2, width_of(f) - label_of(f) - 6 - BAR};
    return x[column];
}

/* Room for the name of a pool, which stands above its bar. */
static int pool_room(const tp_flow_figure *f)
{
    return is_narrow(f) ? bar_x(f, 2) - bar_x(f, 0) - BAR - 6 : 220;
}

/* Long names take two lines, as all do on a narrow picture. */
static bool takes_two(const tp_flow_figure *f, const tp_flow_node *node)
{
    int room = node->column == 1 ? pool_room(f) : label_of(f) - number_width(node);
    return is_narrow(f) || tp_svg_measure(node->label.zh) > room ||
           tp_svg_measure(node->label.en) > room;
}

static int row_of(const tp_flow_figure *f, const tp_flow_node *node)
{
    return takes_two(f, node) ? 2 * TP_SVG_LINE + 2 : ROW;
}

static int head_of(const tp_flow_figure *f, const tp_flow_node *node)
{
    return takes_two(f, node) ? 2 * TP_SVG_LINE + 4 : HEAD;
}

static int pixels(int64_t count, int64_t scale)
{
    if (count <= 0)
        return 0;
    int64_t height = scale > 0 ? (int64_t)((tp_wide)count * FLOW / scale) : 1;
    return height < 1 ? 1 : (int)height;
}

/* The height a node needs: its bar, or its label where that is taller; labels of the middle column
 * stand above their bars. */
static int needs(const tp_flow_figure *f, const tp_flow_node *node, const place *at)
{
    if (node->column == 1)
        return at->height + head_of(f, node);
    return at->height > row_of(f, node) ? at->height : row_of(f, node);
}

/* A bar is as tall as the links on its fuller side, so that no link leaves it. */
static void measure(const tp_flow_figure *f, place *at)
{
    for (size_t i = 0; i < f->n_links; i++) {
        int height = pixels(f->links[i].count, f->scale);
        at[f->links[i].from].out += height;
        at[f->links[i].to].in += height;
    }
    for (size_t i = 0; i < f->n_nodes; i++) {
        at[i].height = at[i].out > at[i].in ? at[i].out : at[i].in;
        at[i].out = at[i].in = 0;
    }
}

static int stack(const tp_flow_figure *f, place *at)
{
    int tallest = 0, height[3] = {0};
    for (size_t i = 0; i < f->n_nodes; i++)
        height[f->nodes[i].column] += needs(f, &f->nodes[i], &at[i]) + GAP;
    for (int c = 0; c < 3; c++)
        tallest = height[c] > tallest ? height[c] : tallest;
    for (int c = 0; c < 3; c++) {
        int y = TOP + (tallest - height[c]) / 2;
        for (size_t i = 0; i < f->n_nodes; i++) {
            if (f->nodes[i].column != c)
                continue;
            const tp_flow_node *node = &f->nodes[i];
            int room = needs(f, node, &at[i]);
            at[i].y = c == 1 ? y + head_of(f, node) : y + (room - at[i].height) / 2;
            y += room + GAP;
        }
    }
    return TOP + tallest;
}

static void link_path(tp_buf *out, const tp_flow_figure *f, const tp_flow_link *link, place *at)
{
    int width = pixels(link->count, f->scale);
    int x1 = bar_x(f, f->nodes[link->from].column) + BAR, x2 = bar_x(f, f->nodes[link->to].column);
    int y1 = at[link->from].y + at[link->from].out, y2 = at[link->to].y + at[link->to].in;
    int middle = (x1 + x2) / 2;
    at[link->from].out += width;
    at[link->to].in += width;
    tp_buf_format(out,
                  "<path class=\"%s\" d=\"M%d %dC%d %d %d %d %d %dV%dC%d %d %d %d %d %dZ\"/>\n",
                  f->nodes[link->from].column == 0 ? "gives" : "gets", x1, y1, middle, y1, middle,
                  y2, x2, y2, y2 + width, middle, y2 + width, middle, y1 + width, x1, y1 + width);
}

static void node_label(tp_buf *out, const tp_flow_figure *f, const tp_flow_node *node,
                       const place *at)
{
    char digits[TP_DEC_TEXT];
    int width = number_width(node);
    tp_int_format(node->total, digits);
    int x = bar_x(f, node->column), y = at->y + at->height / 2;
    if (node->column == 1) {
        tp_svg_place name = {width_of(f) / 2, at->y - head_of(f, node) / 2, "middle", "pool",
                             pool_room(f)};
        tp_svg_lines(out, &name, node->label);
        return;
    }
    bool left = node->column == 0;
    tp_svg_place number = {left ? x - 4 : x + BAR + 4, y, left ? "end" : "start", "strong", 0};
    tp_svg_place name = {left ? x - 4 - width : x + BAR + 4 + width, y, left ? "end" : "start",
                         NULL, label_of(f) - width};
    tp_svg_text(out, &number, digits);
    tp_svg_lines(out, &name, node->label);
}

tp_status tp_svg_flow(tp_buf *out, const tp_flow_figure *figure, tp_err *err)
{
    place *at = calloc(figure->n_nodes + 1, sizeof *at);
    if (!at)
        return tp_fail_nomem(err);
    measure(figure, at);
    int height = stack(figure, at);
    tp_svg_begin(out, width_of(figure), height, figure->title);
    for (size_t i = 0; i < figure->n_links; i++)
        link_path(out, figure, &figure->links[i], at);
    for (size_t i = 0; i < figure->n_nodes; i++) {
        static const char *const kinds[] = {"giver", "bank", "getter"};
        tp_svg_box(out, kinds[figure->nodes[i].column], bar_x(figure, figure->nodes[i].column),
                   at[i].y, BAR, at[i].height);
        node_label(out, figure, &figure->nodes[i], &at[i]);
    }
    tp_svg_end(out);
    free(at);
    return TP_OK;
}
