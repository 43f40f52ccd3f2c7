/* What counts as idle; other rules need the figures. */
#ifndef TP_MODELS_RULES_IDLE_H
#define TP_MODELS_RULES_IDLE_H

#include "models/rule.h"

typedef struct tp_idle_params {
    struct {
        int64_t min_months, unknown_age_months;
    } idle;
} tp_idle_params;

/* Why vacancies ({0}) are not idle though there are some: none for {1} months. */
extern const tp_words tp_idle_nothing_words;

/* Parameters of the rule, from any binding. */
const tp_idle_params *tp_idle_params_of(const tp_binding *b);

/* Months after which ownership moves to the pool; 0: no reclaim. */
int64_t tp_reclaim_months(const tp_binding *b);

#endif
