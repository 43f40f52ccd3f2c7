/* Calendar dates, proleptic Gregorian, years 1…9999.
 *
 * Units: tp_date is packed year*10000 + month*100 + day, so dates compare as integers and print
 * as they read. TP_DATE_NONE (0) is "no date". */
#ifndef TP_BASE_DATE_H
#define TP_BASE_DATE_H

#include "base/number.h"

typedef int32_t tp_date;
#define TP_DATE_NONE ((tp_date)0)

/* YYYY-MM-DD or YYYY/M/D; the day must exist. */
tp_parse tp_date_parse(const char *text, size_t length, tp_date *out);
enum { TP_DATE_TEXT = 16 };
size_t tp_date_format(tp_date date, char *buffer); /* "2026-06-30"; "" for none */

/* Whole months from a to b: 12·Δyear + Δmonth, less 1 if day b < day a. Source:
 * models/README.md. */
int32_t tp_date_months(tp_date a, tp_date b);
/* Same day `months` later (or earlier), clipped to the end of the month; the result saturates at
 * 9999-12-31 and 0001-01-01. */
tp_date tp_date_add_months(tp_date date, int64_t months);
/* First date d with tp_date_months(from, d) >= months, for months >= 0. Not always the day that
 * tp_date_add_months gives: 31 January + 1 month is counted from 1 March. */
tp_date tp_date_after_months(tp_date from, int64_t months);
tp_date tp_date_add_days(tp_date date, int64_t days);
int64_t tp_date_days(tp_date a, tp_date b); /* days from a to b */

#endif
