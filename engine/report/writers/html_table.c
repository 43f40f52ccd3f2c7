#include "report/writers/html.h"

#include "base/text.h"

#include <string.h>

static void heading(tp_buf *out, const tp_view_column *column, bool tools)
{
    tp_buf_format(out, "<th scope=\"col\" class=\"%s%s\">",
                  column->flags & TP_COL_NUMBER ? "n" : "t", tools ? " sort" : "");
    tp_html_words(out, column->title);
    tp_buf_text(out, "</th>");
}

static void caption(tp_buf *out, const tp_view *view)
{
    if (!view->title.zh)
        return;
    tp_buf_text(out, "<caption>");
    tp_html_words(out, view->title);
    if (view->unit.zh) {
        tp_buf_text(out, " <small>");
        tp_html_words(out, view->unit);
        tp_buf_text(out, "</small>");
    }
    tp_buf_text(out, "</caption>\n");
}

static bool left_out(const tp_view *view, size_t column, const tp_html_table *with)
{
    return with->without && strcmp(view->columns[column].id, with->without) == 0;
}

/* Dates and short codes with a hyphen before a digit ("教2023-07") stay on one line. */
static bool is_one_piece(const tp_figure *figure)
{
    if (figure->type == TP_FIG_DATE)
        return true;
    const char *hyphen = figure->type == TP_FIG_TEXT ? strchr(figure->text, '-') : NULL;
    return hyphen && hyphen[1] >= '0' && hyphen[1] <= '9' && tp_text_width(figure->text) <= 12;
}

static void body(tp_buf *out, const tp_view *view, const tp_html_table *with)
{
    size_t rows = tp_view_rows(view);
    tp_buf_text(out, "<tbody>\n");
    for (size_t r = 0; r < rows; r++) {
        tp_buf_text(out, view->total && r + 1 == rows ? "<tr class=\"total\">" : "<tr>");
        for (size_t c = 0; c < view->n_columns; c++) {
            bool head = c == 0 && view->facts;
            if (left_out(view, c, with))
                continue;
            tp_buf_text(out, head                                     ? "<th scope=\"row\">"
                             : view->columns[c].flags & TP_COL_NUMBER ? "<td class=\"n\">"
                             : is_one_piece(tp_view_at(view, r, c))   ? "<td class=\"day\">"
                                                                      : "<td>");
            tp_html_figure(out, tp_view_at(view, r, c));
            tp_buf_text(out, head ? "</th>" : "</td>");
        }
        tp_buf_text(out, "</tr>\n");
    }
    tp_buf_text(out, "</tbody>\n");
}

static void filter(tp_buf *out, const tp_html_table *options)
{
    tp_buf_format(out, "<p class=\"tools\" hidden><label for=\"%s-filter\">", options->id);
    tp_html_words(out, options->filter_text);
    tp_buf_format(out,
                  "</label> <input type=\"search\" id=\"%s-filter\" class=\"filter\" "
                  "data-table=\"%s\"> <output class=\"shown\" for=\"%s-filter\"></output></p>\n",
                  options->id, options->id, options->id);
}

void tp_html_view(tp_buf *out, const tp_view *view, const tp_html_table *options)
{
    static const tp_html_table plain = {NULL};
    const tp_html_table *with = options ? options : &plain;
    if (!tp_view_rows(view)) {
        if (view->empty.zh)
            tp_html_element(out, "p", view->empty);
        return;
    }
    if (with->tools)
        filter(out, with);
    tp_html_frame_open(out, "scroll", view->title.zh ? view->title : (tp_words){"表", "Table"});
    tp_buf_text(out, view->facts ? "<table class=\"facts\"" : "<table");
    if (with->id)
        tp_buf_format(out, " id=\"%s\"", with->id);
    tp_buf_text(out, ">\n");
    if (!with->headed)
        caption(out, view);
    if (!view->facts) {
        tp_buf_text(out, "<thead><tr>");
        for (size_t c = 0; c < view->n_columns; c++)
            if (!left_out(view, c, with))
                heading(out, &view->columns[c], with->tools);
        tp_buf_text(out, "</tr></thead>\n");
    }
    body(out, view, with);
    tp_buf_text(out, "</table>\n");
    tp_html_frame_close(out);
    if (view->note.zh)
        tp_html_element(out, "p class=\"note\"", view->note);
}
