/* Sheets of .xlsx and .xlsm as grids. */
#include "read/grid_parts.h"
#include "read/xlsx_parts.h"

#include "base/text.h"

#include <string.h>

typedef struct sheet {
    tp_book *book;
    tp_grid *grid;
    int32_t row;
    bool row_hidden, large, no_memory;
} sheet;

static bool take_row(void *self, int32_t row, bool hidden)
{
    sheet *s = self;
    s->row = row;
    s->row_hidden = hidden;
    return true;
}

static bool take_cell(void *self, const tp_xlsx_cell *cell)
{
    static const tp_grid_kind kinds[] = {
        [TP_XLSX_TEXT] = TP_GRID_TEXT,   [TP_XLSX_NUMERIC] = TP_GRID_NUMBER,
        [TP_XLSX_DAY] = TP_GRID_DATE,    [TP_XLSX_TRUTH] = TP_GRID_BOOL,
        [TP_XLSX_ERROR] = TP_GRID_ERROR, [TP_XLSX_UNCOMPUTED] = TP_GRID_FORMULA};
    sheet *s = self;
    tp_grid_value v = {.row = cell->row,
                       .column = cell->column,
                       .text = cell->text,
                       .length = cell->length,
                       .kind = kinds[cell->kind],
                       .indent = cell->look.indent,
                       .percent = cell->look.percent};
    if (cell->shared) {
        v.ready = cell->shared->text;
        v.length = (size_t)cell->shared->length;
        v.indent += cell->shared->lead;
    } else if (cell->kind == TP_XLSX_TEXT) {
        v.indent += tp_text_lead(cell->text, cell->length);
    }
    tp_grid_put put = tp_grid_put_cell(s->book, s->grid, &v);
    s->large = s->large || put == TP_PUT_LARGE;
    s->no_memory = s->no_memory || put == TP_PUT_NO_MEMORY;
    return put == TP_PUT_FINE;
}

static bool end_row(void *self)
{
    sheet *s = self;
    return !s->row_hidden || tp_grid_hide_row(s->book, s->grid, s->row);
}

static bool take_merge(void *self, const tp_merge *merge)
{
    sheet *s = self;
    const tp_grid_span span = {merge->line, merge->column, merge->to_line, merge->to_column};
    return tp_grid_add_span(s->book, s->grid, span) || !(s->no_memory = true);
}

static bool take_hidden_column(void *self, int32_t column)
{
    sheet *s = self;
    return tp_grid_hide_column(s->book, s->grid, column) || !(s->no_memory = true);
}

static bool take_filter(void *self)
{
    ((sheet *)self)->grid->filtered = true;
    return true;
}

static tp_status read_sheet(tp_book *book, tp_workbook *from, const tp_sheet_part *part,
                            tp_diags *diags, tp_err *err)
{
    sheet s = {.book = book, .grid = tp_grid_add(book, part->name)};
    if (!s.grid)
        return tp_fail_nomem(err);
    s.grid->hidden = part->hidden;
    s.grid->spans_known = true;
    const tp_xlsx_taker taker = {.self = &s,
                                 .row = take_row,
                                 .cell = take_cell,
                                 .row_end = end_row,
                                 .merge = take_merge,
                                 .hidden_column = take_hidden_column,
                                 .filter = take_filter};
    tp_xml_fault fault = tp_xlsx_walk(from, part, &taker);
    if (s.no_memory)
        return tp_fail_nomem(err);
    if (s.large)
        return tp_grid_refuse(book, part->name, &tp_msg_grid_large, diags, err);
    tp_status status = tp_xlsx_fault(from, part->name, fault, diags, err);
    return status || tp_grid_finish(book, s.grid) ? status : tp_fail_nomem(err);
}

tp_status tp_grid_read_xlsx(tp_book *book, tp_diags *diags, tp_err *err)
{
    tp_workbook *from;
    tp_status status = tp_xlsx_open(&from, book->path, diags, err);
    if (status != TP_OK)
        return status;
    for (size_t i = 0; !status && i < from->n_sheets; i++)
        status = read_sheet(book, from, &from->sheets[i], diags, err);
    /* Cells borrow the shared strings, so these go with the book. */
    if (status == TP_OK) {
        tp_arena *strings = from->arena;
        from->arena = NULL;
        tp_arena_absorb(book->arena, strings);
    }
    tp_xlsx_close(from);
    return status;
}
