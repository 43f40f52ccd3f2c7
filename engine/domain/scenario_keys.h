/* What the scenario's own tables fill. Internal to domain/. */
#ifndef TP_DOMAIN_SCENARIO_KEYS_H
#define TP_DOMAIN_SCENARIO_KEYS_H

#include "domain/scenario.h"

typedef struct tp_scenario_keys {
    int version;
    tp_texts extends;
    const char *name, *data, *outcomes, *reference;
    tp_words title;
    tp_date as_of;
    struct {
        const char *prefix, *issuer;
    } papers;
    tp_list basis; /* of tp_text_member */
    const tp_node *overrides, *scenarios;
} tp_scenario_keys;

/* A combination of fragments. */
typedef struct tp_family_member {
    tp_texts use;
    tp_words title;
    tp_pos pos;
} tp_family_member;
extern const tp_schema tp_family_schema;

bool tp_scenario_name_ok(const char *name); /* [a-z0-9-]+ */

#endif
