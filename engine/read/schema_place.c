#include "read/schema_place.h"

#include <string.h>

bool tp_key_nests(const tp_key *key)
{
    return key->of && (key->type == TP_T_STRUCT || key->type == TP_T_LIST || key->type == TP_T_MAP);
}

bool tp_place_root(tp_place *out, const tp_schema_set *set, tp_arena *arena)
{
    *out = (tp_place){tp_arena_array(arena, set->count, sizeof *out->of), set->count};
    for (size_t i = 0; out->of && i < set->count; i++)
        out->of[i] = set->of[i];
    return out->of != NULL;
}

static const tp_key *find_key(const tp_schema *schema, const char *name)
{
    for (size_t i = 0; i < schema->count; i++)
        if (schema->keys[i].name && !strcmp(schema->keys[i].name, name))
            return &schema->keys[i];
    return NULL;
}

bool tp_place_under(const tp_place *place, const char *name, tp_arena *arena, const tp_key **key,
                    tp_place *below)
{
    *key = NULL;
    *below = (tp_place){NULL, 0};
    for (size_t s = 0; s < place->count; s++) {
        const tp_key *one = find_key(place->of[s], name);
        if (!one)
            continue;
        if (!*key || (tp_key_nests(one) && !tp_key_nests(*key)))
            *key = one;
        if (!tp_key_nests(one))
            continue;
        if (!below->of)
            below->of = tp_arena_array(arena, place->count, sizeof *below->of);
        if (!below->of)
            return false;
        bool there = false;
        for (size_t i = 0; i < below->count; i++)
            there = there || below->of[i] == one->of;
        if (!there)
            below->of[below->count++] = one->of;
    }
    return true;
}

/* Did an earlier table have the key? */
static bool seen(const tp_place *place, size_t table, const char *name)
{
    for (size_t s = 0; s < table; s++)
        if (find_key(place->of[s], name))
            return true;
    return false;
}

const tp_key *tp_place_next(const tp_place *place, size_t *at)
{
    size_t index = *at;
    for (size_t s = 0; s < place->count; s++) {
        const tp_schema *schema = place->of[s];
        if (index >= schema->count) {
            index -= schema->count;
            continue;
        }
        for (; index < schema->count; index++) {
            const tp_key *key = &schema->keys[index];
            ++*at;
            if (key->name && !seen(place, s, key->name))
                return key;
        }
        index = 0;
    }
    return NULL;
}
