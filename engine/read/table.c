#include "read/table.h"

#include "base/text.h"

#include <string.h>

/* Is the text NFC already, as far as can be told at a glance? Only characters that neither
 * decompose nor combine: ASCII, Latin-1 signs, general punctuation, CJK and its punctuation,
 * full-width forms. */
static bool plainly_normal(const unsigned char *at, const unsigned char *end)
{
    while (at < end) {
        if (*at < 0x80) {
            at++;
        } else if (*at == 0xC2) {
            at += 2;
        } else if (*at >= 0xE4 && *at <= 0xE9) {
            at += 3;
        } else if ((*at == 0xE3 && at[1] == 0x80 && at[2] < 0xAA) ||
                   (*at == 0xE2 && at[1] == 0x80 && at[2] >= 0x90) ||
                   (*at == 0xEF && at[1] >= 0xBC && at[1] <= 0xBD)) {
            at += 3;
        } else {
            return false;
        }
    }
    return true;
}

size_t tp_cell_plain_points(const char *text, size_t length)
{
    const unsigned char *at = (const unsigned char *)text, *end = at + length;
    size_t points = 0;
    if (!length || *at <= ' ' || end[-1] <= ' ')
        return 0;
    for (; at < end; points++) {
        if (*at < 0x80)
            at++;
        else if (*at >= 0xE4 && *at <= 0xE9)
            at += 3;
        else if (*at == 0xEF && at[1] >= 0xBC && at[1] <= 0xBD)
            at += 3;
        else
            return 0;
    }
    return points;
}

static bool ascii_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

/* Does a white space of several bytes (no-break, ideographic, or a BOM) begin here? */
static bool is_wide_space(const char *text, size_t length)
{
    return (length >= 2 && memcmp(text, "\xC2\xA0", 2) == 0) ||
           (length >= 3 &&
            (memcmp(text, "\xE3\x80\x80", 3) == 0 || memcmp(text, "\xEF\xBB\xBF", 3) == 0));
}

static bool ends_in_wide_space(const char *text, size_t length)
{
    if ((unsigned char)*text >= 0x80 && is_wide_space(text, length))
        return true;
    return (unsigned char)text[length - 1] >= 0x80 &&
           ((length > 1 && is_wide_space(text + length - 2, 2)) ||
            (length > 2 && is_wide_space(text + length - 3, 3)));
}

const char *tp_cell_normal(tp_arena *arena, char *text, size_t length, int32_t *normal_length)
{
    while (length && ascii_space(text[length - 1]))
        length--;
    while (length && ascii_space(*text)) {
        text++;
        length--;
    }
    text[length] = '\0';
    *normal_length = (int32_t)length;
    if (!length)
        return "";
    if (!ends_in_wide_space(text, length) &&
        plainly_normal((const unsigned char *)text, (const unsigned char *)text + length))
        return text;
    char *normal = tp_text_normal(arena, text, length);
    if (normal)
        *normal_length = (int32_t)strlen(normal);
    return normal;
}

uint8_t tp_cell_trimming(const char *raw, size_t length)
{
    size_t begin = 0, end = length;
    while (begin < end && ascii_space(raw[begin]))
        begin++;
    while (begin < end && ascii_space(raw[end - 1]))
        end--;
    bool wide = end > begin && ends_in_wide_space(raw + begin, end - begin);
    return (uint8_t)((wide ? TP_CELL_WIDE : 0) |
                     (wide || end - begin < length ? TP_CELL_TRIMMED : 0));
}

tp_pos tp_table_pos(const tp_table *table, const tp_cell *cell, tp_arena *arena)
{
    tp_pos pos = {.file = table->file, .line = cell->line, .column = cell->column};
    if (!table->sheet)
        return pos;
    char letters[8];
    size_t at = sizeof letters;
    letters[--at] = '\0';
    for (int32_t n = cell->column; n > 0; n = (n - 1) / 26)
        letters[--at] = (char)('A' + (n - 1) % 26);
    pos.cell = tp_arena_format(arena, "%s!%s%d", table->sheet, letters + at, (int)cell->line);
    return pos;
}
