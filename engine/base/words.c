#include "base/words.h"

const char *tp_words_in(tp_words words, tp_lang lang)
{
    return lang == TP_EN ? words.en : words.zh;
}

void tp_words_fill(tp_buf *out, const char *template_text, size_t count, const char *const *args)
{
    for (const char *at = template_text; *at; at++) {
        if (at[0] == '{' && at[1] == '{') {
            tp_buf_char(out, '{');
            at++;
        } else if (at[0] == '{' && at[1] >= '0' && at[1] <= '9' && at[2] == '}') {
            size_t index = (size_t)(at[1] - '0');
            tp_buf_text(out, index < count ? args[index] : "?");
            at += 2;
        } else {
            tp_buf_char(out, *at);
        }
    }
}
