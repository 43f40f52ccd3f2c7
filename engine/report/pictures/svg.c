#include "report/pictures/svg.h"

#include "base/text.h"
#include "report/writers/html.h"

#include <string.h>

static size_t point_length(const char *text)
{
    size_t length = 1;
    while ((text[length] & 0xC0) == 0x80)
        length++;
    return length;
}

/* Widths in 1/100 of the font size, rounded up over the usual sans-serif faces. */
static int point_width(const char *text, size_t length)
{
    char one[8] = {0};
    if (length == 1) {
        if (strchr("iljI.,:;'|!()[] ", *text))
            return 36;
        if (strchr("mwMW@%", *text))
            return 96;
        return *text >= 'A' && *text <= 'Z' ? 74 : 61;
    }
    memcpy(one, text, length < sizeof one ? length : sizeof one - 1);
    size_t columns = tp_text_width(one);
    return columns == 0 ? 0 : columns == 1 ? 74 : 100;
}

int tp_svg_measure(const char *text)
{
    int64_t sum = 0;
    for (const char *at = text; *at && sum < 10000000;) {
        size_t length = point_length(at);
        sum += point_width(at, length);
        at += length;
    }
    return (int)((sum * TP_SVG_SIZE + 99) / 100);
}

/* The end of a text that is no wider than `most`, which is taken from `room`; it begins with a
 * character of its own, not with a mark on one. */
static const char *tail_of(const char *text, int64_t most, int64_t *room)
{
    const char *tail = text + strlen(text), *from = tail;
    int64_t taken = 0;
    while (from > text) {
        do
            from--;
        while (from > text && (*from & 0xC0) == 0x80);
        int width = point_width(from, point_length(from));
        if (taken + width > most)
            break;
        taken += width;
        tail = width ? from : tail;
    }
    *room -= taken;
    return tail;
}

bool tp_svg_fit(tp_buf *out, const char *text, int width)
{
    if (tp_svg_measure(text) <= width) {
        tp_html_text(out, text);
        return false;
    }
    int64_t room = (int64_t)width * 100 / TP_SVG_SIZE - 100; /* the ellipsis takes 100 */
    const char *tail = tail_of(text, room / 2, &room), *at = text;
    while (at < tail) {
        size_t length = point_length(at);
        room -= point_width(at, length);
        if (room < 0)
            break;
        at += length;
    }
    char cut[1024];
    size_t bytes = (size_t)(at - text);
    bytes = bytes < sizeof cut ? bytes : 0;
    memcpy(cut, text, bytes);
    cut[bytes] = '\0';
    tp_html_text(out, cut);
    tp_buf_text(out, "…");
    tp_html_text(out, tail);
    return true;
}

void tp_svg_begin(tp_buf *out, int width, int height, tp_words title)
{
    tp_buf_format(out,
                  "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" "
                  "height=\"%d\" role=\"img\"><title>",
                  width, height, width, height);
    tp_html_text(out, title.zh);
    if (strcmp(title.zh, title.en) != 0) {
        tp_buf_text(out, " / ");
        tp_html_text(out, title.en);
    }
    tp_buf_text(out, "</title>\n");
}

void tp_svg_end(tp_buf *out)
{
    tp_buf_text(out, "</svg>\n");
}

/* `full`: what the text is a part of, told where it is cut. */
static void part_in(tp_buf *out, const tp_svg_place *place, const char *text, const char *full,
                    const char *lang)
{
    tp_buf_format(out, "<text x=\"%d\" y=\"%d\"", place->x, place->y + TP_SVG_SIZE * 36 / 100);
    if (strcmp(place->anchor, "start") != 0)
        tp_buf_format(out, " text-anchor=\"%s\"", place->anchor);
    if (place->kind || lang)
        tp_buf_format(out, " class=\"%s%s%s\"", place->kind ? place->kind : "",
                      place->kind && lang ? " " : "", lang ? lang : "");
    tp_buf_char(out, '>');
    if (place->width && tp_svg_measure(text) > place->width) {
        tp_buf_text(out, "<title>");
        tp_html_text(out, full);
        tp_buf_text(out, "</title>");
        (void)tp_svg_fit(out, text, place->width);
    } else {
        tp_html_text(out, text);
    }
    tp_buf_text(out, "</text>\n");
}

static void text_in(tp_buf *out, const tp_svg_place *place, const char *text, const char *lang)
{
    part_in(out, place, text, text, lang);
}

void tp_svg_text(tp_buf *out, const tp_svg_place *place, const char *text)
{
    text_in(out, place, text, NULL);
}

void tp_svg_words(tp_buf *out, const tp_svg_place *place, tp_words words)
{
    if (strcmp(words.zh, words.en) == 0) {
        text_in(out, place, words.zh, NULL);
        return;
    }
    text_in(out, place, words.zh, "zh");
    text_in(out, place, words.en, "en");
}

/* Where the second line begins: 0 where one line does. */
static size_t broken_at(const char *text, int width)
{
    size_t at = 0, space = 0;
    char head[256];
    if (!width || tp_svg_measure(text) <= width)
        return 0;
    for (size_t next; text[at]; at = next) {
        next = at + point_length(text + at);
        if (next >= sizeof head)
            break;
        memcpy(head, text, next);
        head[next] = '\0';
        if (tp_svg_measure(head) > width)
            break;
        bool breaks = text[at] == ' ' || strncmp(text + at, "·", next - at) == 0;
        space = breaks ? next : space;
    }
    bool wide = text[at] & 0x80;
    return space && (!wide || space * 2 > at) ? space : at;
}

static void lines_in(tp_buf *out, const tp_svg_place *place, const char *text, const char *lang)
{
    char head[256];
    size_t at = broken_at(text, place->width);
    tp_svg_place line = *place;
    if (!at || at >= sizeof head) {
        text_in(out, place, text, lang);
        return;
    }
    memcpy(head, text, at);
    head[at] = '\0';
    line.y = place->y - TP_SVG_LINE / 2;
    part_in(out, &line, head, text, lang);
    line.y = place->y + (TP_SVG_LINE + 1) / 2;
    part_in(out, &line, text + at, text, lang);
}

void tp_svg_lines(tp_buf *out, const tp_svg_place *place, tp_words words)
{
    bool same = strcmp(words.zh, words.en) == 0;
    lines_in(out, place, words.zh, same ? NULL : "zh");
    if (!same)
        lines_in(out, place, words.en, "en");
}

static void number_in(tp_buf *out, const tp_svg_place *place, tp_wide value, const char *sign)
{
    char digits[TP_DEC_TEXT], text[TP_DEC_TEXT + 8];
    tp_int_format(value < 0 ? -value : value, digits);
    text[0] = '\0';
    strcat(text, value < 0 ? "−" : sign);
    strcat(text, digits);
    text_in(out, place, text, NULL);
}

void tp_svg_number(tp_buf *out, const tp_svg_place *place, tp_wide value)
{
    number_in(out, place, value, "");
}

void tp_svg_difference(tp_buf *out, const tp_svg_place *place, tp_wide value)
{
    number_in(out, place, value, value > 0 ? "+" : "");
}

void tp_svg_box(tp_buf *out, const char *kind, int x, int y, int width, int height)
{
    tp_buf_format(out, "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\"/>\n", kind,
                  x, y, width, height);
}

void tp_svg_line(tp_buf *out, const char *kind, int x1, int y1, int x2, int y2)
{
    tp_buf_format(out, "<line class=\"%s\" x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\"/>\n", kind, x1,
                  y1, x2, y2);
}
