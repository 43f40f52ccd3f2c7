/* Writing comma-separated values after RFC 4180 (comma, LF, quotes where needed).
 *
 * A text that begins with = + - @ or tab (after any number of ') is prefixed with ', or a
 * spreadsheet would run it; read/csv drops that ' again, so texts round-trip. Numbers are written
 * as they are. Errors stick in the buffer (buf.h). */
#ifndef TP_BASE_CSV_OUT_H
#define TP_BASE_CSV_OUT_H

#include "base/buf.h"

typedef struct tp_csv_out {
    tp_buf *out;
    bool begun; /* the current row has a cell */
} tp_csv_out;

void tp_csv_text(tp_csv_out *csv, const char *text); /* NULL: an empty cell */
void tp_csv_int(tp_csv_out *csv, tp_wide value);
void tp_csv_dec(tp_csv_out *csv, tp_wide millionths); /* shortest form */
void tp_csv_date(tp_csv_out *csv, tp_date date);      /* empty for none */
void tp_csv_end_row(tp_csv_out *csv);

/* Would a spreadsheet take this text for a formula, now or after dropping leading '? */
bool tp_csv_is_formula(const char *text);

#endif
