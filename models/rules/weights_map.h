/* A map from a name to a weight: sectors and classes. */
#ifndef TP_MODELS_RULES_WEIGHTS_MAP_H
#define TP_MODELS_RULES_WEIGHTS_MAP_H

#include "models/rule.h"

typedef struct tp_named_weight {
    const char *name;
    tp_dec weight;
    tp_pos pos;
} tp_named_weight;

extern const tp_schema tp_named_weight_schema;

#endif
