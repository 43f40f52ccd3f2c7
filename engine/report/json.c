#include "report/writers.h"

#include <string.h>

void tp_write_json_text(tp_buf *out, const char *text)
{
    tp_buf_char(out, '"');
    for (; *text; text++) {
        unsigned char c = (unsigned char)*text;
        if (c == '"' || c == '\\')
            tp_buf_format(out, "\\%c", c);
        else if (c == '\n')
            tp_buf_text(out, "\\n");
        else if (c == '\t')
            tp_buf_text(out, "\\t");
        else if (c < 0x20 || c == 0x7f)
            tp_buf_format(out, "\\u%04x", c);
        else
            tp_buf_char(out, (char)c);
    }
    tp_buf_char(out, '"');
}

static void words(tp_buf *out, tp_words text)
{
    tp_buf_text(out, "{\"zh\": ");
    tp_write_json_text(out, text.zh);
    tp_buf_text(out, ", \"en\": ");
    tp_write_json_text(out, text.en);
    tp_buf_char(out, '}');
}

static void figure(tp_buf *out, const tp_figure *f)
{
    switch (f->type) {
    case TP_FIG_EMPTY:
        tp_buf_text(out, "null");
        break;
    case TP_FIG_TEXT:
        tp_write_json_text(out, f->text);
        break;
    case TP_FIG_WORDS:
        words(out, f->words);
        break;
    case TP_FIG_COUNT:
    case TP_FIG_DIFF:
        tp_buf_int(out, f->number);
        break;
    case TP_FIG_DEC:
    case TP_FIG_SHARE:
        tp_buf_char(out, '"');
        tp_buf_dec6(out, f->number);
        tp_buf_char(out, '"');
        break;
    case TP_FIG_DATE:
        tp_buf_char(out, '"');
        tp_buf_date(out, (tp_date)f->number);
        tp_buf_char(out, '"');
        break;
    }
}

static void write_facts(tp_buf *out, const tp_view *view)
{
    size_t rows = tp_view_rows(view);
    tp_buf_char(out, '[');
    for (size_t row = 0; row < rows; row++) {
        tp_buf_text(out, row ? ",\n    {\"name\": " : "\n    {\"name\": ");
        figure(out, tp_view_at(view, row, 0));
        tp_buf_text(out, ", \"value\": ");
        figure(out, tp_view_at(view, row, view->n_columns - 1));
        tp_buf_char(out, '}');
    }
    tp_buf_text(out, rows ? "\n  ]" : "]");
}

static void write_table(tp_buf *out, const tp_view *view)
{
    size_t rows = tp_view_rows(view) - (view->total ? 1 : 0);
    tp_buf_char(out, '[');
    for (size_t row = 0; row < rows; row++) {
        tp_buf_text(out, row ? ",\n    {" : "\n    {");
        for (size_t column = 0; column < view->n_columns; column++) {
            tp_buf_text(out, column ? ", " : "");
            tp_write_json_text(out, view->columns[column].id);
            tp_buf_text(out, ": ");
            figure(out, tp_view_at(view, row, column));
        }
        tp_buf_char(out, '}');
    }
    tp_buf_text(out, rows ? "\n  ]" : "]");
}

void tp_write_json(tp_buf *out, const tp_page *page, const char *table)
{
    size_t n = 0;
    if (page->failed) {
        out->failed = true;
        return;
    }
    tp_buf_text(out, "{\"title\": ");
    if (page->title.zh)
        words(out, page->title);
    else
        tp_buf_text(out, "null");
    tp_buf_text(out, ",\n\"text\": [");
    for (size_t i = 0; i < page->n_parts; i++)
        if (page->parts[i].kind == TP_PART_TEXT) {
            tp_buf_text(out, n++ ? ",\n  " : "\n  ");
            words(out, page->parts[i].text);
        }
    tp_buf_text(out, n ? "\n],\n\"tables\": {" : "],\n\"tables\": {");
    n = 0;
    for (size_t i = 0; i < page->n_parts; i++) {
        const tp_view *view = page->parts[i].view;
        if (!view || (table && strcmp(view->id, table) != 0))
            continue;
        tp_buf_text(out, n++ ? ",\n  " : "\n  ");
        tp_write_json_text(out, view->id);
        tp_buf_text(out, ": ");
        if (view->facts)
            write_facts(out, view);
        else
            write_table(out, view);
    }
    tp_buf_text(out, n ? "\n}}\n" : "}}\n");
}
