#include "base/number.h"

#include <string.h>

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

tp_parse tp_int_parse(const char *text, size_t length, int64_t *out)
{
    if (!length)
        return TP_PARSE_EMPTY;
    bool negative = text[0] == '-';
    size_t i = negative;
    if (i == length)
        return TP_PARSE_SYNTAX;
    if (length <= 18) { /* it cannot leave the range */
        int64_t plain = 0;
        for (; i < length; i++) {
            if (!is_digit(text[i]))
                return TP_PARSE_SYNTAX;
            plain = plain * 10 + (text[i] - '0');
        }
        *out = negative ? -plain : plain;
        return TP_PARSE_OK;
    }
    for (size_t k = i; k < length; k++)
        if (!is_digit(text[k]))
            return TP_PARSE_SYNTAX;
    int64_t value = 0;
    for (; i < length; i++) {
        int digit = text[i] - '0';
        if (__builtin_mul_overflow(value, (int64_t)10, &value) ||
            __builtin_sub_overflow(value, (int64_t)digit, &value))
            return TP_PARSE_RANGE;
    }
    /* Built up negatively so that the whole range parses; INT64_MIN itself means "none". */
    if (value == INT64_MIN)
        return TP_PARSE_RANGE;
    *out = negative ? value : -value;
    return TP_PARSE_OK;
}

tp_parse tp_dec_parse(const char *text, size_t length, tp_dec *out)
{
    if (!length)
        return TP_PARSE_EMPTY;
    bool negative = text[0] == '-';
    size_t i = negative, whole_digits = 0, fraction_digits = 0;
    int64_t value = 0;
    bool range = false, point = false;
    for (; i < length; i++) {
        char c = text[i];
        if (c == '.' && !point && whole_digits) {
            point = true;
            continue;
        }
        if (!is_digit(c))
            return TP_PARSE_SYNTAX;
        if (point)
            fraction_digits++;
        else
            whole_digits++;
        if (fraction_digits <= 6 && (__builtin_mul_overflow(value, (int64_t)10, &value) ||
                                     __builtin_add_overflow(value, (int64_t)(c - '0'), &value)))
            range = true;
    }
    if (!whole_digits || (point && !fraction_digits))
        return TP_PARSE_SYNTAX;
    if (fraction_digits > 6)
        return TP_PARSE_PRECISION;
    for (size_t k = fraction_digits; k < 6; k++)
        if (__builtin_mul_overflow(value, (int64_t)10, &value))
            range = true;
    if (range)
        return TP_PARSE_RANGE;
    *out = negative ? -value : value;
    return TP_PARSE_OK;
}

size_t tp_int_format(tp_wide value, char *buffer)
{
    if (value >= 0 && value < 100) { /* most figures by far */
        int small = (int)value;
        size_t two = small >= 10;
        if (two)
            *buffer = (char)('0' + small / 10);
        buffer[two] = (char)('0' + small % 10);
        buffer[two + 1] = '\0';
        return two + 1;
    }
    char digits[48];
    size_t n = 0, length = 0;
    bool negative = value < 0;
    /* 128-bit division is slow, and nearly all figures are short. */
    for (; value > INT64_MAX || value < INT64_MIN; value /= 10) {
        int digit = (int)(value % 10);
        digits[n++] = (char)('0' + (digit < 0 ? -digit : digit));
    }
    uint64_t rest = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
    for (; rest >= 100; rest /= 100) { /* two at a time: half the divisions */
        unsigned two = (unsigned)(rest % 100);
        digits[n++] = (char)('0' + two % 10);
        digits[n++] = (char)('0' + two / 10);
    }
    digits[n++] = (char)('0' + rest % 10);
    if (rest >= 10)
        digits[n++] = (char)('0' + rest / 10);
    if (negative)
        buffer[length++] = '-';
    while (n)
        buffer[length++] = digits[--n];
    buffer[length] = '\0';
    return length;
}

