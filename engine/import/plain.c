#include "import/plain.h"

#include <string.h>

/* One character of UTF-8; *n gets its bytes. */
static uint32_t next_point(const char *text, size_t *n)
{
    const unsigned char *t = (const unsigned char *)text;
    if (*t < 0x80) {
        *n = 1;
        return *t;
    }
    size_t length = *t >= 0xF0 ? 4 : *t >= 0xE0 ? 3 : 2;
    uint32_t point = *t & (0xFFu >> (length + 1));
    for (size_t i = 1; i < length; i++) {
        if (!t[i]) {
            *n = i;
            return point;
        }
        point = point << 6 | (t[i] & 0x3F);
    }
    *n = length;
    return point;
}

/* The plain form of a character: 0 to drop it, UINT32_MAX to keep it as it is. */
static uint32_t plain_point(uint32_t point)
{
    if (point <= ' ' || point == 0xA0 || point == 0x3000 || point == 0xFEFF ||
        (point >= 0x2000 && point <= 0x200F) || point == 0x202F || point == 0x205F ||
        point == 0x2060)
        return 0;
    if (point >= 'A' && point <= 'Z')
        return point + 32;
    if (point >= 0xFF01 && point <= 0xFF5E) {
        point -= 0xFEE0;
        return point >= 'A' && point <= 'Z' ? point + 32
               : point == '['               ? '('
               : point == ']'               ? ')'
                                            : point;
    }
    switch (point) {
    case 0x3010: /* 【 */
    case 0x3014: /* 〔 */
    case 0x3008: /* 〈 */
    case '[':
    case '{':
        return '(';
    case 0x3011:
    case 0x3015:
    case 0x3009:
    case ']':
    case '}':
        return ')';
    case 0xB7: /* · and its kin */
    case 0x2022:
    case 0x30FB:
        return 0;
    case 0x2010:
    case 0x2011:
    case 0x2012:
    case 0x2013:
    case 0x2014:
    case 0x2015:
    case 0x2212:
        return '-';
    default:
        return UINT32_MAX;
    }
}

static size_t plain_into(char *out, const char *text)
{
    size_t length = 0;
    for (size_t n; *text; text += n) {
        /* Most texts: Chinese characters proper, small letters and digits, which stay. */
        unsigned char lead = (unsigned char)*text;
        if (lead >= 0xE4 && lead <= 0xE9 && text[1] && text[2]) {
            out[length++] = text[0];
            out[length++] = text[1];
            out[length++] = text[2];
            n = 3;
            continue;
        }
        if ((lead >= '0' && lead <= '9') || (lead >= 'a' && lead <= 'z')) {
            out[length++] = *text;
            n = 1;
            continue;
        }
        uint32_t point = next_point(text, &n), plain = plain_point(point);
        if (plain == UINT32_MAX) {
            memcpy(out + length, text, n);
            length += n;
        } else if (plain) {
            out[length++] = (char)plain;
        }
    }
    out[length] = '\0';
    return length;
}

char *tp_plain(tp_arena *arena, const char *text)
{
    char *out = tp_arena_alloc(arena, strlen(text) + 1);
    if (out)
        plain_into(out, text);
    return out;
}

/* ---- headers ---- */

/* "(人)", "(单位:名)", "(含在途)" … : what a bracket says that is no part of the meaning. */
static bool idle_bracket(const char *from, const char *to)
{
    static const char *const words[] = {
        "人",       "名",   "个",    "单位:人", "单位:名", "单位:个", "人数", "必填",
        "选填",     "%",    "个月",  "月",      "年/月",   "年月日",  "年月", "全称",
        "规范全称", "盖章", "是/否", "单位",    "编制数",  "人、名"};
    size_t n = (size_t)(to - from);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strlen(words[i]) == n && memcmp(words[i], from, n) == 0)
            return true;
    for (const char *c = from; c < to; c++) /* (1), (3=1-2), (a) */
        if (!((*c >= '0' && *c <= '9') || strchr("abcdefgh+-=*/", *c)))
            return false;
    return true;
}

char *tp_plain_header(tp_arena *arena, const char *text)
{
    char *out = tp_plain(arena, text), *to = out;
    if (!out)
        return NULL;
    for (const char *at = out; *at;) {
        const char *end = *at == '(' ? strchr(at, ')') : NULL;
        if (end && idle_bracket(at + 1, end))
            at = end + 1;
        else if (*at == '*' || *at == ':' || *at == '/')
            at++;
        else
            *to++ = *at++;
    }
    *to = '\0';
    return out;
}

/* ---- numbers ---- */

