#include "base/text.h"
#include "read/schema_place.h"

#include <stdlib.h>
#include <string.h>

/* Two documents that say the same are written the same: values by their types, keys in the order
 * of the tables, members of maps by natural order. */

static tp_node *normal_map(const tp_node *map, const tp_place *here, tp_arena *arena);
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

static tp_node *normal_members(const tp_node *node, const tp_place *inner, tp_arena *arena)
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

static tp_node *normal_value(const tp_key *key, const tp_node *node, const tp_place *inner,
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

static tp_node *normal_map(const tp_node *map, const tp_place *here, tp_arena *arena)
{
    if (map->kind != TP_NODE_MAP)
        return normal_any(map, arena);
    tp_node *copy = copy_of(map, arena);
    size_t next = 0;
    for (const tp_key *first; copy && (first = tp_place_next(here, &next));) {
        const tp_node *child = tp_node_get(map, first->name);
        const tp_key *key;
        tp_place inner;
        if (!child)
            continue;
        if (!tp_place_under(here, first->name, arena, &key, &inner))
            return NULL;
        tp_node *value = normal_value(key, child, &inner, arena);
        if (!value)
            return NULL;
        copy->child[copy->count++] = value;
    }
    return copy;
}

const tp_node *tp_schema_normal(const tp_node *root, const tp_schema_set *set, tp_arena *arena)
{
    tp_place here;
    return tp_place_root(&here, set, arena) ? normal_map(root, &here, arena) : NULL;
}
