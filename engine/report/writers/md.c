#include "report/writers/writers.h"

#include <string.h>

/* A cell may hold no line end and no bar; signs that Markdown or HTML would act on are escaped. */
static void escape(tp_buf *out, const char *text)
{
    for (; text && *text; text++) {
        if (*text == '\n') {
            tp_buf_char(out, ' ');
            continue;
        }
        if (strchr("|\\`*_<>[]", *text))
            tp_buf_char(out, '\\');
        tp_buf_char(out, *text);
    }
}

static void figure(tp_buf *out, const tp_figure *f, tp_lang lang)
{
    tp_buf text;
    tp_buf_init(&text);
    tp_figure_write(&text, f, lang);
    if (tp_buf_ok(&text))
        escape(out, text.bytes);
    else
        out->failed = true;
    tp_buf_finish(&text);
}

static void write_table(tp_buf *out, const tp_view *view, tp_lang lang)
{
    size_t rows = tp_view_rows(view);
    for (size_t column = 0; column < view->n_columns; column++) {
        tp_buf_text(out, "| ");
        escape(out, tp_words_in(view->columns[column].title, lang));
        tp_buf_char(out, ' ');
    }
    tp_buf_text(out, "|\n");
    for (size_t column = 0; column < view->n_columns; column++)
        tp_buf_text(out, view->columns[column].flags & TP_COL_NUMBER ? "|---:" : "|---");
    tp_buf_text(out, "|\n");
    for (size_t row = 0; row < rows; row++) {
        bool bold = view->total && row + 1 == rows;
        for (size_t column = 0; column < view->n_columns; column++) {
            const tp_figure *f = tp_view_at(view, row, column);
            bool strong = bold && f->type != TP_FIG_EMPTY;
            tp_buf_text(out, strong ? "| **" : "| ");
            figure(out, f, lang);
            tp_buf_text(out, strong ? "** " : " ");
        }
        tp_buf_text(out, "|\n");
    }
}

void tp_write_md(tp_buf *out, const tp_page *page, const char *table, tp_lang lang)
{
    bool any = false;
    if (page->failed) {
        out->failed = true;
        return;
    }
    if (page->title.zh && !table) {
        tp_buf_text(out, "# ");
        escape(out, tp_words_in(page->title, lang));
        tp_buf_char(out, '\n');
        any = true;
    }
    for (size_t i = 0; i < page->n_parts; i++) {
        const tp_part *part = &page->parts[i];
        const tp_view *view = part->view;
        if (part->kind == TP_PART_HINT || (table && (!view || strcmp(view->id, table) != 0)) ||
            (view && !tp_view_rows(view) && !view->empty.zh))
            continue;
        tp_buf_text(out, any ? "\n" : "");
        any = true;
        if (!view) {
            escape(out, tp_words_in(part->text, lang));
            tp_buf_char(out, '\n');
            continue;
        }
        const char *unit = tp_words_in(view->unit, lang);
        if (view->title.zh) {
            tp_buf_text(out, "## ");
            escape(out, tp_words_in(view->title, lang));
            if (unit)
                tp_buf_format(out, lang == TP_EN ? " (%s)" : "（%s）", unit);
            tp_buf_text(out, "\n\n");
        }
        if (tp_view_rows(view))
            write_table(out, view, lang);
        else
            tp_buf_format(out, "%s\n", tp_words_in(view->empty, lang));
        if (view->note.zh) {
            tp_buf_char(out, '\n');
            escape(out, tp_words_in(view->note, lang));
            tp_buf_char(out, '\n');
        }
    }
}

static tp_status write_page(tp_buf *out, const tp_page *page, const tp_writing *how, tp_err *err)
{
    tp_write_md(out, page, how->table, how->lang);
    return tp_buf_ok(out) ? TP_OK : tp_fail_nomem(err);
}

const tp_writer tp_writer_md = {
    .suffix = "md", .media = "text/markdown; charset=utf-8", .write = write_page};
