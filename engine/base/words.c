#include "base/words.h"

#include <string.h>

const char *tp_words_in(tp_words words, tp_lang lang)
{
    return lang == TP_EN ? words.en : words.zh;
}

/* "{1|slot|slots}": reads "slot" where argument 1 is "1", else "slots". Returns where it ends. */
static const char *fill_plural(tp_buf *out, const char *at, const char *arg)
{
    const char *one = at + 3, *bar = strchr(one, '|'), *end = strchr(one, '}');
    if (!bar || !end || bar > end)
        return NULL;
    if (arg && strcmp(arg, "1") == 0)
        tp_buf_add(out, one, (size_t)(bar - one));
    else
        tp_buf_add(out, bar + 1, (size_t)(end - bar - 1));
    return end;
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
        } else if (at[0] == '{' && at[1] >= '0' && at[1] <= '9' && at[2] == '|') {
            size_t index = (size_t)(at[1] - '0');
            const char *end = fill_plural(out, at, index < count ? args[index] : NULL);
            if (end)
                at = end;
            else
                tp_buf_char(out, *at);
        } else {
            tp_buf_char(out, *at);
        }
    }
}
