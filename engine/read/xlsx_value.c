/* Numbers and dates as spreadsheets store them. */
#include "read/xlsx_parts.h"

#include "base/date.h"

#include <stdio.h>
#include <string.h>

enum { KEPT_DIGITS = 15, MOST_DIGITS = 30 };

/* digits × 10^exponent */
typedef struct decimal {
    char digits[MOST_DIGITS + 2];
    size_t count;
    int64_t exponent;
    bool negative;
} decimal;

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool take_exponent(const char *text, size_t length, decimal *out)
{
    size_t i = length && (*text == '+' || *text == '-');
    int64_t value = 0;
    if (i == length || length - i > 5)
        return false;
    for (size_t k = i; k < length; k++) {
        if (!is_digit(text[k]))
            return false;
        value = value * 10 + (text[k] - '0');
    }
    out->exponent += *text == '-' ? -value : value;
    return true;
}

static bool take_decimal(const char *text, size_t length, decimal *out)
{
    *out = (decimal){.negative = length && *text == '-'};
    size_t i = out->negative, seen = 0;
    bool point = false;
    for (; i < length && (is_digit(text[i]) || (text[i] == '.' && !point)); i++) {
        if (text[i] == '.') {
            point = true;
            continue;
        }
        seen++;
        bool leading = !out->count && text[i] == '0';
        if (!leading && out->count <= MOST_DIGITS)
            out->digits[out->count++] = text[i];
        else if (!leading)
            out->exponent++;
        out->exponent -= point;
    }
    if (!seen)
        return false;
    if (i < length && (text[i] == 'e' || text[i] == 'E'))
        return take_exponent(text + i + 1, length - i - 1, out);
    return i == length;
}

static void round_decimal(decimal *d)
{
    if (d->count > KEPT_DIGITS) {
        bool up = d->digits[KEPT_DIGITS] >= '5';
        d->exponent += (int64_t)(d->count - KEPT_DIGITS);
        d->count = KEPT_DIGITS;
        size_t i = d->count;
        while (up && i > 0) {
            i--;
            up = d->digits[i] == '9';
            d->digits[i] = up ? '0' : (char)(d->digits[i] + 1);
        }
        if (up) {
            d->digits[0] = '1';
            d->exponent++;
        }
    }
    while (d->count && d->digits[d->count - 1] == '0') {
        d->count--;
        d->exponent++;
    }
}

/* Plain digits, as they stand. */
static bool is_plain_whole(const char *text, size_t length)
{
    size_t i = length && *text == '-';
    if (i == length || length > MOST_DIGITS || (i && text[i] == '0'))
        return false;
    while (i < length && is_digit(text[i]))
        i++;
    return i == length;
}

size_t tp_xlsx_number(const char *text, size_t length, char out[TP_XLSX_NUMBER], bool *lost)
{
    decimal d;
    *lost = false;
    if (is_plain_whole(text, length)) {
        memcpy(out, text, length);
        out[length] = '\0';
        return length;
    }
    if (!take_decimal(text, length, &d))
        return 0;
    round_decimal(&d);
    if (!d.count) {
        memcpy(out, "0", 2);
        return 1;
    }
    int64_t whole = (int64_t)d.count + d.exponent; /* digits before the point */
    *lost = whole > KEPT_DIGITS;
    if (whole > MOST_DIGITS || d.exponent < -MOST_DIGITS)
        return 0;
    size_t n = 0;
    if (d.negative)
        out[n++] = '-';
    if (whole <= 0)
        out[n++] = '0';
    for (int64_t i = 0; i < whole; i++)
        out[n++] = i < (int64_t)d.count ? d.digits[i] : '0';
    if (d.exponent < 0) {
        out[n++] = '.';
        for (int64_t i = whole; i < (int64_t)d.count; i++)
            out[n++] = i < 0 ? '0' : d.digits[i];
    }
    out[n] = '\0';
    return n;
}

