#include "models/say.h"

const char *tp_say_int(tp_arena *arena, tp_wide value)
{
    char text[TP_DEC_TEXT];
    return tp_arena_copy(arena, text, tp_int_format(value, text));
}

const char *tp_say_dec(tp_arena *arena, tp_wide millionths)
{
    char text[TP_DEC_TEXT];
    return tp_arena_copy(arena, text, tp_dec_format(millionths, text));
}

const char *tp_say_date(tp_arena *arena, tp_date date)
{
    char text[TP_DATE_TEXT];
    return tp_arena_copy(arena, text, tp_date_format(date, text));
}

static const char *fill(tp_arena *arena, const char *template_text, size_t count,
                        const char *const *args)
{
    tp_buf text;
    tp_buf_init(&text);
    tp_words_fill(&text, template_text, count, args);
    const char *copy =
        tp_buf_ok(&text) ? tp_arena_copy(arena, text.bytes ? text.bytes : "", text.length) : NULL;
    tp_buf_finish(&text);
    return copy;
}

tp_words tp_say(tp_arena *arena, const tp_words *template_text, size_t count,
                const char *const *args)
{
    for (size_t i = 0; i < count; i++)
        if (!args[i])
            return (tp_words){NULL, NULL};
    return (tp_words){fill(arena, template_text->zh, count, args),
                      fill(arena, template_text->en, count, args)};
}
