#include "base/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

size_t tp_text_width(const char *text)
{
    size_t width = 0;
    const utf8proc_uint8_t *at = (const utf8proc_uint8_t *)text;
    while (*at) {
        utf8proc_int32_t point;
        utf8proc_ssize_t n = utf8proc_iterate(at, -1, &point);
        if (n <= 0) {
            at++;
            width++;
            continue;
        }
        at += n;
        int w = utf8proc_charwidth(point);
        width += w > 0 ? (size_t)w : 0;
    }
    return width;
}

/* Is this character to be written out? */
static bool is_hidden(utf8proc_int32_t point)
{
    if (point < 0x20)
        return point != '\n' && point != '\t';
    if (point < 0x7F || (point >= 0x2E80 && point < 0xFB00))
        return false;
    utf8proc_category_t kind = utf8proc_category(point);
    return kind == UTF8PROC_CATEGORY_CC || kind == UTF8PROC_CATEGORY_CF ||
           kind == UTF8PROC_CATEGORY_ZL || kind == UTF8PROC_CATEGORY_ZP;
}

const char *tp_text_visible(tp_arena *arena, const char *text, size_t length)
{
    enum { LONGEST = 12 };
    size_t hidden = 0;
    for (size_t i = 0; i < length;) {
        utf8proc_int32_t point = (unsigned char)text[i];
        utf8proc_ssize_t n = 1;
        if (point >= 0x80)
            n = utf8proc_iterate((const utf8proc_uint8_t *)text + i, (utf8proc_ssize_t)(length - i),
                                 &point);
        hidden += n > 0 && is_hidden(point);
        i += n > 0 ? (size_t)n : 1;
    }
    if (!hidden)
        return text;
    char *copy = tp_arena_alloc(arena, length + hidden * LONGEST + 1);
    size_t to = 0;
    for (size_t i = 0; copy && i < length;) {
        utf8proc_int32_t point = (unsigned char)text[i];
        utf8proc_ssize_t n = utf8proc_iterate((const utf8proc_uint8_t *)text + i,
                                              (utf8proc_ssize_t)(length - i), &point);
        size_t step = n > 0 ? (size_t)n : 1;
        if (n <= 0 || !is_hidden(point)) {
            memcpy(copy + to, text + i, step);
            to += step;
        } else if (point < 0x20 || point == 0x7F) {
            /* U+2400 … U+2421 are the pictures of these. */
            to += (size_t)utf8proc_encode_char(point == 0x7F ? 0x2421 : 0x2400 + point,
                                               (utf8proc_uint8_t *)copy + to);
        } else {
            to += (size_t)sprintf(copy + to, "<U+%04X>", (unsigned)point);
        }
        i += step;
    }
    if (copy)
        copy[to] = '\0';
    return copy;
}

static bool continues(unsigned char c)
{
    return (c & 0xC0) == 0x80;
}

/* Bytes of the character that begins here, `rest` > 0 bytes before the end; 0: it is not UTF-8
 * (too long a form, a surrogate, beyond U+10FFFF, or cut short). */
static size_t valid_at(const unsigned char *at, size_t rest)
{
    unsigned char c = at[0];
    if (c < 0x80)
        return 1;
    if (c < 0xC2 || c > 0xF4)
        return 0;
    if (c < 0xE0)
        return rest >= 2 && continues(at[1]) ? 2 : 0;
    if (c < 0xF0) {
        bool good = rest >= 3 && continues(at[1]) && continues(at[2]) &&
                    (c != 0xE0 || at[1] >= 0xA0) && (c != 0xED || at[1] <= 0x9F);
        return good ? 3 : 0;
    }
    bool good = rest >= 4 && continues(at[1]) && continues(at[2]) && continues(at[3]) &&
                (c != 0xF0 || at[1] >= 0x90) && (c != 0xF4 || at[1] <= 0x8F);
    return good ? 4 : 0;
}

static const uint64_t HIGH_BITS = 0x8080808080808080u;

static uint64_t eight_bytes(const char *at)
{
    uint64_t word;
    memcpy(&word, at, sizeof word);
    return word;
}

bool tp_text_valid(const char *text, size_t length, size_t *bad)
{
    size_t at = 0;
    while (at < length) {
        if (length - at >= 8) {
            if (!(eight_bytes(text + at) & HIGH_BITS)) {
                at += 8;
                continue;
            }
            while (!((unsigned char)text[at] & 0x80))
                at++;
        }
        const unsigned char *here = (const unsigned char *)text + at;
        /* Most Chinese characters: E4 … E9 and two that continue. */
        if (length - at >= 3 && (unsigned)(here[0] - 0xE4) <= 5 && continues(here[1]) &&
            continues(here[2])) {
            at += 3;
            while (length - at >= 3 && (unsigned)((unsigned char)text[at] - 0xE4) <= 5 &&
                   continues((unsigned char)text[at + 1]) && continues((unsigned char)text[at + 2]))
                at += 3;
            continue;
        }
        size_t n = valid_at(here, length - at);
        if (!n) {
            if (bad)
                *bad = at;
            return false;
        }
        at += n;
    }
    return true;
}

