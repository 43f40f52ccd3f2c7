/* Limits of the scenario and of limits.csv, bound to the data; also for reports of what is used. */
#ifndef TP_MODELS_RULES_LIMITS_H
#define TP_MODELS_RULES_LIMITS_H

#include "models/rule.h"

typedef struct tp_limit {
    const char *name; /* "" if none */
    tp_where where;
    tp_filter *filter;
    int measure;               /* tp_limit_measure */
    int64_t at_least, at_most; /* TP_INT_NONE: none */
    int64_t period;            /* from 1; TP_INT_NONE: holds in all */
    tp_pos pos;
} tp_limit;

/* The limits in order: the scenario's, then those of limits.csv. */
const tp_limit *tp_limits_of(const tp_binding *b, size_t *count);
/* Does it hold in this period, counted from 0? */
bool tp_limit_holds(const tp_limit *limit, int period);
/* What an answer uses of a limit in its period: summed from the period's dataset and the answer. */
int64_t tp_limit_used(const tp_dataset *data, const tp_result *answer, const tp_limit *limit);

#endif
