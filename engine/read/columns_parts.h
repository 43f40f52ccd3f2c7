/* What the columns* files share. Inside them only. */
#ifndef TP_READ_COLUMNS_PARTS_H
#define TP_READ_COLUMNS_PARTS_H

#include "read/columns.h"

/* The proper Chinese header, in a buffer. */
enum { TP_COLUMN_ZH = 64 };
const char *tp_column_zh(const tp_column *column, char buffer[TP_COLUMN_ZH]);
bool tp_column_is_figure(const tp_column *column); /* a number or a date */

/* Which column of the table each column is. */
void tp_rows_match(tp_rows *rows);
/* Looks whether a row near the top is the header, where the first row names no column. */
enum { TP_ROWS_NEAR_TOP = 12 };
void tp_rows_look(tp_rows *rows, const tp_cell *cells);

#endif
