/* Conversions as the scenario states them: which arcs there are between pools of two categories. */
#ifndef TP_MODELS_RULES_CONVERSIONS_H
#define TP_MODELS_RULES_CONVERSIONS_H

#include "models/rule.h"

typedef struct tp_conversion {
    const char *scope, *ring; /* ring NULL: none */
    const char *from, *to;    /* categories */
    int64_t at_most;
    tp_pos pos;
} tp_conversion;

/* Entries of `pools.conversions` (tp_conversion), in the scenario's order. */
const tp_list *tp_conversions_stated(const tp_binding *b);

#endif
