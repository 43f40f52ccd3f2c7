/* Every whole point of a tiny program, tier by tier: the answer no solver can argue with. */
#ifndef TP_TESTS_ENUMERATE_H
#define TP_TESTS_ENUMERATE_H

#include "solve/tiers.h"

enum { ENUMERATE_TIERS = 8 };
typedef struct enumerated {
    bool too_many; /* gave up */
    bool feasible;
    tp_wide value[ENUMERATE_TIERS];                                   /* linear tiers */
    int64_t numerator[ENUMERATE_TIERS], denominator[ENUMERATE_TIERS]; /* ratio tiers */
} enumerated;

enumerated enumerate_tiers(const tp_tiers_task *task, size_t most_points, tp_arena *arena);

#endif
