#include "report/report_parts.h"

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

static void one(tp_reporting *r, const tp_report_curve *curve, size_t index)
{
    tp_words title =
        TP_PAGE_WORDS(&r->page, ((tp_words){"取舍曲线：{0}", "Trade-off: {0}"}), curve->name);
    tp_curve_figure figure = {title, curve->parameter, curve->unit_of_value, curve->points,
                              curve->n_points};
    tp_report_figure_open(r, title);
    tp_svg_curve(r->out, &figure);
    tp_report_figure_close(r);
    slider(r, curve, index);
    tp_view *view = tp_page_view(&r->page, "curve", title);
    tp_view_column_add(view, "x", curve->parameter, TP_COL_NUMBER);
    tp_view_column_add(view, "y", curve->unit_of_value, TP_COL_NUMBER);
    for (size_t i = 0; i < curve->n_points; i++) {
        tp_view_text(view, curve->points[i].label);
        if (curve->points[i].solved)
            tp_view_dec(view, curve->points[i].value);
        else
            tp_view_words(view, (tp_words){"无结果", "no answer"});
    }
    const char *id = tp_arena_format(r->arena, "curve-%zu", index);
    tp_html_view(r->out, view, &(tp_html_table){.id = id});
}

void tp_report_curves(tp_reporting *r)
{
    tp_report_open(r, "curve", (tp_words){"取舍曲线", "Trade-off curve"});
    if (!r->report->n_curves)
        tp_report_say(r, (tp_words){"没有与这些方案有关的参数扫描，因此没有曲线。用 turnpool sweep "
                                    "对某个参数逐点求解后再出报告，曲线即在此处。",
                                    "There is no sweep of these proposals, so there is no curve. "
                                    "Solve one with turnpool sweep, make the report again, and the "
                                    "curve stands here."});
    for (size_t i = 0; i < r->report->n_curves; i++)
        if (r->report->curves[i].n_points)
            one(r, &r->report->curves[i], i);
    tp_report_close(r);
}
