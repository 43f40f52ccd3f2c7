/* Full-width signs where YAML wants its own half-width ones: what a Chinese input method leaves
 * behind. YAML takes them for text, so a rule would vanish without a word. Internal to read/. */
#ifndef TP_READ_FULL_WIDTH_H
#define TP_READ_FULL_WIDTH_H

#include "base/diag.h"

typedef struct tp_full_width {
    size_t at, length; /* bytes of the sign in the text; length 0: none */
    char half;         /* the half-width sign that is meant */
} tp_full_width;

/* The sign that begins at the text; length 0 if it is no full-width form of an ASCII character
 * (quotation marks “ ” ‘ ’ and the ideographic space count as such). */
tp_full_width tp_full_width_here(const char *text);

/* The first sign in an unquoted key that stands for one of YAML's own. */
tp_full_width tp_full_width_in_key(const char *key);
/* The same in an unquoted value; in_list: an element of [a, b]. Signs that Chinese text may hold
 * inside (方案：第一稿) are left alone. */
tp_full_width tp_full_width_in_value(const char *value, bool in_list);
/* The same in a line that could not be understood. */
tp_full_width tp_full_width_in_line(const char *line, size_t length);
/* The first full-width letter or digit. */
tp_full_width tp_full_width_letter(const char *text);

/* The error that names the sign and says what to type. pos: of the text it was found in, the sign
 * stands in its first line. */
void tp_full_width_report(tp_diags *diags, tp_pos pos, const char *text, tp_full_width sign);

#endif
