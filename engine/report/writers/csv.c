#include "report/writers/writers.h"

#include <string.h>

/* A cell of text; guarded against spreadsheets that run what looks like a formula. */
static void cell(tp_buf *out, const char *text)
{
    bool formula = *text && strchr("=+-@\t\r", *text);
    if (!formula && !strpbrk(text, ",\"\r\n")) {
        tp_buf_text(out, text);
        return;
    }
    tp_buf_text(out, formula ? "\"'" : "\"");
    for (; *text; text++) {
        if (*text == '"')
            tp_buf_char(out, '"');
        tp_buf_char(out, *text);
    }
    tp_buf_char(out, '"');
}

/* Numbers go out bare: no plus, no percent sign, so that a spreadsheet can add them up. */
static void figure(tp_buf *out, const tp_figure *f, tp_lang lang)
{
    switch (f->type) {
    case TP_FIG_TEXT:
        cell(out, f->text);
        break;
    case TP_FIG_WORDS:
        cell(out, tp_words_in(f->words, lang));
        break;
    case TP_FIG_DIFF:
        tp_buf_int(out, f->number);
        break;
    case TP_FIG_SHARE:
        tp_buf_dec(out, f->number);
        break;
    default:
        tp_figure_write(out, f, lang);
    }
}

static void write_table(tp_buf *out, const tp_view *view, tp_lang lang)
{
    for (size_t column = 0; column < view->n_columns; column++) {
        tp_buf_text(out, column ? "," : "");
        cell(out, tp_words_in(view->columns[column].title, lang));
    }
    tp_buf_text(out, "\r\n");
    for (size_t row = 0; row < tp_view_rows(view); row++) {
        for (size_t column = 0; column < view->n_columns; column++) {
            tp_buf_text(out, column ? "," : "");
            figure(out, tp_view_at(view, row, column), lang);
        }
        tp_buf_text(out, "\r\n");
    }
}

void tp_write_csv(tp_buf *out, const tp_page *page, const tp_csv_options *options)
{
    bool any = false;
    if (page->failed) {
        out->failed = true;
        return;
    }
    tp_buf_text(out, options->bom ? "\xEF\xBB\xBF" : "");
    for (size_t i = 0; i < page->n_parts; i++) {
        const tp_view *view = page->parts[i].view;
        if (!view || (options->table && strcmp(view->id, options->table) != 0) ||
            (!options->table && !tp_view_rows(view)))
            continue;
        tp_buf_text(out, any ? "\r\n" : "");
        any = true;
        if (!options->table && view->title.zh) {
            cell(out, tp_words_in(view->title, options->lang));
            tp_buf_text(out, "\r\n");
        }
        write_table(out, view, options->lang);
    }
}

static tp_status write_page(tp_buf *out, const tp_page *page, const tp_writing *how, tp_err *err)
{
    tp_write_csv(out, page, &(tp_csv_options){how->lang, how->table, how->bom});
    return tp_buf_ok(out) ? TP_OK : tp_fail_nomem(err);
}

const tp_writer tp_writer_csv = {
    .suffix = "csv", .media = "text/csv; charset=utf-8", .write = write_page};
