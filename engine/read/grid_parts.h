/* What the readers of grids share. Inside the grid* files only. */
#ifndef TP_READ_GRID_PARTS_H
#define TP_READ_GRID_PARTS_H

#include "read/grid.h"
#include "read/table.h"
#include "read/unzip.h"

/* One a format. They fill book->grids and finish each grid. */
tp_status tp_grid_read_xlsx(tp_book *book, tp_diags *diags, tp_err *err);
tp_status tp_grid_read_xls(tp_book *book, tp_diags *diags, tp_err *err);
tp_status tp_grid_read_ods(tp_book *book, tp_unzip *zip, tp_diags *diags, tp_err *err);
tp_status tp_grid_read_text(tp_book *book, const char *encoding, tp_diags *diags, tp_err *err);

/* A new sheet of the book; NULL: memory is out. Valid until the next. */
tp_grid *tp_grid_add(tp_book *book, const char *name);

typedef struct tp_grid_value {
    int32_t row, column;
    const char *text; /* not yet normal; copied */
    size_t length;
    tp_grid_kind kind;
    unsigned indent;
    bool percent;
    const char *ready; /* instead of text: in its normal form already, and lives as long */
    char *own;         /* instead of text: may be taken apart where it stands, and lives as long */
} tp_grid_value;

typedef enum tp_grid_put { TP_PUT_FINE, TP_PUT_LARGE, TP_PUT_NO_MEMORY } tp_grid_put;

/* Adds a cell; rows ascend, columns ascend inside a row (what does not is dropped). */
tp_grid_put tp_grid_put_cell(tp_book *book, tp_grid *grid, const tp_grid_value *value);
bool tp_grid_hide_row(tp_book *book, tp_grid *grid, int32_t row); /* after its cells */
bool tp_grid_add_span(tp_book *book, tp_grid *grid, tp_grid_span span);
bool tp_grid_hide_column(tp_book *book, tp_grid *grid, int32_t column);
/* When all cells are there: merged ranges are laid over the cells they cover. */
bool tp_grid_finish(tp_book *book, tp_grid *grid);

/* What libfreexl does not tell of an .xls workbook (grid_biff.c). */
typedef struct tp_biff_cell {
    int32_t row, column;
    tp_grid_kind kind; /* what its formula was last worth; NONE: no formula, the indent alone */
    const char *text;
    size_t length;
    uint8_t indent;
    bool percent;
} tp_biff_cell;

typedef struct tp_biff_sheet {
    bool hidden;
    tp_biff_cell *cells; /* by row, then column */
    size_t n_cells, cells_capacity;
    tp_grid_span *spans;
    size_t n_spans, spans_capacity;
    int32_t *rows, *columns; /* hidden */
    size_t n_rows, rows_capacity, n_columns, columns_capacity;
} tp_biff_sheet;

typedef struct tp_biff {
    tp_biff_sheet *sheets; /* in the order of the workbook */
    size_t n_sheets;
} tp_biff;

/* NULL: it is older, encrypted, damaged or no workbook, or memory is out. */
const tp_biff *tp_biff_read(const char *path, tp_arena *arena);
/* NULL: nothing is known of it. `sheet` may be NULL. */
const tp_biff_cell *tp_biff_cell_at(const tp_biff_sheet *sheet, int32_t row, int32_t column);

/* Faults all formats share, as diagnostics. */
extern const tp_msg tp_msg_grid_damaged, tp_msg_grid_large, tp_msg_grid_encrypted;
tp_status tp_grid_refuse(const tp_book *book, const char *sheet, const tp_msg *msg, tp_diags *diags,
                         tp_err *err);

#endif
