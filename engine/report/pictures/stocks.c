/* The balance of pools by year: what each holds and has lent, bars of one scale a pool, with the
 * line of what it must keep. What it holds stands first, so that the line is met where the dark
 * part reaches it. */
#include "report/pictures/svg.h"

enum { LEGEND = 26, HEAD = 24, ROW = 24, BAR = 16, GAP = 6 };

static void legend(tp_buf *out, int width)
{
    static const struct {
        const char *kind;
        tp_words words;
    } parts[] = {{"fate own", {"池中结余", "left in the pool"}},
                 {"fate lent", {"在借", "on loan"}},
                 {NULL, {"应留", "to be kept"}}};
    int x = 2;
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        int zh = tp_svg_measure(parts[i].words.zh), en = tp_svg_measure(parts[i].words.en);
        if (parts[i].kind)
            tp_svg_box(out, parts[i].kind, x, 3, 14, 14);
        else
            tp_svg_line(out, "axis", x + 7, 1, x + 7, 19);
        tp_svg_words(out, &(tp_svg_place){x + 19, 11, "start", NULL, 0}, parts[i].words);
        x += 30 + (zh > en ? zh : en);
    }
    (void)width;
}

/* A number in its part, where there is room. */
static void number(tp_buf *out, const char *kind, int x, int y, int width, int64_t count)
{
    char digits[TP_DEC_TEXT];
    tp_int_format(count, digits);
    if (tp_svg_measure(digits) + 6 <= width)
        tp_svg_text(out, &(tp_svg_place){x + width / 2, y, "middle", kind, 0}, digits);
}

static void row(tp_buf *out, const tp_stocks_row *r, int64_t most, int left, int right, int top)
{
    int y = top + ROW / 2, room = right - left;
    int held = (int)((tp_wide)r->held * room / most), lent = (int)((tp_wide)r->lent * room / most);
    int line = left + (int)((tp_wide)r->required * room / most);
    tp_svg_text(out, &(tp_svg_place){left - 8, y, "end", "number", left - 10}, r->label);
    tp_svg_line(out, "track", left, y, right, y);
    if (r->held > 0)
        tp_svg_box(out, "fate own", left, y - BAR / 2, held > 1 ? held : 1, BAR);
    if (r->lent > 0)
        tp_svg_box(out, "fate lent", left + held, y - BAR / 2, lent > 1 ? lent : 1, BAR);
    number(out, "inverse", left, y, held, r->held);
    number(out, "number strong", left + held, y, lent, r->lent);
    if (r->required)
        tp_svg_line(out, "axis", line, y - BAR / 2 - 3, line, y + BAR / 2 + 3);
    if (r->returned) {
        char digits[TP_DEC_TEXT];
        tp_words says = {"归还", "back"};
        tp_int_format(r->returned, digits);
        tp_svg_text(out, &(tp_svg_place){right + 12, y, "start", "number strong", 0}, digits);
        tp_svg_words(
            out, &(tp_svg_place){right + 16 + tp_svg_measure(digits), y, "start", "soft", 0}, says);
    }
}

void tp_svg_stocks(tp_buf *out, const tp_stocks_figure *figure)
{
    int width = figure->width ? figure->width : TP_SVG_WIDTH, height = LEGEND + 4;
    int left = 96, right = width - 84;
    for (size_t g = 0; g < figure->n_groups; g++)
        height += HEAD + GAP + ROW * (int)figure->groups[g].n_rows;
    tp_svg_begin(out, width, height, figure->title);
    legend(out, width);
    int y = LEGEND;
    for (size_t g = 0; g < figure->n_groups; g++) {
        const tp_stocks_group *group = &figure->groups[g];
        int64_t most = 1;
        for (size_t i = 0; i < group->n_rows; i++) {
            const tp_stocks_row *r = &group->rows[i];
            most = r->held + r->lent > most ? r->held + r->lent : most;
            most = r->required > most ? r->required : most;
        }
        tp_svg_words(out, &(tp_svg_place){2, y + HEAD / 2, "start", "strong", width - 4},
                     group->label);
        y += HEAD;
        for (size_t i = 0; i < group->n_rows; i++, y += ROW)
            row(out, &group->rows[i], most, left, right, y);
        y += GAP;
    }
    tp_svg_end(out);
}