static const tp_words WHY_BAD = {"不是数量", "not a count"};
static const tp_words WHY_FRACTION = {"不是整数", "not a whole number"};
static const tp_words WHY_SEVERAL = {"不止一个数，不知取哪个",
                                     "more than one number: which is meant?"};
static const tp_words WHY_ABOUT = {"不是确数", "not an exact number"};
static const tp_words WHY_NEGATIVE = {"数量为负", "a count below zero"};
static const tp_words WHY_NOTHING = {"按没有处理", "taken as nothing"};
static const tp_words WHY_UNIT = {"去掉文字后取数", "taken without the words"};
static const tp_words WHY_WIDE = {"全角、空格或千位分隔符已去掉",
                                  "full-width forms, blanks or separators dropped"};
static const tp_words WHY_TEXT = {"文本按数字处理", "a text taken as a number"};
static const tp_words WHY_POINT = {"小数部分为零，取整", "its fraction is zero"};
static const tp_words WHY_ERROR = {"是错误值", "an error value"};
static const tp_words WHY_FORMULA = {
    "公式没有计算结果；请用表格软件打开并保存一次",
    "a formula without computed value: open and save the file in a "
    "spreadsheet program"};
static const tp_words WHY_PERCENT = {"百分数按比例处理", "a percentage taken as a share"};
static const tp_words WHY_BAD_DECIMAL = {"不是数字", "not a number"};
static const tp_words WHY_LONG = {"小数超过 6 位，四舍五入", "more than 6 decimals: rounded"};

enum { LONGEST = 64 };

static bool is_nothing(const char *plain)
{
    static const char *const words[] = {"-",    "--", "---", "/",  "\\",  "无",
                                        "没有", "空", "〇",  "na", "n/a", "零"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(plain, words[i]) == 0)
            return true;
    return false;
}

/* Takes "1,234.50" at *at: digits (separators dropped) to `digits`. False: no number there. */
static bool take_digits(const char **at, char digits[LONGEST], bool *separated)
{
    const char *t = *at;
    size_t n = 0;
    if (*t == '+')
        t++;
    if (*t == '-')
        digits[n++] = *t++;
    size_t from = n;
    for (; n < LONGEST - 1; t++) {
        if (*t >= '0' && *t <= '9') {
            digits[n++] = *t;
        } else if (*t == ',' && n > from && t[1] && t[2] && t[3] &&
                   strspn(t + 1, "0123456789") == 3) {
            *separated = true;
        } else if (*t == '.' && t[1] >= '0' && t[1] <= '9' && !memchr(digits, '.', n)) {
            digits[n++] = '.';
        } else {
            break;
        }
    }
    digits[n] = '\0';
    *at = t;
    return n > from && digits[from] != '.';
}

/* Words that may stand behind a count. */
static bool is_unit(const char *text)
{
    static const char *const words[] = {"人",     "名",     "个",     "位",     "编",
                                        "人次",   "个编制", "名编制", "个名额", "人整",
                                        "名人员", "件",     "项",     "."};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(text, words[i]) == 0)
            return true;
    return false;
}

static tp_take count_value(const char *digits, int64_t *out, tp_words *why)
{
    const char *point = strchr(digits, '.');
    size_t whole = point ? (size_t)(point - digits) : strlen(digits);
    if (point && point[1 + strspn(point + 1, "0")]) {
        *why = WHY_FRACTION;
        return TP_TAKE_BAD;
    }
    if (tp_int_parse(digits, whole, out) != TP_PARSE_OK) {
        *why = WHY_BAD;
        return TP_TAKE_BAD;
    }
    if (*out < 0) {
        *why = WHY_NEGATIVE;
        return TP_TAKE_BAD;
    }
    *why = WHY_POINT;
    return point ? TP_TAKE_ALTERED : TP_TAKE_FINE;
}

/* What no number can come of. */
static tp_take special(const tp_grid_cell *cell, tp_words *why, bool *is)
{
    *is = true;
    switch (cell->kind) {
    case TP_GRID_NONE:
        return TP_TAKE_EMPTY;
    case TP_GRID_ERROR:
        *why = WHY_ERROR;
        return TP_TAKE_BAD;
    case TP_GRID_FORMULA:
        *why = WHY_FORMULA;
        return TP_TAKE_BAD;
    default:
        *is = false;
        return TP_TAKE_FINE;
    }
}

