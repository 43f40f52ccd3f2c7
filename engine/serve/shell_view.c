#include "serve/shell.h"

#include <string.h>

static const tp_words w_table = {"表", "Table"};

static bool named(const char *const *names, const char *name)
{
    for (; names && *names; names++)
        if (!strcmp(*names, name))
            return true;
    return false;
}

static bool left_out(const tp_view *view, size_t column, const tp_shell_table *with)
{
    return named(with->without, view->columns[column].id);
}

static void caption(tp_visit *visit, const tp_view *view, const tp_shell_table *with)
{
    if (!view->title.zh)
        return;
    tp_buf_format(visit->out, "<caption%s>", with->bare ? " class=\"heard\"" : "");
    tp_put(visit, view->title);
    if (view->unit.zh) {
        tp_buf_text(visit->out, " <small>");
        tp_put(visit, view->unit);
        tp_buf_text(visit->out, "</small>");
    }
    tp_buf_text(visit->out, "</caption>\n");
}

static void column_heads(tp_visit *visit, const tp_view *view, const tp_shell_table *with)
{
    tp_buf *out = visit->out;
    if (view->facts)
        return;
    tp_buf_text(out, "<thead><tr>");
    if (with->more && with->more_first)
        tp_put_element(visit, "th scope=\"col\"", with->more_title);
    for (size_t c = 0; c < view->n_columns; c++) {
        if (left_out(view, c, with))
            continue;
        bool number = view->columns[c].flags & TP_COL_NUMBER;
        tp_buf_text(out, number ? "<th scope=\"col\" class=\"n\">" : "<th scope=\"col\">");
        tp_put(visit, view->columns[c].title);
        tp_buf_text(out, "</th>");
    }
    if (with->more && !with->more_first)
        tp_put_element(visit, "th scope=\"col\"", with->more_title);
    tp_buf_text(out, "</tr></thead>\n");
}

static const char *kind_of(const tp_figure *figure)
{
    if (figure->type == TP_FIG_DIFF && figure->number)
        return figure->number > 0 ? " up" : " down";
    return "";
}

static void cell(tp_visit *visit, const tp_view *view, size_t row, size_t column,
                 const tp_shell_table *with)
{
    tp_buf *out = visit->out;
    const tp_figure *figure = tp_view_at(view, row, column);
    bool head = view->facts && column == 0;
    bool number = view->columns[column].flags & TP_COL_NUMBER;
    bool last = view->total && row + 1 == tp_view_rows(view);
    tp_buf text, to;
    tp_buf_init(&text);
    tp_buf_init(&to);
    tp_figure_write(&text, figure, visit->lang);
    const char *shown = tp_shell_place(visit, text.bytes ? text.bytes : "");
    if (head)
        tp_buf_text(out, "<th scope=\"row\">");
    else
        tp_buf_format(out,
                      number                        ? "<td class=\"n%s\">"
                      : figure->type == TP_FIG_DATE ? "<td class=\"date\">"
                                                    : "<td>",
                      kind_of(figure));
    const tp_shell_cell at = {view, row, column, shown};
    bool written = with->cell && with->cell(with->user, visit, &at);
    bool leads = !written && with->link && !last && *shown && with->link(with->user, &at, &to);
    if (leads) {
        tp_buf_text(out, "<a href=\"");
        tp_html_text(out, to.bytes);
        tp_buf_text(out, "\">");
    }
    if (!written)
        tp_html_text(out, shown);
    tp_buf_text(out, leads ? "</a>" : "");
    tp_buf_text(out, head ? "</th>" : "</td>");
    out->failed = out->failed || !tp_buf_ok(&text) || !tp_buf_ok(&to);
    tp_buf_finish(&text);
    tp_buf_finish(&to);
}

static void further(tp_visit *visit, const tp_view *view, size_t row, const tp_shell_table *with)
{
    tp_buf_text(visit->out, "<td>");
    with->more(with->user, visit, view, row);
    tp_buf_text(visit->out, "</td>");
}

void tp_shell_view(tp_visit *visit, const tp_view *view, const tp_shell_table *table)
{
    static const tp_shell_table plain = {NULL};
    const tp_shell_table *with = table ? table : &plain;
    tp_buf *out = visit->out;
    size_t rows = tp_view_rows(view);
    if (!rows) {
        if (view->empty.zh)
            tp_put_element(visit, "p class=\"none\"", view->empty);
        return;
    }
    tp_buf_text(out, "<div class=\"scroll\" role=\"region\" tabindex=\"0\"");
    tp_put_attribute(visit, "aria-label",
                     tp_words_in(view->title.zh ? view->title : w_table, visit->lang));
    tp_buf_format(out, "><table class=\"%s\"", view->facts ? "facts" : "list");
    tp_put_attribute(visit, "id", with->id ? with->id : view->id);
    tp_buf_text(out, ">\n");
    caption(visit, view, with);
    column_heads(visit, view, with);
    tp_buf_text(out, "<tbody>\n");
    for (size_t r = 0; r < rows; r++) {
        tp_buf_text(out, view->total && r + 1 == rows ? "<tr class=\"total\">" : "<tr>");
        if (with->more && with->more_first)
            further(visit, view, r, with);
        for (size_t c = 0; c < view->n_columns; c++)
            if (!left_out(view, c, with))
                cell(visit, view, r, c, with);
        if (with->more && !with->more_first)
            further(visit, view, r, with);
        tp_buf_text(out, "</tr>\n");
    }
    tp_buf_text(out, "</tbody>\n</table></div>\n");
    if (view->note.zh)
        tp_put_element(visit, "p class=\"note\"", view->note);
}

void tp_shell_page(tp_visit *visit, const tp_page *page, const tp_shell_table *table,
                   const char *const *without)
{
    visit->out->failed = visit->out->failed || !tp_page_ok(page);
    for (size_t i = 0; i < page->n_parts && tp_page_ok(page); i++) {
        const tp_part *part = &page->parts[i];
        if (part->kind == TP_PART_TEXT)
            tp_put_element(visit, "p", part->text);
        else if (part->kind == TP_PART_VIEW && !named(without, part->view->id))
            tp_shell_view(visit, part->view, table);
    }
}
