/* Comma-separated values after RFC 4180, with the position of everything.
 *
 * Separator: comma, semicolon or tab, whichever the header line has most of. Quotes as RFC 4180:
 * a quoted cell may hold separators, line breaks and doubled quotes. Line ends LF, CRLF or CR; the
 * last one may be missing; empty lines are skipped. A cell's white space is trimmed.
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

#endif
