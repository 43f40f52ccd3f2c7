/* One place of a document and the tables that describe it together: for walking them, as pages of
 * reference and forms do. */
#ifndef TP_READ_SCHEMA_PLACE_H
#define TP_READ_SCHEMA_PLACE_H

#include "read/schema.h"

typedef struct tp_place {
    const tp_schema **of; /* distinct, in table order */
    size_t count;
} tp_place;

/* The root. false: memory is out. */
bool tp_place_root(tp_place *out, const tp_schema_set *set, tp_arena *arena);

/* The key called name (the first table's that has it; one with tables below it, if any), NULL if
 * no table has it; *below: the tables for what stands under it. false: memory is out. */
bool tp_place_under(const tp_place *place, const char *name, tp_arena *arena, const tp_key **key,
                    tp_place *below);

/* The distinct keys in table order: start with *at = 0; NULL at the end. Hidden ones too. */
const tp_key *tp_place_next(const tp_place *place, size_t *at);

/* Has the key tables below it? */
bool tp_key_nests(const tp_key *key);

#endif
