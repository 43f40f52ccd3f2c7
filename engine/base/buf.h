/* A growing byte buffer for writers. Errors stick: after a failed growth every further write is
 * ignored and tp_buf_ok is false, so a writer checks once, at the end.
 * Owns: its bytes; init/finish. The bytes are always NUL-terminated once anything was written. */
#ifndef TP_BASE_BUF_H
#define TP_BASE_BUF_H

#include "base/date.h"
#include "base/err.h"

typedef struct tp_buf {
    char *bytes;
    size_t length, capacity;
    bool failed;
} tp_buf;

void tp_buf_init(tp_buf *buf);
void tp_buf_finish(tp_buf *buf); /* accepts an initialised or zeroed buffer */
bool tp_buf_ok(const tp_buf *buf);
void tp_buf_add(tp_buf *buf, const char *bytes, size_t length);
void tp_buf_text(tp_buf *buf, const char *text); /* NULL adds nothing */
void tp_buf_int(tp_buf *buf, tp_wide value);
void tp_buf_dec(tp_buf *buf, tp_wide millionths);  /* shortest form */
void tp_buf_dec6(tp_buf *buf, tp_wide millionths); /* exactly 6 digits */
void tp_buf_date(tp_buf *buf, tp_date date);
void tp_buf_format(tp_buf *buf, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Room for `most` further bytes and a NUL, to be written at the pointer it gives and then counted
 * with tp_buf_wrote; NULL after a failure. For writers of many short pieces. */
char *tp_buf_widen_(tp_buf *buf, size_t most);
static inline char *tp_buf_room(tp_buf *buf, size_t most)
{
    if (!buf->failed && buf->capacity - buf->length > most)
        return buf->bytes + buf->length;
    return tp_buf_widen_(buf, most);
}

static inline void tp_buf_wrote(tp_buf *buf, char *end)
{
    *end = '\0';
    buf->length = (size_t)(end - buf->bytes);
}

static inline void tp_buf_char(tp_buf *buf, char c)
{
    if (buf->failed || buf->length + 1 >= buf->capacity) {
        tp_buf_add(buf, &c, 1);
        return;
    }
    buf->bytes[buf->length++] = c;
    buf->bytes[buf->length] = '\0';
}

#endif
