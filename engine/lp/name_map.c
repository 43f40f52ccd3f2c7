#include "lp/names.h"
#include "lp/write.h"

#include <string.h>

/* A cell: quoted where it must be; what a spreadsheet would run as a formula gets an apostrophe. */
static void write_cell(tp_buf *out, const char *text)
{
    bool formula = *text && strchr("=+-@\t", *text) != NULL;
    bool quote = strpbrk(text, ",\"\r\n") != NULL;
    if (quote)
        tp_buf_char(out, '"');
    if (formula)
        tp_buf_char(out, '\'');
    for (const char *at = text; *at; at++) {
        if (*at == '"')
            tp_buf_char(out, '"');
        tp_buf_char(out, *at);
    }
    if (quote)
        tp_buf_char(out, '"');
}

static tp_status write_label(tp_buf *out, const tp_program *p, bool row, int32_t index, tp_err *err)
{
    tp_arena *arena = tp_arena_create();
    if (!arena)
        return tp_fail_nomem(err);
    tp_label label;
    tp_status status = tp_names_label(p, row, index, arena, &label, err);
    if (status == TP_OK) {
        const char *cells[] = {row ? "row" : "column", label.name,   label.rule, label.unit,
                               label.category,         label.demand, label.item, label.words.zh,
                               label.words.en};
        for (size_t i = 0; i < sizeof cells / sizeof *cells; i++) {
            write_cell(out, cells[i] ? cells[i] : "");
            tp_buf_char(out, ',');
        }
        tp_buf place;
        tp_buf_init(&place);
        tp_pos_write(&place, &label.pos);
        write_cell(out, place.bytes ? place.bytes : "");
        out->failed = out->failed || place.failed;
        tp_buf_finish(&place);
        tp_buf_char(out, '\n');
    }
    tp_arena_free(arena);
    return status;
}

tp_status tp_write_name_map(tp_buf *out, const tp_program *p, tp_err *err)
{
    tp_status status = TP_OK;
    tp_buf_text(out, "kind,name,rule,unit,category,demand,item,zh,en,place\n");
    for (int32_t j = 0; j < p->n_cols && status == TP_OK; j++)
        status = write_label(out, p, false, j, err);
    for (int32_t i = 0; i < p->n_rows && status == TP_OK; i++)
        status = write_label(out, p, true, i, err);
    return status == TP_OK && !tp_buf_ok(out) ? tp_fail_nomem(err) : status;
}