tp_take tp_take_count(const tp_grid_cell *cell, int64_t *out, tp_words *why)
{
    char plain[LONGEST * 4], digits[LONGEST];
    bool is, separated = false;
    tp_take take = special(cell, why, &is);
    if (is)
        return take;
    *why = WHY_BAD;
    if (cell->kind == TP_GRID_NUMBER && cell->length < LONGEST)
        return count_value(cell->text, out, why);
    if (cell->kind == TP_GRID_DATE || cell->kind == TP_GRID_BOOL || cell->length >= LONGEST * 3)
        return TP_TAKE_BAD;
    plain_into(plain, cell->text);
    if (!*plain)
        return TP_TAKE_EMPTY;
    if (is_nothing(plain)) {
        *why = WHY_NOTHING;
        return TP_TAKE_EMPTY;
    }
    const char *at = plain;
    if (!take_digits(&at, digits, &separated)) {
        bool about = strpbrk(plain, "0123456789") != NULL;
        *why = about ? WHY_ABOUT : WHY_BAD;
        return TP_TAKE_BAD;
    }
    if (*at && !is_unit(at)) {
        bool more = strpbrk(at, "0123456789") != NULL;
        *why = more ? WHY_SEVERAL : WHY_BAD;
        return more ? TP_TAKE_ASK : TP_TAKE_BAD;
    }
    tp_words altered = *at                                           ? WHY_UNIT
                       : separated || strcmp(plain, cell->text) != 0 ? WHY_WIDE
                                                                     : WHY_TEXT;
    take = count_value(digits, out, why);
    if (take == TP_TAKE_FINE || take == TP_TAKE_ALTERED)
        *why = altered;
    /* Digits as text are nothing worth a line. */
    bool as_is = !*at && !separated && strcmp(plain, cell->text) == 0 && take == TP_TAKE_FINE;
    return take == TP_TAKE_BAD ? take : as_is ? TP_TAKE_FINE : TP_TAKE_ALTERED;
}

tp_take tp_take_decimal(const tp_grid_cell *cell, tp_dec *out, tp_words *why)
{
    char plain[LONGEST * 4], digits[LONGEST];
    bool is, separated = false;
    tp_take take = special(cell, why, &is);
    if (is)
        return take;
    *why = WHY_BAD_DECIMAL;
    if (cell->kind == TP_GRID_NUMBER && cell->length < LONGEST &&
        tp_dec_parse(cell->text, (size_t)cell->length, out) == TP_PARSE_OK)
        return TP_TAKE_FINE; /* nearly always */
    if (cell->kind == TP_GRID_DATE || cell->kind == TP_GRID_BOOL || cell->length >= LONGEST)
        return TP_TAKE_BAD;
    plain_into(plain, cell->text);
    if (!*plain)
        return TP_TAKE_EMPTY;
    if (is_nothing(plain)) {
        *why = WHY_NOTHING;
        return TP_TAKE_EMPTY;
    }
    const char *at = plain;
    if (!take_digits(&at, digits, &separated) ||
        (*at && strcmp(at, "%") != 0 && strcmp(at, "分") != 0))
        return TP_TAKE_BAD;
    bool percent = *at == '%', rounded = false;
    char *point = strchr(digits, '.');
    size_t most = 6;
    if (point && strlen(point + 1) > most) {
        int up = point[1 + most] >= '5';
        point[1 + most] = '\0';
        rounded = true;
        if (tp_dec_parse(digits, strlen(digits), out) != TP_PARSE_OK)
            return TP_TAKE_BAD;
        *out += *digits == '-' ? -up : up;
    } else if (tp_dec_parse(digits, strlen(digits), out) != TP_PARSE_OK) {
        return TP_TAKE_BAD;
    }
    if (percent)
        *out = (tp_dec)tp_half_up_div(*out, 100);
    *why = percent ? WHY_PERCENT : rounded ? WHY_LONG : *at ? WHY_UNIT : WHY_WIDE;
    return percent || rounded || *at || separated || strcmp(plain, cell->text) != 0
               ? TP_TAKE_ALTERED
               : TP_TAKE_FINE;
}

/* ---- days ---- */

static const tp_words WHY_NO_DAY = {"不是日期", "not a date"};
static const tp_words WHY_MONTH = {"只有年月，按当月 1 日处理",
                                   "only a month: its first day is taken"};
static const tp_words WHY_YEAR = {"只有年份", "only a year"};
static const tp_words WHY_FORM = {"按日期处理", "taken as a date"};
static const tp_words WHY_TENTH = {
    "数字 2024.1 可能是 1 月，也可能是 10 月；请改为文本或日期",
    "the number might be January or October: write it as text or as a "
    "date"};
static const tp_words WHY_SERIAL = {"是普通数字；若是日期，请把单元格设为日期格式",
                                    "a plain number: give the cell a date format if it is a day"};

