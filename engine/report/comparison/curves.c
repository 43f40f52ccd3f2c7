#include "report/comparison/sections.h"

#include <string.h>

/* What the table says of a point; the first is what the curve draws. */
static const tp_sweep_figure columns[] = {
    TP_SWEEP_LENT,     TP_SWEEP_SHORT,   TP_SWEEP_STATUTORY_SHORT,
    TP_SWEEP_DEPOSITS, TP_SWEEP_CLOSING, TP_SWEEP_UNITS};
enum { COLUMNS = sizeof columns / sizeof *columns };

/* The slider has one stop a point; the script shows that point's row. The table has them all. */
static void slider(tp_reporting *r, const tp_report_curve *curve, size_t index)
{
    tp_buf_format(r->out, "<p class=\"slider\" hidden><label for=\"slider-%zu\">", index);
    tp_html_words(r->out, (tp_words){"只停在已求解的点上", "Stops at solved points only"});
    tp_buf_format(r->out,
                  "</label> <input type=\"range\" id=\"slider-%zu\" min=\"0\" max=\"%zu\" "
                  "step=\"1\" value=\"0\" data-table=\"curve-%zu\"> <output for=\"slider-%zu\">"
                  "</output></p>\n",
                  index, curve->n_points - 1, index, index);
}

/* "key=value" lines as one text; the key is left out where it is the only one there is. */
static const char *settings_text(tp_reporting *r, const tp_report_curve *curve, size_t i)
{
    const char *text = curve->points[i].settings;
    size_t key = strcspn(curve->keys, "\n");
    bool single = !curve->keys[key] || !curve->keys[key + 1];
    if (single && strncmp(text, curve->keys, key) == 0 && text[key] == '=')
        text += key + 1;
    char *copy = tp_arena_text(r->arena, text);
    r->page.failed = r->page.failed || !copy;
    for (char *at = copy; copy && *at; at++)
        if (*at == '\n')
            *at = at[1] ? ' ' : '\0';
    return copy ? copy : "";
}

static const char *keys_text(tp_reporting *r, const char *keys)
{
    char *copy = tp_arena_text(r->arena, keys);
    r->page.failed = r->page.failed || !copy;
    for (char *at = copy; copy && *at; at++)
        if (*at == '\n')
            *at = at[1] ? ' ' : '\0';
    return copy ? copy : "";
}

static void table(tp_reporting *r, const tp_report_curve *curve, size_t index, tp_words title,
                  const tp_curve_point *points)
{
    tp_view *view = tp_page_view(&r->page, "curve", title);
    tp_view_column_add(view, "point", (tp_words){"取值", "Value"}, TP_COL_NUMBER);
    for (size_t k = 0; k < COLUMNS; k++)
        tp_view_column_add(view, "figure", tp_sweep_figure_words[columns[k]], TP_COL_NUMBER);
    for (size_t i = 0; i < curve->n_points; i++) {
        tp_view_text(view, points[i].label);
        for (size_t k = 0; k < COLUMNS; k++) {
            int64_t value = curve->points[i].outcome.figure[columns[k]];
            if (points[i].solved && value != TP_INT_NONE)
                tp_view_count(view, value);
            else
                tp_view_words(view, (tp_words){"无结果", "no answer"});
        }
    }
    const char *id = tp_arena_format(r->arena, "curve-%zu", index);
    tp_html_view(r->out, view, &(tp_html_table){.id = id, .headed = true});
}

static void one(tp_reporting *r, const tp_report_curve *curve, size_t index)
{
    tp_curve_point *points = tp_arena_array(r->arena, curve->n_points + 1, sizeof *points);
    const char *keys = keys_text(r, curve->keys);
    tp_words label = r->label[curve->entry];
    if (!points) {
        r->page.failed = true;
        return;
    }
    for (size_t i = 0; i < curve->n_points; i++) {
        int64_t lent = curve->points[i].outcome.figure[TP_SWEEP_LENT];
        tp_answer_status status = curve->points[i].outcome.status;
        points[i] = (tp_curve_point){settings_text(r, curve, i), (tp_wide)lent * TP_DEC_ONE,
                                     lent != TP_INT_NONE && tp_answered(status)};
    }
    tp_words title = {
        TP_PAGE_WORDS(&r->page, ((tp_words){"{0}：随 {1} 变化", ""}), label.zh, keys).zh,
        TP_PAGE_WORDS(&r->page, ((tp_words){"", "{0} as {1} varies"}), label.en, keys).en};
    tp_curve_figure figure = {title,  {keys, keys},    tp_sweep_figure_words[TP_SWEEP_LENT],
                              points, curve->n_points, 0};
    tp_report_figure_open(r, title);
    TP_REPORT_BOTH_SIZES(r, figure) tp_svg_curve(r->out, &figure);
    tp_report_figure_close(r);
    slider(r, curve, index);
    table(r, curve, index, title, points);
}

void tp_report_curves(tp_reporting *r)
{
    tp_report_open(r, "curve", (tp_words){"取舍曲线", "Trade-off curve"});
    if (!r->report->n_curves)
        tp_report_say(r,
                      (tp_words){"没有以这些方案为基准的参数扫描，因此没有曲线。用 turnpool sweep "
                                 "对某个参数逐点求解后再出报告，曲线即在此处。",
                                 "There is no sweep of these proposals, so there is no curve. "
                                 "Solve one with turnpool sweep, make the report again, and the "
                                 "curve stands here."});
    else
        tp_report_say(r, (tp_words){"每个圆点是一次完整求解；点与点之间没有求解，不作推断。",
                                    "Every mark is a full solve; nothing is said of what lies "
                                    "between marks."});
    for (size_t i = 0; i < r->report->n_curves; i++)
        if (r->report->curves[i].n_points)
            one(r, &r->report->curves[i], i);
    tp_report_close(r);
}
