/* A sheet as people made it: cells where they stand, whatever they mean.
 *
 * All readers give this one model: .xlsx/.xlsm (grid_xlsx.c), .xls (grid_xls.c), .ods (grid_ods.c),
 * comma or tab separated text (grid_csv.c). What a row or column is, import/ finds out.
 *
 * Shape: only cells with a text are there, rows ascending, columns ascending inside a row. A cell
 * that a merged range covers is there as well, with the text of the range's first cell, and marked
 * `covered`. Texts are NFC, outer white space trimmed, NUL-terminated.
 * Units: rows and columns are 1-based, as the spreadsheet counts them. A number is plain decimal
 * digits as in read/xlsx.h, a date YYYY-MM-DD.
 * Owns: the book; texts live in its arena. */
#ifndef TP_READ_GRID_H
#define TP_READ_GRID_H

#include "base/diag.h"

typedef enum tp_grid_kind {
    TP_GRID_NONE, /* no cell: only from tp_grid_at */
    TP_GRID_TEXT,
    TP_GRID_NUMBER,
    TP_GRID_DATE,
    TP_GRID_BOOL,
    TP_GRID_ERROR,  /* #REF! and its kin; the text says which */
    TP_GRID_FORMULA /* a formula nobody computed; no text */
} tp_grid_kind;

typedef struct tp_grid_cell {
    const char *text; /* "" when empty; never NULL */
    int32_t length;   /* bytes */
    uint16_t column;
    uint8_t indent;   /* leading blanks and indentation of the format, in half characters */
    uint8_t kind : 6; /* tp_grid_kind */
    bool percent : 1; /* the number is shown as a percentage: 0.85 as 85% */
    bool covered : 1; /* by a merged range that begins elsewhere */
} tp_grid_cell;       /* 16 bytes: a province has millions */

typedef struct tp_grid_row {
    int32_t row;
    bool hidden;
    size_t first, count; /* of cells */
} tp_grid_row;

typedef struct tp_grid_span {
    int32_t top, left, bottom, right; /* inclusive */
} tp_grid_span;

typedef struct tp_grid {
    const char *file; /* as named by the user */
    const char *name; /* of the sheet; NULL for text files */
    bool hidden;
    bool filtered;    /* it has a filter */
    bool spans_known; /* the format tells merged ranges; else blanks may stand for them */
    tp_grid_cell *cells;
    size_t n_cells, cells_capacity;
    tp_grid_row *rows; /* rows with a cell */
    size_t n_rows, rows_capacity;
    tp_grid_span *spans;
    size_t n_spans, spans_capacity;
    int32_t *hidden_columns; /* ascending */
    size_t n_hidden_columns, hidden_capacity;
    int32_t last_column;
} tp_grid;

/* The last part of the file's name; borrowed from the grid. */
const char *tp_grid_file(const tp_grid *grid);

typedef struct tp_book {
    tp_arena *arena;
    const char *path;
    tp_grid *grids;
    size_t n_grids, grids_capacity;
} tp_book;

enum { TP_GRID_MOST_COLUMNS = 1024, TP_GRID_MOST_CELLS = 50000000, TP_GRID_MOST_SPANS = 1000000 };

/* Reads every sheet of a file; what it is, its bytes say, not its name. `encoding` as in
 * read/source.h, for text. TP_E_INPUT with a diagnostic if it is none of these or damaged. */
tp_status tp_book_read(tp_book **out, const char *path, const char *encoding, tp_diags *diags,
                       tp_err *err);
void tp_book_free(tp_book *book); /* accepts NULL */

/* The cell there, one of kind NONE if there is none. `row` is an index into rows. */
const tp_grid_cell *tp_grid_at(const tp_grid *grid, size_t row, int32_t column);
/* "编制!F12", or for a text file "F12". */
const char *tp_grid_cell_name(const tp_grid *grid, int32_t row, int32_t column, tp_arena *arena);
/* Position of a cell: file and cell name. */
tp_pos tp_grid_pos(const tp_grid *grid, int32_t row, int32_t column, tp_arena *arena);
/* Column letters: 1 is A, 28 is AB. */
enum { TP_LETTERS = 8 };
const char *tp_column_letters(int32_t column, char buffer[TP_LETTERS]);

#endif
