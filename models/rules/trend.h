/* Saturations carried on along their trend into the later periods of a plan. Source:
 * models/README.md, 11 Several periods. */
#ifndef TP_MODELS_RULES_TREND_H
#define TP_MODELS_RULES_TREND_H

#include "models/case.h"

/* The exact line through two outcomes of a unit, at a later day. */
typedef struct tp_trend {
    const tp_outcome *before, *last; /* both state a saturation */
    int64_t apart, ahead; /* whole months: from one to the other, from there to the day */
    tp_dec saturation;    /* on the day */
} tp_trend;

/* Does the scenario ask for it? */
bool tp_trend_asked(const tp_binding *b);
/* Of the outcomes as they are in the data: the one that counts on that day and the one before it.
 * False where there are no two of them a whole month apart. */
bool tp_trend_of(const tp_dataset *data, int32_t unit, tp_date day, tp_trend *out);
/* The line the unit's saturation in this case is from; false if it is as evaluated or assumed. */
bool tp_trend_behind(const tp_case *c, int32_t unit, tp_trend *out);
/* What is added behind such a saturation: "（按 … 推算）"; empty texts where it is as evaluated. */
tp_words tp_trend_say(const tp_case *c, int32_t unit, tp_arena *arena);

/* Where a saturation of a later period lies on the other side of a threshold than the one it is
 * carried on from: what the trend decides. */
typedef struct tp_crossing {
    int32_t unit;
    int period; /* the first, from 1 */
    tp_trend trend;
    const char *path, *rule; /* the threshold's key and whose it is */
    tp_dec at;
} tp_crossing;
/* In order of units, thresholds as the scenario has them; in the arena. */
tp_status tp_trend_crossings(const tp_case *first, tp_arena *arena, tp_crossing **out,
                             size_t *count, tp_err *err);

#endif
