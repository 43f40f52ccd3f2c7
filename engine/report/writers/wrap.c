#include "report/writers/wrap.h"

#include "base/text.h"

#include <string.h>

/* One character as the breaker sees it. */
typedef struct glyph {
    size_t bytes, width;
    bool space, wide;
    bool closes, opens; /* may not begin, may not end a line */
} glyph;

static bool among(const char *set, const char *text, size_t bytes)
{
    for (const char *at = set; *at;) {
        size_t step = 1;
        while (((unsigned char)at[step] & 0xC0) == 0x80)
            step++;
        if (step == bytes && memcmp(at, text, bytes) == 0)
            return true;
        at += step;
    }
    return false;
}

static glyph glyph_at(const char *text)
{
    glyph g = {.bytes = 1};
    while (((unsigned char)text[g.bytes] & 0xC0) == 0x80)
        g.bytes++;
    if ((unsigned char)text[0] < 0x80) {
        g.width = text[0] >= ' ' ? 1 : 0;
        g.space = text[0] == ' ';
        return g;
    }
    char one[8] = {0};
    memcpy(one, text, g.bytes < sizeof one ? g.bytes : sizeof one - 1);
    g.width = tp_text_width(one);
    g.wide = g.width == 2;
    g.closes = among("，。、；：！？）》」』】〉”’…％·", text, g.bytes);
    g.opens = among("（《「『【〈“‘", text, g.bytes);
    return g;
}

/* May a line end between a and b? */
static bool breaks(glyph a, glyph b)
{
    if (a.space || b.space)
        return true;
    if (b.closes || a.opens)
        return false;
    return a.wide || b.wide;
}

size_t tp_wrap_line(const char *text, size_t width, size_t *next)
{
    size_t used = 0, at = 0, end = 0, resume = 0; /* end: the last place where a line may end */
    glyph before = {0};
    while (text[at] && text[at] != '\n') {
        glyph g = glyph_at(text + at);
        if (at && breaks(before, g) && !before.space) {
            end = at;
            resume = at;
        }
        if (used + g.width > width && at && !g.space) {
            if (!end) /* a word longer than the line: cut it */
                end = resume = at;
            while (text[resume] == ' ')
                resume++;
            *next = resume;
            return end;
        }
        used += g.width;
        at += g.bytes;
        before = g;
    }
    *next = text[at] == '\n' ? at + 1 : at;
    while (at && text[at - 1] == ' ')
        at--;
    return at;
}

void tp_wrap_pad(tp_buf *out, size_t count)
{
    while (count--)
        tp_buf_char(out, ' ');
}

void tp_wrap_write(tp_buf *out, const char *text, size_t width, size_t indent)
{
    bool first = true;
    do {
        size_t next, room = width > indent + 1 ? width - indent : 1;
        size_t bytes = tp_wrap_line(text, room, &next);
        if (!first && bytes)
            tp_wrap_pad(out, indent);
        tp_buf_add(out, text, bytes);
        tp_buf_char(out, '\n');
        text += next;
        first = false;
    } while (*text);
}
