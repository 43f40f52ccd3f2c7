/* Thresholds of a saturation that a scenario states, by the rules' own tables of keys
 * (TP_KEY_THRESHOLD): bands, gates, filters. */
#ifndef TP_MODELS_THRESHOLD_H
#define TP_MODELS_THRESHOLD_H

#include "models/case.h"

/* One of them, and how many units stand just on either side of it. */
typedef struct tp_threshold {
    const char *path, *rule; /* "release.bands[1].below"; id of the rule */
    tp_dec at;
    int32_t below, above;
} tp_threshold;

/* All of them, in the order of rules and of the scenario, in the arena; `below` and `above` are 0.
 * False: memory is out. */
bool tp_thresholds(const tp_scenario *scenario, tp_arena *arena, tp_threshold **out, size_t *count);
/* Does it matter to the unit on which side of the threshold it stands? */
bool tp_threshold_concerns(const tp_case *c, const tp_threshold *t, int32_t unit);

#endif
