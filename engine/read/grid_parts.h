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

/* Faults all formats share, as diagnostics. */
extern const tp_msg tp_msg_grid_damaged, tp_msg_grid_large, tp_msg_grid_encrypted;
tp_status tp_grid_refuse(const tp_book *book, const char *sheet, const tp_msg *msg, tp_diags *diags,
                         tp_err *err);

#endif
