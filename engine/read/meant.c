#include "read/meant.h"

#include "read/full_width.h"

#include <string.h>

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Full-width forms of what `signs` holds, and of digits, as ASCII; length, 0: something else is
 * there that is not ASCII, or it is too long. */
static size_t narrow(const char *text, size_t length, const char *signs, char out[TP_MEANT])
{
    size_t n = 0;
    for (size_t i = 0; i < length; i++) {
        tp_full_width sign = tp_full_width_here(text + i);
        bool minus = i + 3 <= length && memcmp(text + i, "\xE2\x88\x92", 3) == 0;
        if (n + 1 >= TP_MEANT)
            return 0;
        if (minus || (sign.length && (is_digit(sign.half) || strchr(signs, sign.half)))) {
            out[n++] = minus ? '-' : sign.half;
            i += 2;
        } else if ((unsigned char)text[i] < 0x80) {
            out[n++] = text[i];
        } else {
            return 0;
        }
    }
    out[n] = '\0';
    return n;
}

/* 1,234,567.5 without its separators, in place; the length, 0 if groups are not of three digits. */
static size_t without_separators(char *text, size_t length)
{
    size_t i = *text == '-', n = i, group = 0, groups = 0;
    if (text[i] == '0')
        return 0;
    for (; i < length && (is_digit(text[i]) || text[i] == ','); i++) {
        if (is_digit(text[i])) {
            text[n++] = text[i];
            group++;
            continue;
        }
        if (!group || group > 3 || (groups && group != 3))
            return 0;
        groups++;
        group = 0;
    }
    if (!groups || group != 3)
        return 0;
    for (; i < length; i++)
        text[n++] = text[i];
    text[n] = '\0';
    return n;
}

size_t tp_meant_number(const char *text, size_t length, char out[TP_MEANT])
{
    size_t n = narrow(text, length, "-.,", out);
    if (n && memchr(out, ',', n))
        n = without_separators(out, n);
    return n && (n != length || memcmp(out, text, n) != 0) ? n : 0;
}

size_t tp_meant_date(const char *text, size_t length, char out[TP_MEANT])
{
    size_t n = narrow(text, length, "-/", out);
    return n && (n != length || memcmp(out, text, n) != 0) ? n : 0;
}

size_t tp_meant_rounded(const char *text, size_t length, char out[TP_MEANT])
{
    enum { KEPT = 6 };
    const char *point = memchr(text, '.', length);
    size_t whole = point ? (size_t)(point - text) : length, kept = whole + 1 + KEPT;
    if (kept >= length || length + 2 >= TP_MEANT)
        return 0;
    bool negative = *text == '-', tie = text[kept] == '5';
    for (size_t i = kept + 1; i < length; i++)
        tie = tie && text[i] == '0';
    bool up = text[kept] > '5' || (text[kept] == '5' && !(negative && tie));
    /* A digit in front takes what is carried. */
    size_t n = kept + 1, sign = negative;
    if (negative)
        out[0] = '-';
    out[sign] = '0';
    memcpy(out + sign + 1, text + sign, kept - sign);
    for (size_t i = n; up && i-- > sign;) {
        if (out[i] == '.')
            continue;
        up = out[i] == '9';
        out[i] = up ? '0' : (char)(out[i] + 1);
    }
    if (out[sign] == '0' && is_digit(out[sign + 1])) {
        memmove(out + sign, out + sign + 1, n - sign - 1);
        n--;
    }
    out[n] = '\0';
    return n;
}
