/* A table of text cells with positions: what csv.h and xlsx.h produce, and dataset loading eats.
 *
 * Shape: header row apart; rows in file order; a short row is padded with empty cells, a long one
 * is an error of the reader. Cell texts are trimmed, NFC, NUL-terminated, borrowed from the arena.
 * A cell knows its line and column (CSV) or its sheet reference (XLSX). */
#ifndef TP_READ_TABLE_H
#define TP_READ_TABLE_H

#include "base/diag.h"

#include <stdint.h>

typedef struct tp_cell {
    const char *text; /* "" when empty; never NULL */
    int32_t length;   /* bytes */
    int32_t line;     /* 1-based: line in the file, or row in the sheet */
    int32_t column;   /* 1-based: character column in the line, or column in the sheet */
    bool plain;       /* certainly without line break and tab */
    uint8_t marks;    /* TP_CELL_… */
} tp_cell;

/* What was particular about a cell. */
enum {
    TP_CELL_NUMBER = 1,  /* a number of a workbook, not a text */
    TP_CELL_LOST = 2,    /* such a number of more digits than spreadsheets keep */
    TP_CELL_MERGED = 4,  /* takes its text from the cell it is merged with */
    TP_CELL_TRIMMED = 8, /* had white space round it */
    TP_CELL_WIDE = 16    /* white space that is not ASCII */
};

/* Merged cells of a sheet: lines and columns, both ends included. */
typedef struct tp_merge {
    int32_t line, to_line, column, to_column;
} tp_merge;

typedef struct tp_csv tp_csv; /* read/csv.h */

typedef struct tp_table {
    const char *file;  /* for positions */
    const char *sheet; /* NULL for CSV */
    size_t columns;
    const tp_cell *header; /* [columns] */
    size_t rows;
    const tp_cell *cells;   /* [rows * columns], row-major; NULL with `rest` */
    const tp_merge *merges; /* in the order of the file */
    size_t n_merges;
    tp_csv *rest; /* where rows are still to come from; NULL: all are in cells */
} tp_table;

static inline const tp_cell *tp_table_cell(const tp_table *table, size_t row, size_t column)
{
    return &table->cells[row * table->columns + column];
}

/* Bounds that keep a hostile file from asking for memory it does not fill. */
enum {
    TP_TABLE_MOST_COLUMNS = 200,
    TP_CELL_MOST_BYTES = 32767 * 3,
    TP_TABLE_MOST_CELLS = 100000000
};

/* Cell text in its normal form: trimmed, NFC. In place where it can be (as good as always). The
 * text must have room for a NUL at [length]. NULL: memory is out. */
const char *tp_cell_normal(tp_arena *arena, char *text, size_t length, int32_t *normal_length);

/* TP_CELL_TRIMMED and TP_CELL_WIDE of a text that is still to be brought into its normal form. */
uint8_t tp_cell_trimming(const char *raw, size_t length);

/* Characters of a cell text that is in its normal form as it stands, as far as can be told at a
 * glance; 0: it may not be. */
size_t tp_cell_plain_points(const char *text, size_t length);

/* Position of a cell; for sheets, cell text "posts!D12" is made in the arena. */
tp_pos tp_table_pos(const tp_table *table, const tp_cell *cell, tp_arena *arena);

#endif