size_t tp_text_points(const char *text, size_t length)
{
    size_t points = length, at = 0;
    for (; length - at >= 8; at += 8) {
        uint64_t word = eight_bytes(text + at);
        /* Bytes 10xxxxxx: the high bit is set and the one below is not. */
        uint64_t ones = (word & ~(word << 1) & HIGH_BITS) >> 7;
        points -= (size_t)(ones * (HIGH_BITS >> 7) >> 56);
    }
    for (; at < length; at++)
        points -= continues((unsigned char)text[at]);
    return points;
}

/* Bytes of white space (or BOM) at the start; 0 if none. */
static size_t space_at(const char *text, size_t length)
{
    unsigned char c = length ? (unsigned char)*text : 'x';
    if (c == ' ' || (c >= '\t' && c <= '\r'))
        return 1;
    if (length >= 3 &&
        (memcmp(text, "\xE3\x80\x80", 3) == 0 || memcmp(text, "\xEF\xBB\xBF", 3) == 0))
        return 3;
    if (length >= 2 && memcmp(text, "\xC2\xA0", 2) == 0)
        return 2;
    return 0;
}

char *tp_text_normal(tp_arena *arena, const char *text, size_t length)
{
    size_t n;
    while ((n = space_at(text, length))) {
        text += n;
        length -= n;
    }
    for (;;) {
        size_t back = 0;
        for (size_t k = 1; k <= 3 && k <= length; k++)
            if (space_at(text + length - k, k) == k)
                back = k;
        if (!back)
            break;
        length -= back;
    }
    bool ascii = true;
    for (size_t i = 0; i < length && ascii; i++)
        ascii = (unsigned char)text[i] < 0x80;
    if (ascii)
        return tp_arena_copy(arena, text, length);
    utf8proc_uint8_t *normal = NULL;
    utf8proc_ssize_t made = utf8proc_map((const utf8proc_uint8_t *)text, (utf8proc_ssize_t)length,
                                         &normal, UTF8PROC_STABLE | UTF8PROC_COMPOSE);
    char *copy = NULL;
    if (made >= 0)
        copy = tp_arena_copy(arena, (const char *)normal, (size_t)made);
    else if (made != UTF8PROC_ERROR_NOMEM)
        copy = tp_arena_copy(arena, text, length);
    free(normal);
    return copy;
}

enum { LONGEST = 64 };

/* White space, punctuation, control and format characters: what a name does not consist of. */
static bool is_no_letter(utf8proc_int32_t point)
{
    utf8proc_category_t category = utf8proc_category(point);
    /* Rare characters of names are in private use, or too new for the table: they stay. */
    return category >= UTF8PROC_CATEGORY_PC && category <= UTF8PROC_CATEGORY_CF;
}

char *tp_text_folded(tp_arena *arena, const char *text)
{
    utf8proc_uint8_t *mapped = NULL;
    utf8proc_ssize_t length =
        utf8proc_map((const utf8proc_uint8_t *)text, 0, &mapped,
                     UTF8PROC_NULLTERM | UTF8PROC_STABLE | UTF8PROC_COMPAT | UTF8PROC_COMPOSE |
                         UTF8PROC_IGNORE | UTF8PROC_CASEFOLD);
    if (length < 0) /* not UTF-8: as it stands */
        return tp_arena_text(arena, text);
    char *out = tp_arena_copy(arena, (const char *)mapped, (size_t)length);
    size_t kept = 0;
    for (utf8proc_ssize_t at = 0; out && at < length;) {
        utf8proc_int32_t point;
        utf8proc_ssize_t n = utf8proc_iterate(mapped + at, length - at, &point);
        if (n <= 0)
            break;
        if (!is_no_letter(point)) {
            memcpy(out + kept, mapped + at, (size_t)n);
            kept += (size_t)n;
        }
        at += n;
    }
    if (out)
        out[kept] = '\0';
    free(mapped);
    return out;
}

static size_t fold(const char *text, utf8proc_int32_t *points)
{
    const utf8proc_uint8_t *at = (const utf8proc_uint8_t *)text;
    size_t count = 0;
    while (*at && count < LONGEST) {
        utf8proc_int32_t point;
        utf8proc_ssize_t n = utf8proc_iterate(at, -1, &point);
        if (n <= 0) {
            point = *at;
            n = 1;
        }
        points[count++] = utf8proc_tolower(point);
        at += n;
    }
    return count;
}

