/* Sheets of an XLSX workbook as tables of text.
 *
 * What a cell's text is:
 * - text: as it is, phonetic guides left out;
 * - number: plain decimal digits, never an exponent ("15", "0.85"). A binary number is rounded to
 *   the 15 significant digits a spreadsheet itself shows, so that 0.30000000000000004 is 0.3; whole
 *   digits as they stand in the file are kept. The cell is marked (TP_CELL_NUMBER, TP_CELL_LOST)
 * for the column to judge;
 * - date (a number in a date format): YYYY-MM-DD, with the time behind it if there is one; both the
 *   1900 and the 1904 calendar;
 * - TRUE or FALSE; a formula's last computed value. An error value (#REF!) and a formula without
 *   computed value are diagnostics;
 * - of merged cells: the text of the first one in all of them, marked (TP_CELL_MERGED).
 * Hidden rows, columns and sheets are read like others, with a warning.
 * Empty rows are skipped; cells beyond the header's columns must be empty.
 *
 * What a workbook may unpack to is capped, CRCs are checked, document types refused.
 * Owns: the handle, with the shared strings that tables borrow: it must outlive its tables. */
#ifndef TP_READ_XLSX_H
#define TP_READ_XLSX_H

#include "read/table.h"

typedef struct tp_workbook tp_workbook;

/* TP_E_INPUT with a diagnostic for what is not a workbook (old .xls, password, damage …). */
tp_status tp_xlsx_open(tp_workbook **out, const char *path, tp_diags *diags, tp_err *err);
void tp_xlsx_close(tp_workbook *book); /* accepts NULL */
size_t tp_xlsx_sheets(const tp_workbook *book);
const char *tp_xlsx_sheet_name(const tp_workbook *book, size_t sheet);
/* As tp_csv_read. */
tp_status tp_xlsx_read(const tp_table **out, tp_workbook *book, size_t sheet, tp_arena *arena,
                       tp_diags *diags, tp_err *err);

#endif
