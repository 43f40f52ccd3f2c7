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

tp_words tp_say_range(tp_arena *arena, int64_t least, int64_t most)
{
    static const tp_words exactly = {"{0}", "{0}"}, floor = {"不少于 {0}", "at least {0}"},
                          ceiling = {"不超过 {0}", "at most {0}"},
                          between = {"{0} 至 {1}", "{0} to {1}"};
    const char *from = least == TP_INT_NONE ? "" : tp_say_int(arena, least);
    const char *to = most == TP_INT_NONE ? "" : tp_say_int(arena, most);
    if (least == most)
        return TP_SAY(arena, exactly, from);
    if (most == TP_INT_NONE)
        return TP_SAY(arena, floor, from);
    if (least == TP_INT_NONE)
        return TP_SAY(arena, ceiling, to);
    return TP_SAY(arena, between, from, to);
}

tp_words tp_say_then(tp_arena *arena, tp_words text, tp_words more)
{
    if (!text.zh || !more.zh)
        return (tp_words){NULL, NULL};
    tp_words both = {tp_arena_format(arena, "%s%s", text.zh, more.zh),
                     tp_arena_format(arena, "%s%s", text.en, more.en)};
    return both.zh && both.en ? both : (tp_words){NULL, NULL};
}
