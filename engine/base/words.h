/* Two-language text and messages.
 *
 * Every text a planner can see is a tp_words: Chinese and English side by side, written where it
 * belongs (a rule's words stand in the rule's file). A text with figures in it is a template with
 * {0} … {9}; both languages may use the arguments in their own order. "{0|slot|slots}" is the first
 * word where argument 0 is "1", else the second. "{{" is a literal brace. */
#ifndef TP_BASE_WORDS_H
#define TP_BASE_WORDS_H

#include "base/buf.h"

typedef enum tp_lang { TP_ZH = 0, TP_EN = 1 } tp_lang;

typedef struct tp_words {
    const char *zh, *en;
} tp_words;

const char *tp_words_in(tp_words words, tp_lang lang);

/* A text argument that may itself differ by language; the usual argument is the same in both. */
void tp_words_fill(tp_buf *out, const char *template_text, size_t count, const char *const *args);

/* A message with a stable code, such as "csv.unterminated-quote". Codes never change meaning. */
typedef struct tp_msg {
    const char *code;
    const char *zh, *en;
} tp_msg;

#endif
