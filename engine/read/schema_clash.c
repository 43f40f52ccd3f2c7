#include "read/schema_path.h"
#include "read/schema_place.h"

#include <string.h>

static bool same_choices(const tp_choice *a, const tp_choice *b)
{
    if (!a || !b)
        return a == b;
    for (; a->en && b->en; a++, b++)
        if (strcmp(a->en, b->en) != 0 || !a->zh != !b->zh || (a->zh && strcmp(a->zh, b->zh) != 0))
            return false;
    return !a->en && !b->en;
}

static bool same_default(const char *a, const char *b)
{
    return a && b ? !strcmp(a, b) : a == b;
}

/* Sections may be described by several tables; a value must be described alike by all. */
static bool agree(const tp_key *a, const tp_key *b)
{
    if (a->type != b->type)
        return false;
    if (tp_key_nests(a))
        return true;
    return a->least == b->least && a->most == b->most && same_choices(a->choices, b->choices) &&
           same_default(a->fallback, b->fallback);
}

static const char *repeated_in(const tp_schema *schema)
{
    for (size_t i = 0; i < schema->count; i++)
        for (size_t k = 0; k < i && schema->keys[i].name; k++)
            if (schema->keys[k].name && !strcmp(schema->keys[i].name, schema->keys[k].name))
                return schema->keys[i].name;
    return NULL;
}

static const char *clash_at(const tp_place *place, const tp_key_path *path, tp_arena *arena)
{
    for (size_t s = 0; s < place->count; s++) {
        const char *name = repeated_in(place->of[s]);
        if (name)
            return tp_key_path_text(arena, path, name);
    }
    size_t next = 0;
    for (const tp_key *first; (first = tp_place_next(place, &next));) {
        const tp_key *key;
        tp_place below;
        if (!tp_place_under(place, first->name, arena, &key, &below))
            return "(out of memory)";
        for (size_t s = 0; s < place->count; s++)
            for (size_t i = 0; i < place->of[s]->count; i++) {
                const tp_key *other = &place->of[s]->keys[i];
                if (other->name && !strcmp(other->name, first->name) && !agree(first, other))
                    return tp_key_path_text(arena, path, first->name);
            }
        const tp_key_path here = {path, first->name, 0}, any = {&here, "*", 0};
        const char *deeper = clash_at(&below, first->type == TP_T_STRUCT ? &here : &any, arena);
        if (deeper)
            return deeper;
    }
    return NULL;
}

const char *tp_schema_clash(const tp_schema_set *set, tp_arena *arena)
{
    tp_place root;
    const tp_key_path path = {NULL, "", 0};
    if (!tp_place_root(&root, set, arena))
        return "(out of memory)";
    return clash_at(&root, &path, arena);
}
