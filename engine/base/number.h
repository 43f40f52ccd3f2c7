/* Exact numbers.
 *
 * Units: tp_dec is a decimal in millionths (6 fractional digits): 0.85 is 850000.
 * Counts are plain int64_t. tp_wide is 128 bits for sums and products.
 * "None" is a value of its own, so that absence needs no second field. */
#ifndef TP_BASE_NUMBER_H
#define TP_BASE_NUMBER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef int64_t tp_dec;
__extension__ typedef __int128 tp_wide;

#define TP_DEC_ONE ((tp_dec)1000000)
#define TP_DEC_NONE INT64_MIN
#define TP_INT_NONE INT64_MIN
#define TP_COUNT_MAX ((int64_t)1000000) /* largest count in a data file */

typedef enum tp_parse {
    TP_PARSE_OK = 0,
    TP_PARSE_EMPTY,
    TP_PARSE_SYNTAX,    /* not plain digits; exponent, separator, NaN, … */
    TP_PARSE_PRECISION, /* more than 6 fractional digits */
    TP_PARSE_RANGE      /* does not fit */
} tp_parse;

/* Whole number: optional '-', digits. Decimal: optional '-', digits, optional '.', digits.
 * ASCII only, whole text used, no surrounding space. */
tp_parse tp_int_parse(const char *text, size_t length, int64_t *out);
tp_parse tp_dec_parse(const char *text, size_t length, tp_dec *out);

enum { TP_DEC_TEXT = 48 };
/* Writes with exactly 6 fractional digits ("812.600000") / shortest form ("812.6"). NUL-terminated.
 * The buffer holds TP_DEC_TEXT bytes. Returns the length. */
size_t tp_dec_format6(tp_wide value, char *buffer);
size_t tp_dec_format(tp_wide value, char *buffer);
size_t tp_int_format(tp_wide value, char *buffer);

/* Rounding division of wide integers; d > 0. */
tp_wide tp_floor_div(tp_wide n, tp_wide d);
tp_wide tp_ceil_div(tp_wide n, tp_wide d);
tp_wide tp_half_up_div(tp_wide n, tp_wide d); /* ties away from zero upward: floor(n/d + 1/2) */

/* floor / ceil of share × count for a share in millionths; exact. */
int64_t tp_share_floor(tp_dec share, int64_t count);
int64_t tp_share_ceil(tp_dec share, int64_t count);

/* Exact product of n decimals rounded half up to 6 digits. Returns false on overflow. */
bool tp_dec_product(const tp_dec *factors, size_t n, tp_dec *out);

int64_t tp_gcd(int64_t a, int64_t b); /* non-negative; gcd(0,0) = 0 */

static inline int64_t tp_larger(int64_t a, int64_t b)
{
    return a > b ? a : b;
}

static inline int64_t tp_smaller(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

#endif