size_t tp_xlsx_date(const char *serial, bool date1904, char out[TP_XLSX_NUMBER])
{
    static const int64_t last = 2958465; /* 9999-12-31 */
    size_t whole = strcspn(serial, ".");
    int64_t days = 0, millionths = 0;
    if (tp_int_parse(serial, whole, &days) != TP_PARSE_OK || days < 0 || days > last)
        return 0;
    const char *fraction = serial + whole + (serial[whole] == '.');
    for (int i = 0; i < 6; i++)
        millionths = millionths * 10 + (*fraction ? *fraction++ - '0' : 0);
    tp_date date;
    if (date1904)
        date = tp_date_add_days(19040101, days);
    else if (days < 1)
        return 0;
    else
        date = tp_date_add_days(days < 60 ? 18991231 : 18991230, days);
    size_t n = tp_date_format(date, out);
    /* Day 60 of the 1900 calendar never was; as text it is reported as such. */
    if (!date1904 && days == 60)
        n = (size_t)sprintf(out, "1900-02-29");
    int seconds = (int)((millionths * 86400 + 500000) / 1000000);
    if (seconds)
        n += (size_t)sprintf(out + n, " %02d:%02d:%02d", seconds / 3600, seconds / 60 % 60,
                             seconds % 60);
    return n;
}

bool tp_xlsx_is_date_format(int64_t id, const char *code)
{
    if ((id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) ||
        (id >= 50 && id <= 58))
        return true;
    if (!code || strcmp(code, "General") == 0)
        return false;
    for (const char *at = code; *at; at++) {
        if (*at == '"') {
            at = strchr(at + 1, '"');
            if (!at)
                return false;
        } else if (*at == '[') {
            /* [h] counts hours; [Red] and [$-804] only dress. */
            bool elapsed = at[1] && strchr("hHmMsS", at[1]) && at[2] && strchr("]hHmMsS", at[2]);
            if (elapsed)
                return true;
            at = strchr(at, ']');
            if (!at)
                return false;
        } else if (*at == '\\' || *at == '_' || *at == '*') {
            if (at[1])
                at++;
        } else if (strchr("yYmMdDhHsS", *at)) {
            return true;
        }
    }
    return false;
}

bool tp_xlsx_is_percent_format(int64_t id, const char *code)
{
    if (!code)
        return id == 9 || id == 10;
    for (const char *at = code; *at; at++) {
        if (*at == '"') {
            at = strchr(at + 1, '"');
            if (!at)
                return false;
        } else if (*at == '\\') {
            if (at[1])
                at++;
        } else if (*at == '%') {
            return true;
        }
    }
    return false;
}

static int hex_value(char c)
{
    return is_digit(c)              ? c - '0'
           : (c >= 'a' && c <= 'f') ? c - 'a' + 10
           : (c >= 'A' && c <= 'F') ? c - 'A' + 10
                                    : -1;
}

size_t tp_xlsx_unescape(char *text, size_t length)
{
    size_t n = 0;
    for (size_t i = 0; i < length;) {
        int value = -1;
        if (i + 7 <= length && text[i] == '_' && text[i + 1] == 'x' && text[i + 6] == '_') {
            value = 0;
            for (size_t k = i + 2; k < i + 6 && value >= 0; k++) {
                int digit = hex_value(text[k]);
                value = digit < 0 ? -1 : value * 16 + digit;
            }
        }
        /* Line breaks, tabs, the underscore itself, and what XML cannot carry. */
        if (value > 0 && value < 0x80) {
            text[n++] = (char)value;
            i += 7;
        } else if (value >= 0x800 && (value < 0xD800 || value > 0xDFFF)) {
            text[n++] = (char)(0xE0 | value >> 12);
            text[n++] = (char)(0x80 | (value >> 6 & 0x3F));
            text[n++] = (char)(0x80 | (value & 0x3F));
            i += 7;
        } else {
            text[n++] = text[i++];
        }
    }
    return n;
}
