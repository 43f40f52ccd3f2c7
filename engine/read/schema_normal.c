#include "base/text.h"
#include "read/schema_path.h"

#include <stdlib.h>
#include <string.h>

/* Two documents that say the same are written the same: values by their types, keys in the order
 * of the tables, members of maps by natural order. */

typedef struct place {
    const tp_schema **of;
    size_t count;
} place;

static tp_node *normal_map(const tp_node *map, const place *here, tp_arena *arena);
static tp_node *normal_any(const tp_node *node, tp_arena *arena);

static tp_node *copy_of(const tp_node *node, tp_arena *arena)
{
    tp_node *copy = tp_arena_alloc(arena, sizeof *copy);
    if (!copy)
        return NULL;
    *copy = *node;
    if (node->count) {
        copy->child = tp_arena_array(arena, node->count, sizeof(tp_node *));
        copy->count = 0;
    }
    return copy->child || !node->count ? copy : NULL;
}

static int by_key(const void *a, const void *b)
{
    return tp_text_compare((*(tp_node *const *)a)->key, (*(tp_node *const *)b)->key);
}

static void sort_members(tp_node *map)
{
    if (map->count > 1)
        qsort(map->child, map->count, sizeof *map->child, by_key);
}

/* A part that no table reads: its maps are sorted, its texts stay. */
static tp_node *normal_any(const tp_node *node, tp_arena *arena)
{
    tp_node *copy = copy_of(node, arena);
    for (size_t i = 0; copy && i < node->count; i++) {
        tp_node *child = normal_any(node->child[i], arena);
        if (!child)
            return NULL;
        copy->child[copy->count++] = child;
    }
    if (copy && copy->kind == TP_NODE_MAP)
        sort_members(copy);
    return copy;
}

static const char *normal_text(const tp_key *key, const char *text, tp_arena *arena)
{
    char buffer[TP_DEC_TEXT];
    size_t length = strlen(text);
    int64_t number;
    tp_date date;
    switch (key->type) {
    case TP_T_INT:
        if (tp_int_parse(text, length, &number) == TP_PARSE_OK)
            return tp_arena_copy(arena, buffer, tp_int_format(number, buffer));
        return text;
    case TP_T_DEC:
        if (tp_dec_parse(text, length, &number) == TP_PARSE_OK)
            return tp_arena_copy(arena, buffer, tp_dec_format(number, buffer));
        return text;
    case TP_T_DATE:
        if (tp_date_parse(text, length, &date) == TP_PARSE_OK)
            return tp_arena_copy(arena, buffer, tp_date_format(date, buffer));
        return text;
    case TP_T_BOOL:
        return !strcmp(text, "true") || !strcmp(text, "是") ? "true" : "false";
    case TP_T_ENUM:
        for (const tp_choice *c = key->choices; c->en; c++)
            if (c->zh && !strcmp(text, c->zh))
                return c->en;
        return text;
    default:
        return text;
    }
}

static tp_node *normal_scalar(const tp_key *key, const tp_node *node, tp_arena *arena)
{
    tp_node *copy = copy_of(node, arena);
    if (!copy || node->kind != TP_NODE_SCALAR)
        return copy;
    copy->text = normal_text(key, node->text, arena);
    /* Texts are quoted where other readers would take them for something else; figures never. */
    copy->quoted = key->type == TP_T_TEXT || key->type == TP_T_ENUM;
    return copy->text ? copy : NULL;
}

static tp_node *normal_texts(const tp_node *node, tp_arena *arena)
{
    static const tp_key text = {.type = TP_T_TEXT};
    size_t count = node->kind == TP_NODE_LIST ? node->count : 1;
    tp_node *list = tp_arena_alloc(arena, sizeof *list);
    tp_node **child = tp_arena_array(arena, count, sizeof *child);
    if (!list || !child)
        return NULL;
    *list = *node;
    list->kind = TP_NODE_LIST;
    list->text = NULL;
    list->count = count;
    list->child = child;
    for (size_t i = 0; i < count; i++) {
        child[i] = normal_scalar(&text, node->kind == TP_NODE_LIST ? node->child[i] : node, arena);
        if (!child[i])
            return NULL;
        child[i]->key = NULL;
    }
    return list;
}

static tp_node *words_member(const tp_node *node, const char *key, tp_arena *arena)
{
    const char *other = *key == 'z' ? "en" : "zh";
    const tp_node *from = node;
    if (node->kind == TP_NODE_MAP) {
        from = tp_node_get(node, key);
        if (!from || from->kind != TP_NODE_SCALAR)
            from = tp_node_get(node, other);
    }
    tp_node *copy = tp_arena_alloc(arena, sizeof *copy);
    if (!copy || !from)
        return NULL;
    *copy = *from;
    copy->key = key;
    copy->quoted = true;
    return copy;
}

