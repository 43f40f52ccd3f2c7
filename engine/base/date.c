#include "base/date.h"

static int days_in(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return month == 2 && leap ? 29 : days[month - 1];
}

static tp_date pack(int year, int month, int day)
{
    return year * 10000 + month * 100 + day;
}

/* Reads up to `most` digits; returns how many. */
static size_t digits(const char *text, size_t length, size_t most, int *value)
{
    size_t n = 0;
    *value = 0;
    while (n < length && n < most && text[n] >= '0' && text[n] <= '9')
        *value = *value * 10 + (text[n++] - '0');
    return n;
}

/* Two digits as a number; above 99 if they are not both digits. */
static unsigned two_digits(const char *text)
{
    unsigned tens = (unsigned)(unsigned char)text[0] - '0';
    unsigned ones = (unsigned)(unsigned char)text[1] - '0';
    return tens <= 9 && ones <= 9 ? tens * 10 + ones : 100;
}

/* The form nearly all dates have, 2026-06-30, on a day that every month has. */
static bool parse_plain(const char *text, size_t length, tp_date *out)
{
    if (length != 10 || text[4] != '-' || text[7] != '-')
        return false;
    unsigned century = two_digits(text), year = two_digits(text + 2);
    unsigned month = two_digits(text + 5), day = two_digits(text + 8);
    if (century > 99 || year > 99 || century + year == 0 || month - 1 > 11 || day - 1 > 27)
        return false;
    *out = pack((int)(century * 100 + year), (int)month, (int)day);
    return true;
}

tp_parse tp_date_parse(const char *text, size_t length, tp_date *out)
{
    if (!length)
        return TP_PARSE_EMPTY;
    if (parse_plain(text, length, out))
        return TP_PARSE_OK;
    int year, month, day;
    size_t at = digits(text, length, 4, &year);
    if (at != 4 || at == length || (text[at] != '-' && text[at] != '/'))
        return TP_PARSE_SYNTAX;
    char mark = text[at++];
    size_t fewest = mark == '-' ? 2 : 1;
    size_t n = digits(text + at, length - at, 2, &month);
    at += n;
    if (n < fewest || at == length || text[at++] != mark)
        return TP_PARSE_SYNTAX;
    n = digits(text + at, length - at, 2, &day);
    if (n < fewest || at + n != length)
        return TP_PARSE_SYNTAX;
    if (year < 1 || month < 1 || month > 12 || day < 1 || day > days_in(year, month))
        return TP_PARSE_RANGE;
    *out = pack(year, month, day);
    return TP_PARSE_OK;
}

/* Writes the last `n` digits of a number. */
static void put_digits(char *to, uint32_t value, int n)
{
    for (int i = n; i-- > 0; value /= 10)
        to[i] = (char)('0' + value % 10);
}

size_t tp_date_format(tp_date date, char *buffer)
{
    if (date == TP_DATE_NONE) {
        buffer[0] = '\0';
        return 0;
    }
    uint32_t rest = (uint32_t)date;
    put_digits(buffer + 8, rest % 100, 2);
    rest /= 100;
    buffer[7] = '-';
    put_digits(buffer + 5, rest % 100, 2);
    buffer[4] = '-';
    put_digits(buffer, rest / 100, 4);
    buffer[10] = '\0';
    return 10;
}

int32_t tp_date_months(tp_date a, tp_date b)
{
    int32_t months = 12 * (b / 10000 - a / 10000) + (b / 100 % 100 - a / 100 % 100);
    return b % 100 < a % 100 ? months - 1 : months;
}

/* Year and month after a shift; false when outside 1…9999. */
static bool shift(tp_date date, int64_t months, int *year, int *month)
{
    int64_t index = (int64_t)(date / 10000) * 12 + (date / 100 % 100 - 1);
    if (__builtin_add_overflow(index, months, &index) || index < 12 || index >= 120000)
        return false;
    *year = (int)(index / 12);
    *month = (int)(index % 12) + 1;
    return true;
}

tp_date tp_date_add_months(tp_date date, int64_t months)
{
    int year, month, day = date % 100;
    if (!shift(date, months, &year, &month))
        return months > 0 ? pack(9999, 12, 31) : pack(1, 1, 1);
    int last = days_in(year, month);
    return pack(year, month, day < last ? day : last);
}

tp_date tp_date_after_months(tp_date from, int64_t months)
{
    int year, month, day = from % 100;
    if (!shift(from, months, &year, &month))
        return pack(9999, 12, 31);
    if (day <= days_in(year, month))
        return pack(year, month, day);
    return month == 12 ? pack(year + 1, 1, 1) : pack(year, month + 1, 1);
}

/* Days since 0000-03-01 and back; the year starts in March so that the leap day comes last. */
static int64_t to_days(tp_date date)
{
    int64_t y = date / 10000, m = date / 100 % 100, d = date % 100;
    y -= m <= 2;
    int64_t day_of_year = (153 * (m + (m > 2 ? -3 : 9)) + 2) / 5 + d - 1;
    return y * 365 + y / 4 - y / 100 + y / 400 + day_of_year;
}

static tp_date from_days(int64_t days)
{
    int64_t era = days / 146097, rest = days % 146097;
    int64_t year = (rest - rest / 1460 + rest / 36524 - rest / 146096) / 365;
    int64_t day_of_year = rest - (365 * year + year / 4 - year / 100);
    int64_t shifted = (5 * day_of_year + 2) / 153;
    int64_t day = day_of_year - (153 * shifted + 2) / 5 + 1;
    int64_t month = shifted < 10 ? shifted + 3 : shifted - 9;
    return pack((int)(year + era * 400 + (month <= 2)), (int)month, (int)day);
}

tp_date tp_date_add_days(tp_date date, int64_t days)
{
    int64_t target;
    const tp_date first = pack(1, 1, 1), last = pack(9999, 12, 31);
    if (__builtin_add_overflow(to_days(date), days, &target) || target > to_days(last))
        return days > 0 ? last : first;
    return target < to_days(first) ? first : from_days(target);
}

int64_t tp_date_days(tp_date a, tp_date b)
{
    return to_days(b) - to_days(a);
}
