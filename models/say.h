/* Texts with figures in them, in both languages. Everything is made in the arena; NULL texts mean
 * that memory is out. */
#ifndef TP_MODELS_SAY_H
#define TP_MODELS_SAY_H

#include "base/arena.h"
#include "base/date.h"
#include "base/words.h"

const char *tp_say_int(tp_arena *arena, tp_wide value);
const char *tp_say_dec(tp_arena *arena, tp_wide millionths); /* shortest form */
const char *tp_say_date(tp_arena *arena, tp_date date);

/* Fills {0} … of both languages; a NULL argument (memory out) gives NULL texts. */
tp_words tp_say(tp_arena *arena, const tp_words *template_text, size_t count,
                const char *const *args);
/* "12", "不少于 3", "不超过 3", "3 至 5"; TP_INT_NONE: no bound on that side. */
tp_words tp_say_range(tp_arena *arena, int64_t least, int64_t most);

/* One text behind another. */
tp_words tp_say_then(tp_arena *arena, tp_words text, tp_words more);

#define TP_SAY(arena, template_text, ...)                                                          \
    tp_say((arena), &(template_text), sizeof((const char *const[]){__VA_ARGS__}) / sizeof(char *), \
           (const char *const[]){__VA_ARGS__})

#endif