/* Numbers in the text, at most three, split by one of the signs dates are written with. */
static size_t date_parts(const char *plain, int64_t parts[3], size_t digits[3])
{
    size_t n = 0;
    const char *at = plain;
    while (*at) {
        size_t k = strspn(at, "0123456789");
        if (!k || k > 8 || n == 3 || tp_int_parse(at, k, &parts[n]) != TP_PARSE_OK)
            return 0;
        digits[n++] = k;
        at += k;
        if (*at == '.' || *at == '-' || *at == '/' || *at == ',')
            at++;
        else if (strncmp(at, "年", 3) == 0 || strncmp(at, "月", 3) == 0)
            at += 3;
        else if (strcmp(at, "日") == 0 || strcmp(at, "号") == 0 || strcmp(at, "月份") == 0)
            return n;
        else if (*at)
            return 0;
        if (strcmp(at, "份") == 0)
            return n;
    }
    return n;
}

static bool make_day(int64_t year, int64_t month, int64_t day, tp_date *out)
{
    char text[TP_DATE_TEXT * 2];
    if (year < 1900 || year > 2200 || month < 1 || month > 12 || day < 1 || day > 31)
        return false;
    tp_date packed = (tp_date)(year * 10000 + month * 100 + day);
    size_t n = tp_date_format(packed, text);
    return tp_date_parse(text, n, out) == TP_PARSE_OK;
}

static tp_take day_of_number(const char *plain, tp_date *out, tp_words *why)
{
    int64_t value;
    const char *point = strchr(plain, '.');
    *why = WHY_NO_DAY;
    if (point && strlen(point) == 2 && point - plain == 4) { /* 2024.1 … 2024.9 */
        *why = WHY_TENTH;
        if (point[1] == '1')
            return TP_TAKE_ASK;
        int64_t year;
        if (tp_int_parse(plain, 4, &year) != TP_PARSE_OK || !make_day(year, point[1] - '0', 1, out))
            return TP_TAKE_BAD;
        *why = WHY_MONTH;
        return TP_TAKE_ALTERED;
    }
    if (point && strlen(point) == 3 && point - plain == 4) { /* 2024.11, 2024.03 */
        int64_t year, month;
        if (tp_int_parse(plain, 4, &year) != TP_PARSE_OK ||
            tp_int_parse(point + 1, 2, &month) != TP_PARSE_OK || !make_day(year, month, 1, out))
            return TP_TAKE_BAD;
        *why = WHY_MONTH;
        return TP_TAKE_ALTERED;
    }
    if (point || tp_int_parse(plain, strlen(plain), &value) != TP_PARSE_OK)
        return TP_TAKE_BAD;
    if (value >= 19000101 && make_day(value / 10000, value / 100 % 100, value % 100, out)) {
        *why = WHY_FORM;
        return TP_TAKE_ALTERED;
    }
    if (value >= 190001 && value <= 220012 && make_day(value / 100, value % 100, 1, out)) {
        *why = WHY_MONTH;
        return TP_TAKE_ALTERED;
    }
    *why = value >= 1900 && value <= 2200   ? WHY_YEAR
           : value > 20000 && value < 80000 ? WHY_SERIAL
                                            : WHY_NO_DAY;
    return value > 20000 && value < 80000 ? TP_TAKE_ASK : TP_TAKE_BAD;
}

tp_take tp_take_date(const tp_grid_cell *cell, tp_date *out, tp_words *why)
{
    char plain[LONGEST * 4];
    int64_t parts[3];
    size_t digits[3];
    bool is;
    tp_take take = special(cell, why, &is);
    if (is)
        return take;
    *why = WHY_NO_DAY;
    if (cell->length >= LONGEST)
        return TP_TAKE_BAD;
    size_t day = cell->length > 10 && cell->text[10] == ' ' ? 10 : (size_t)cell->length;
    if (tp_date_parse(cell->text, day, out) == TP_PARSE_OK)
        return TP_TAKE_FINE;
    plain_into(plain, cell->text);
    if (!*plain)
        return TP_TAKE_EMPTY;
    if (is_nothing(plain)) {
        *why = WHY_NOTHING;
        return TP_TAKE_EMPTY;
    }
    if (cell->kind == TP_GRID_NUMBER)
        return day_of_number(plain, out, why);
    size_t n = date_parts(plain, parts, digits);
    if (n == 1)
        return day_of_number(plain, out, why);
    if (n < 2 || digits[0] != 4 || !make_day(parts[0], parts[1], n == 3 ? parts[2] : 1, out))
        return TP_TAKE_BAD;
    *why = n == 3 ? WHY_FORM : WHY_MONTH;
    return TP_TAKE_ALTERED;
}
