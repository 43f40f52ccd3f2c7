/* Cells that are written otherwise than asked for, and can be meant in one way only. Inside
 * read/. */
#ifndef TP_READ_MEANT_H
#define TP_READ_MEANT_H

#include "base/number.h"

/* A number or date with full-width digits and signs, or thousands separators between groups of
 * three digits, as it is asked for, in `out`; its length, 0 if the text holds nothing of the kind.
 * What comes out need not be a number. */
enum { TP_MEANT = 64 };
size_t tp_meant_number(const char *text, size_t length, char out[TP_MEANT]);
size_t tp_meant_date(const char *text, size_t length, char out[TP_MEANT]);

/* A decimal in plain digits rounded half up to 6 fractional ones. */
size_t tp_meant_rounded(const char *text, size_t length, char out[TP_MEANT]);

#endif
