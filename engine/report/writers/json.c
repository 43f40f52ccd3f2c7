#include "report/writers/writers.h"

#include "base/json.h"

#include <string.h>

static void words(tp_json *json, tp_words text)
{
    tp_json_flat_object(json);
    tp_json_key_text(json, "zh", text.zh);
    tp_json_key_text(json, "en", text.en);
    tp_json_end_object(json);
}

static void figure(tp_json *json, const tp_figure *f)
{
    char text[TP_DEC_TEXT];
    switch (f->type) {
    case TP_FIG_EMPTY:
        tp_json_null(json);
        break;
    case TP_FIG_TEXT:
        tp_json_text(json, f->text);
        break;
    case TP_FIG_WORDS:
        words(json, f->words);
        break;
    case TP_FIG_COUNT:
    case TP_FIG_DIFF:
        tp_json_int(json, f->number);
        break;
    case TP_FIG_DEC:
    case TP_FIG_SHARE:
        tp_dec_format6(f->number, text);
        tp_json_text(json, text);
        break;
    case TP_FIG_DATE:
        tp_date_format((tp_date)f->number, text);
        tp_json_text(json, text);
        break;
    }
}

static void write_view(tp_json *json, const tp_view *view)
{
    size_t rows = tp_view_rows(view) - (view->total ? 1 : 0);
    tp_json_key_array(json, view->id);
    for (size_t row = 0; row < rows; row++) {
        tp_json_flat_object(json);
        for (size_t column = 0; column < view->n_columns; column++) {
            tp_json_key(json, view->columns[column].id);
            figure(json, tp_view_at(view, row, column));
        }
        tp_json_end_object(json);
    }
    tp_json_end_array(json);
}

void tp_write_json(tp_buf *out, const tp_page *page, const char *table)
{
    tp_json json;
    if (page->failed) {
        out->failed = true;
        return;
    }
    tp_json_init(&json, out);
    tp_json_object(&json);
    tp_json_key(&json, "title");
    if (page->title.zh)
        words(&json, page->title);
    else
        tp_json_null(&json);
    tp_json_key_array(&json, "text");
    for (size_t i = 0; i < page->n_parts; i++)
        if (page->parts[i].kind == TP_PART_TEXT)
            words(&json, page->parts[i].text);
    tp_json_end_array(&json);
    tp_json_key_object(&json, "tables");
    for (size_t i = 0; i < page->n_parts; i++) {
        const tp_view *view = page->parts[i].view;
        if (view && (!table || strcmp(view->id, table) == 0))
            write_view(&json, view);
    }
    tp_json_end_object(&json);
    tp_json_end_object(&json);
    tp_json_end(&json);
}

static tp_status write_page(tp_buf *out, const tp_page *page, const tp_writing *how, tp_err *err)
{
    tp_write_json(out, page, how->table);
    return tp_buf_ok(out) ? TP_OK : tp_fail_nomem(err);
}

const tp_writer tp_writer_json = {
    .suffix = "json", .media = "application/json; charset=utf-8", .write = write_page};
