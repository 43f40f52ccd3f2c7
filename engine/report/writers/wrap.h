/* Breaking text into lines of a given display width, as a typesetter would: English at spaces,
 * Chinese between characters, but never before closing or after opening punctuation. */
#ifndef TP_REPORT_WRITERS_WRAP_H
#define TP_REPORT_WRITERS_WRAP_H

#include "base/buf.h"

/* Bytes of the first line of `text` (at least one character, without trailing spaces); *next gets
 * the offset at which the following line begins (the length of the text after the last line).
 * A newline in the text ends a line. */
size_t tp_wrap_line(const char *text, size_t width, size_t *next);

/* Writes `text` in lines of at most `width` columns, each but the first after `indent` spaces
 * (which count); ends with a newline. */
void tp_wrap_write(tp_buf *out, const char *text, size_t width, size_t indent);

/* `count` spaces. */
void tp_wrap_pad(tp_buf *out, size_t count);

#endif