static tp_node *normal_words(const tp_node *node, tp_arena *arena)
{
    if (node->kind == TP_NODE_MAP && !tp_node_get(node, "zh") && !tp_node_get(node, "en"))
        return copy_of(node, arena);
    tp_node *map = tp_arena_alloc(arena, sizeof *map);
    tp_node **child = tp_arena_array(arena, 2, sizeof *child);
    if (!map || !child)
        return NULL;
    *map = *node;
    map->kind = TP_NODE_MAP;
    map->text = NULL;
    map->count = 2;
    map->child = child;
    child[0] = words_member(node, "zh", arena);
    child[1] = words_member(node, "en", arena);
    return child[0] && child[1] ? map : NULL;
}

static tp_node *normal_text_map(const tp_node *node, tp_arena *arena)
{
    static const tp_key text = {.type = TP_T_TEXT};
    tp_node *copy = copy_of(node, arena);
    for (size_t i = 0; copy && i < node->count; i++) {
        tp_node *child = normal_scalar(&text, node->child[i], arena);
        if (!child)
            return NULL;
        copy->child[copy->count++] = child;
    }
    if (copy)
        sort_members(copy);
    return copy;
}

static tp_node *normal_members(const tp_node *node, const place *inner, tp_arena *arena)
{
    tp_node *copy = copy_of(node, arena);
    for (size_t i = 0; copy && i < node->count; i++) {
        tp_node *child = normal_map(node->child[i], inner, arena);
        if (!child)
            return NULL;
        copy->child[copy->count++] = child;
    }
    if (copy && copy->kind == TP_NODE_MAP)
        sort_members(copy);
    return copy;
}

static tp_node *normal_value(const tp_key *key, const tp_node *node, const place *inner,
                             tp_arena *arena)
{
    switch (key->type) {
    case TP_T_STRUCT:
        return normal_map(node, inner, arena);
    case TP_T_LIST:
    case TP_T_MAP:
        return normal_members(node, inner, arena);
    case TP_T_TEXTS:
        return normal_texts(node, arena);
    case TP_T_WORDS:
        return normal_words(node, arena);
    case TP_T_TEXT_MAP:
        return normal_text_map(node, arena);
    case TP_T_NODE:
        return normal_any(node, arena);
    default:
        return normal_scalar(key, node, arena);
    }
}

static const tp_key *key_of(const place *here, const char *name, place *inner, tp_arena *arena)
{
    const tp_key *known = NULL;
    *inner = (place){NULL, 0};
    for (size_t s = 0; s < here->count; s++)
        for (size_t i = 0; i < here->of[s]->count; i++) {
            const tp_key *key = &here->of[s]->keys[i];
            if (!key->name || strcmp(key->name, name) != 0)
                continue;
            known = known ? known : key;
            if (!key->of)
                break;
            if (!inner->of)
                inner->of = tp_arena_array(arena, here->count, sizeof *inner->of);
            if (!inner->of)
                return NULL;
            inner->of[inner->count++] = key->of;
            break; /* a name stands once in a table */
        }
    return known;
}

/* Adds the member called name, unless it was added before (another table knows it, too). */
static bool add_member(tp_node *to, const tp_node *map, const char *name, const place *here,
                       tp_arena *arena)
{
    const tp_node *child = tp_node_get(map, name);
    if (!child)
        return true;
    for (size_t i = 0; i < to->count; i++)
        if (!strcmp(to->child[i]->key, name))
            return true;
    place inner;
    const tp_key *key = key_of(here, name, &inner, arena);
    tp_node *value = key ? normal_value(key, child, &inner, arena) : NULL;
    if (!value)
        return false;
    to->child[to->count++] = value;
    return true;
}

static tp_node *normal_map(const tp_node *map, const place *here, tp_arena *arena)
{
    if (map->kind != TP_NODE_MAP)
        return normal_any(map, arena);
    tp_node *copy = copy_of(map, arena);
    for (size_t s = 0; copy && s < here->count; s++)
        for (size_t i = 0; i < here->of[s]->count; i++) {
            const char *name = here->of[s]->keys[i].name;
            if (name && !add_member(copy, map, name, here, arena))
                return NULL;
        }
    return copy;
}

const tp_node *tp_schema_normal(const tp_node *root, const tp_schema_set *set, tp_arena *arena)
{
    place here = {tp_arena_array(arena, set->count + 1, sizeof *here.of), set->count};
    if (!here.of)
        return NULL;
    for (size_t i = 0; i < set->count; i++)
        here.of[i] = set->of[i];
    return normal_map(root, &here, arena);
}