/* Of folded texts of n and m letters; at least |n - m|. */
static size_t distance(const utf8proc_int32_t *p, size_t n, const utf8proc_int32_t *q, size_t m)
{
    size_t rows[3][LONGEST + 1] = {{0}}, *older = rows[0], *before = rows[1], *row = rows[2];
    for (size_t j = 0; j <= m; j++)
        row[j] = j;
    for (size_t i = 1; i <= n; i++) {
        size_t *reused = older;
        older = before;
        before = row;
        row = reused;
        row[0] = i;
        for (size_t j = 1; j <= m; j++) {
            size_t best = before[j - 1] + (p[i - 1] != q[j - 1]);
            if (before[j] + 1 < best)
                best = before[j] + 1;
            if (row[j - 1] + 1 < best)
                best = row[j - 1] + 1;
            if (i > 1 && j > 1 && p[i - 1] == q[j - 2] && p[i - 2] == q[j - 1] &&
                older[j - 2] + 1 < best)
                best = older[j - 2] + 1;
            row[j] = best;
        }
    }
    return row[m];
}

size_t tp_text_distance(const char *a, const char *b, size_t most)
{
    utf8proc_int32_t p[LONGEST], q[LONGEST];
    size_t found = distance(p, fold(a, p), q, fold(b, q));
    return found > most ? most + 1 : found;
}

const char *tp_text_closest(const char *text, const char *const *candidates, size_t count)
{
    utf8proc_int32_t wanted[LONGEST], has[LONGEST];
    size_t points = tp_text_points(text, strlen(text)), n = fold(text, wanted);
    size_t most = points <= 2 ? 1 : points <= 5 ? 2 : 3;
    const char *closest = NULL;
    for (size_t i = 0; i < count; i++) {
        size_t longer = tp_text_points(candidates[i], strlen(candidates[i]));
        /* Folding keeps the number of letters, as far as it looks. */
        if (points <= LONGEST && longer <= LONGEST &&
            (longer > points + most || points > longer + most))
            continue;
        size_t m = fold(candidates[i], has), found = distance(wanted, n, has, m);
        longer = longer > points ? longer : points;
        if (found > most || found >= longer)
            continue;
        closest = candidates[i];
        if (!found)
            break;
        most = found - 1;
    }
    return closest;
}

static bool digit(char c)
{
    return c >= '0' && c <= '9';
}

int tp_text_compare(const char *a, const char *b)
{
    const char *p = a, *q = b;
    while (*p && *q) {
        if (digit(*p) && digit(*q)) {
            while (*p == '0')
                p++;
            while (*q == '0')
                q++;
            size_t n = 0, m = 0;
            while (digit(p[n]))
                n++;
            while (digit(q[m]))
                m++;
            if (n != m)
                return n < m ? -1 : 1;
            int order = memcmp(p, q, n);
            if (order)
                return order < 0 ? -1 : 1;
            p += n;
            q += m;
            continue;
        }
        if (*p != *q)
            return (unsigned char)*p < (unsigned char)*q ? -1 : 1;
        p++;
        q++;
    }
    if (*p || *q)
        return *p ? 1 : -1;
    int order = strcmp(a, b);
    return order < 0 ? -1 : order > 0;
}

/* The first eight bytes of a form of the text that compares byte by byte: a run of digits is its
 * length as a digit (9 where it is longer: then nothing after it counts), then the run without the
 * zeros in front. A digit stands to any other byte as the length standing for it does. */
uint64_t tp_text_key(const char *text)
{
    uint64_t key = 0;
    int at = 64; /* bits still free */
    while (*text && at) {
        if (!digit(*text)) {
            key |= (uint64_t)(unsigned char)*text++ << (at -= 8);
            continue;
        }
        while (*text == '0')
            text++;
        size_t n = 0;
        while (digit(text[n]))
            n++;
        key |= (uint64_t)('0' + (n < 9 ? n : 9)) << (at -= 8);
        if (n >= 9)
            break;
        for (; n && at; n--)
            key |= (uint64_t)(unsigned char)*text++ << (at -= 8);
        text += n;
    }
    return key;
}

unsigned tp_text_lead(const char *text, size_t length)
{
    unsigned lead = 0;
    for (size_t i = 0; i < length && lead < 200;) {
        if (text[i] == ' ') {
            lead++;
            i++;
        } else if (text[i] == '\t') {
            lead += 4;
            i++;
        } else if (i + 3 <= length && memcmp(text + i, "\xE3\x80\x80", 3) == 0) {
            lead += 2;
            i += 3;
        } else if (i + 2 <= length && memcmp(text + i, "\xC2\xA0", 2) == 0) {
            lead++;
            i += 2;
        } else {
            break;
        }
    }
    return lead;
}
