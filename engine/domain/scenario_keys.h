/* What tp_scenario_schema fills. Internal to domain/. */
#ifndef TP_DOMAIN_SCENARIO_KEYS_H
#define TP_DOMAIN_SCENARIO_KEYS_H

#include "domain/scenario.h"

typedef struct tp_scenario_keys {
    int version;
    tp_texts extends;
    const char *name, *data, *outcomes, *reference;
    tp_words title;
    tp_date as_of;
    tp_list basis; /* of tp_text_member */
    const tp_node *overrides, *scenarios;
} tp_scenario_keys;

bool tp_scenario_name_ok(const char *name); /* [a-z0-9-]+ */

#endif
