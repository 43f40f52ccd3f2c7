/* Where the values of a dataset's tables came from: which cell of which of the office's own files.
 *
 * An import writes origins.csv beside the tables; whoever reads the dataset can then name the
 * office's cell. A table that was changed by hand since has no origins any more (its SHA-256
 * tells). Form: `place,ID,FILE,SHEET,column=LETTERS …[,FILE,SHEET,…]` says which columns stand in
 * one row of a sheet; `table,NAME,SHA-256` begins a table; `LINE,ID,ROW …` gives, for a line of it,
 * the rows. */
#ifndef TP_READ_ORIGINS_H
#define TP_READ_ORIGINS_H

#include "base/diag.h"

#define TP_ORIGINS_FILE "origins.csv"

/* ---- writing ---- */

enum { TP_ORIGIN_CELLS = 16 };

typedef struct tp_origin_cell {
    const char *column;       /* of our table */
    const char *file, *sheet; /* of the office's; sheet NULL for text */
    int32_t row, at;          /* its row and column there */
} tp_origin_cell;

typedef struct tp_origin_row {
    const char *table;
    int32_t line;
    tp_origin_cell cells[TP_ORIGIN_CELLS];
    size_t n_cells;
} tp_origin_row;

typedef struct tp_origin_writer tp_origin_writer;
tp_origin_writer *tp_origin_writer_create(void); /* NULL: memory is out */
void tp_origin_writer_free(tp_origin_writer *writer);
/* false: memory is out. A table is begun, then its rows are added, lines ascending. */
bool tp_origin_table(tp_origin_writer *writer, const char *table, const char *sha256);
bool tp_origin_add(tp_origin_writer *writer, const tp_origin_row *row);
bool tp_origin_writer_text(const tp_origin_writer *writer, tp_buf *out);

/* ---- reading ---- */

typedef struct tp_origins tp_origins;

/* Those of a folder, in the arena. *out = NULL with TP_OK: there are none, or they are not
 * usable. */
tp_status tp_origins_load(tp_origins **out, const char *folder, tp_arena *arena, tp_err *err);
/* Kept with a dataset (tp_origins_keep), from `text`, which is cut up and must live as long; lines
 * are rows of the tables then. *out as above. */
tp_status tp_origins_kept(tp_origins **out, char *text, tp_arena *arena, tp_err *err);
/* Writes what is to be kept: the head, then for each table where the lines lie that are its rows
 * from 2 on (what is not known is left out). */
void tp_origins_keep(tp_buf *out, const tp_origins *origins);
void tp_origins_keep_row(tp_buf *out, const tp_origins *origins, const char *table, int32_t line,
                         int32_t row);
/* "台账.xlsx[编制!F12]": where that column of a line of the table ("posts") came from; NULL: not
 * known. column NULL: the first known one of the line. In the arena. */
const char *tp_origins_cell(const tp_origins *origins, const char *table, int32_t line,
                            const char *column, tp_arena *arena);
/* Tells diagnostics that stand in the folder's tables the office's own cell (tp_diag.origin). */
void tp_origins_mark(const tp_origins *origins, tp_diags *diags);

#endif