size_t tp_dec_format6(tp_wide value, char *buffer)
{
    size_t length = 0;
    if (value < 0)
        buffer[length++] = '-';
    tp_wide whole;
    int64_t part;
    if (value <= INT64_MAX && value >= INT64_MIN) { /* 128-bit division is slow */
        whole = (int64_t)value / TP_DEC_ONE;
        part = (int64_t)value % TP_DEC_ONE;
    } else {
        whole = value / TP_DEC_ONE;
        part = (int64_t)(value % TP_DEC_ONE);
    }
    if (whole < 0)
        whole = -whole;
    if (part < 0)
        part = -part;
    length += tp_int_format(whole, buffer + length);
    buffer[length++] = '.';
    uint32_t rest = (uint32_t)part;
    for (size_t i = 6; i-- > 0; rest /= 10)
        buffer[length + i] = (char)('0' + rest % 10);
    length += 6;
    buffer[length] = '\0';
    return length;
}

size_t tp_dec_format(tp_wide value, char *buffer)
{
    size_t length = tp_dec_format6(value, buffer);
    while (buffer[length - 1] == '0')
        length--;
    if (buffer[length - 1] == '.')
        length--;
    buffer[length] = '\0';
    return length;
}

/* Division of 128 bits is a library call; nearly all figures fit the machine's own. */
static bool narrow(tp_wide n, tp_wide d)
{
    return n > INT64_MIN && n <= INT64_MAX && d > INT64_MIN && d <= INT64_MAX;
}

tp_wide tp_floor_div(tp_wide n, tp_wide d)
{
    if (narrow(n, d)) {
        int64_t a = (int64_t)n, b = (int64_t)d, short_q = a / b;
        return a % b < 0 ? short_q - 1 : short_q;
    }
    tp_wide q = n / d;
    return n % d < 0 ? q - 1 : q;
}

tp_wide tp_ceil_div(tp_wide n, tp_wide d)
{
    if (narrow(n, d)) {
        int64_t a = (int64_t)n, b = (int64_t)d, short_q = a / b;
        return a % b > 0 ? short_q + 1 : short_q;
    }
    tp_wide q = n / d;
    return n % d > 0 ? q + 1 : q;
}

tp_wide tp_half_up_div(tp_wide n, tp_wide d)
{
    tp_wide q = tp_floor_div(n, d), rest = n - q * d;
    return rest >= d - rest ? q + 1 : q;
}

int64_t tp_share_floor(tp_dec share, int64_t count)
{
    return (int64_t)tp_floor_div((tp_wide)share * count, TP_DEC_ONE);
}

int64_t tp_share_ceil(tp_dec share, int64_t count)
{
    return (int64_t)tp_ceil_div((tp_wide)share * count, TP_DEC_ONE);
}

bool tp_dec_product(const tp_dec *factors, size_t n, tp_dec *out)
{
    tp_wide product = 1, scale = 1;
    for (size_t i = 0; i < n; i++) {
        int64_t f = factors[i], s = TP_DEC_ONE;
        if (f % TP_DEC_ONE == 0) {
            f /= TP_DEC_ONE;
            s = 1;
        }
        while (s > 1 && f % 10 == 0) { /* 1.2 is 12/10: keeps long products in range */
            f /= 10;
            s /= 10;
        }
        if (__builtin_mul_overflow(product, (tp_wide)f, &product) ||
            __builtin_mul_overflow(scale, (tp_wide)s, &scale))
            return false;
    }
    tp_wide value;
    if (scale >= TP_DEC_ONE) {
        value = tp_half_up_div(product, scale / TP_DEC_ONE);
    } else if (__builtin_mul_overflow(product, TP_DEC_ONE / scale, &value)) {
        return false;
    }
    if (value > INT64_MAX || value <= INT64_MIN)
        return false;
    *out = (tp_dec)value;
    return true;
}

int64_t tp_gcd(int64_t a, int64_t b)
{
    while (b) {
        int64_t rest = a % b;
        a = b;
        b = rest;
    }
    return a < 0 ? -a : a;
}
