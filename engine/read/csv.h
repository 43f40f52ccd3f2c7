/* Comma-separated values after RFC 4180, with the position of everything.
 *
 * Separator: what a first line `sep=;` says, else comma, semicolon or tab, whichever the header
 * line has most of. Quotes as RFC 4180: a quoted cell may hold separators, line breaks and doubled
 * quotes. Line ends LF, CRLF or CR; the last one may be missing; empty lines are skipped. A cell's
 * white space is trimmed.
 *
 * A leading ' before = + - @ or tab is dropped: our own CSV (base/csv_out.h) puts it there so that
 * spreadsheets do not run the cell.
 *
 * Faults of a line (stray or unterminated quote, too many cells, a cell too long) are diagnostics
 * and reading goes on; one warning counts the lines that are too short. */
#ifndef TP_READ_CSV_H
#define TP_READ_CSV_H

#include "read/source.h"
#include "read/table.h"

/* TP_OK with *out = NULL: nothing in it, not even a header. */
tp_status tp_csv_read(const tp_table **out, tp_arena *arena, const tp_source *source,
                      tp_diags *diags, tp_err *err);

/* The same row by row, for what keeps only what it makes of the cells. *out has its header, no
 * cells and `rest` set; its rows are counted as they are given. `diags` is used until the end. */
tp_status tp_csv_begin(const tp_table **out, tp_arena *arena, const tp_source *source,
                       tp_diags *diags, tp_err *err);
/* The next row into row[columns], whose texts stay; false: there is none. */
bool tp_csv_next(tp_csv *csv, tp_cell *row);
/* After the last row: warns of short rows. */
tp_status tp_csv_end(tp_csv *csv, tp_err *err);
/* Instead: all rows that are left, as tp_csv_read. */
tp_status tp_csv_rest(const tp_table *table, tp_arena *arena, tp_err *err);
size_t tp_csv_most_rows(const tp_csv *csv);
size_t tp_csv_errors(const tp_csv *csv); /* how many this reader reported */

#endif
