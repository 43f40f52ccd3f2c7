#include "base/buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void tp_buf_init(tp_buf *buf)
{
    *buf = (tp_buf){0};
}

void tp_buf_finish(tp_buf *buf)
{
    if (buf)
        free(buf->bytes);
    if (buf)
        *buf = (tp_buf){0};
}

bool tp_buf_ok(const tp_buf *buf)
{
    return !buf->failed;
}

static bool reserve(tp_buf *buf, size_t more)
{
    size_t needed;
    if (buf->failed)
        return false;
    if (__builtin_add_overflow(buf->length, more, &needed) ||
        __builtin_add_overflow(needed, (size_t)1, &needed))
        return !(buf->failed = true);
    if (needed <= buf->capacity)
        return true;
    size_t wider = buf->capacity ? buf->capacity : 256;
    while (wider < needed)
        if (__builtin_mul_overflow(wider, (size_t)2, &wider))
            return !(buf->failed = true);
    char *fresh = realloc(buf->bytes, wider);
    if (!fresh)
        return !(buf->failed = true);
    buf->bytes = fresh;
    buf->capacity = wider;
    return true;
}

void tp_buf_add(tp_buf *buf, const char *bytes, size_t length)
{
    if (!reserve(buf, length))
        return;
    if (length)
        memcpy(buf->bytes + buf->length, bytes, length);
    buf->length += length;
    buf->bytes[buf->length] = '\0';
}

void tp_buf_text(tp_buf *buf, const char *text)
{
    if (text)
        tp_buf_add(buf, text, strlen(text));
}

char *tp_buf_widen_(tp_buf *buf, size_t most)
{
    return reserve(buf, most) ? buf->bytes + buf->length : NULL;
}

void tp_buf_int(tp_buf *buf, tp_wide value)
{
    char *to = tp_buf_room(buf, TP_DEC_TEXT);
    if (to)
        buf->length += tp_int_format(value, to);
}

void tp_buf_dec(tp_buf *buf, tp_wide millionths)
{
    char *to = tp_buf_room(buf, TP_DEC_TEXT);
    if (to)
        buf->length += tp_dec_format(millionths, to);
}

void tp_buf_dec6(tp_buf *buf, tp_wide millionths)
{
    char text[TP_DEC_TEXT];
    tp_buf_add(buf, text, tp_dec_format6(millionths, text));
}

void tp_buf_date(tp_buf *buf, tp_date date)
{
    char *to = tp_buf_room(buf, TP_DATE_TEXT);
    if (to)
        buf->length += tp_date_format(date, to);
}

void tp_buf_format(tp_buf *buf, const char *format, ...)
{
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int n = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (n < 0)
        buf->failed = true;
    else if (reserve(buf, (size_t)n)) {
        vsnprintf(buf->bytes + buf->length, (size_t)n + 1, format, again);
        buf->length += (size_t)n;
    }
    va_end(again);
}
