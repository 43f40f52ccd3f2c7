/* What a tier of the lexicographic order wants, in terms of a program's columns and rows.
 *
 * Goals (models/goals) state it, the driver (solve/tiers.h) optimises it; it stands here because
 * both sides of the include order need it. Source: models/README.md, 9 Goals. */
#ifndef TP_LP_TIER_H
#define TP_LP_TIER_H

#include "lp/program.h"

typedef enum tp_tier_kind { TP_TIER_LINEAR, TP_TIER_RATIO } tp_tier_kind;

/* One group of a ratio tier: (base + activity of `row`) / total. The goal added the row to the
 * program with both sides open; the driver sets its lower side to ceil(θ·total) - base. */
typedef struct tp_ratio_group {
    int32_t row;
    int64_t base, total; /* total > 0 */
} tp_ratio_group;

typedef struct tp_tier_spec {
    const char *goal; /* id */
    const char *by;   /* as in tp_tier_result */
    tp_tier_kind kind;
    tp_objective objective;       /* LINEAR */
    const tp_ratio_group *groups; /* RATIO: θ = min over groups, capped at 1 */
    size_t n_groups;
    tp_dec concede;
} tp_tier_spec;

#endif
