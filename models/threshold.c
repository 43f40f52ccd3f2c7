#include "models/threshold.h"

#include "models/rule.h"
#include "read/schema_place.h"

#include <string.h>

/* One rule's keys, walked along what the scenario says. */
typedef struct key_walk {
    tp_arena *arena;
    tp_threshold *items;
    size_t count, capacity;
    int rule;
} key_walk;

static bool walk_place(key_walk *w, const tp_place *place, const tp_node *node, const char *path);

static bool add_threshold(key_walk *w, const tp_node *node, const char *path)
{
    tp_dec at;
    if (node->kind != TP_NODE_SCALAR ||
        tp_dec_parse(node->text, strlen(node->text), &at) != TP_PARSE_OK)
        return true;
    if (!tp_arena_grow(w->arena, &w->items, &w->capacity, w->count, 1))
        return false;
    w->items[w->count++] = (tp_threshold){path, tp_rules[w->rule]->id, at, 0, 0};
    return true;
}

static bool walk_key(key_walk *w, const tp_place *place, const tp_node *node, const char *path)
{
    const tp_key *key;
    tp_place below;
    if (!tp_place_under(place, node->key, w->arena, &key, &below))
        return false;
    if (!key)
        return true; /* another rule's */
    if (key->flags & TP_KEY_THRESHOLD)
        return add_threshold(w, node, path);
    if (key->type == TP_T_STRUCT)
        return walk_place(w, &below, node, path);
    if (key->type != TP_T_LIST && key->type != TP_T_MAP)
        return true;
    for (size_t i = 0; i < node->count; i++) {
        const tp_node *child = node->child[i];
        const char *at = key->type == TP_T_LIST
                             ? tp_arena_format(w->arena, "%s[%zu]", path, i + 1)
                             : tp_arena_format(w->arena, "%s.%s", path, child->key);
        if (!at || !walk_place(w, &below, child, at))
            return false;
    }
    return true;
}

static bool walk_place(key_walk *w, const tp_place *place, const tp_node *node, const char *path)
{
    bool ok = true;
    for (size_t i = 0; ok && node->kind == TP_NODE_MAP && i < node->count; i++) {
        const tp_node *child = node->child[i];
        const char *at = *path ? tp_arena_format(w->arena, "%s.%s", path, child->key) : child->key;
        ok = at && walk_key(w, place, child, at);
    }
    return ok;
}

bool tp_thresholds(const tp_scenario *scenario, tp_arena *arena, tp_threshold **out, size_t *count)
{
    key_walk w = {.arena = arena};
    bool ok = true;
    for (w.rule = 0; ok && w.rule < tp_n_rules; w.rule++) {
        const tp_schema_set set = {&tp_rules[w.rule]->schema, 1};
        tp_place root;
        if (tp_rules[w.rule]->schema)
            ok = tp_place_root(&root, &set, arena) && walk_place(&w, &root, scenario->normal, "");
    }
    *out = w.items;
    *count = w.count;
    return ok;
}

bool tp_threshold_concerns(const tp_case *c, const tp_threshold *t, int32_t unit)
{
    const tp_rule *rule = tp_rules[tp_rule_find(t->rule)];
    const tp_unit *u = &c->data->units[unit];
    for (int32_t l = u->first_line; l < u->first_line + u->lines; l++) {
        bool gives = c->line[l].idle + c->line[l].reclaimed > 0;
        bool asks = c->data->lines[l].demands > 0;
        if (rule->supply || rule->reclaim ? gives : rule->denies ? asks : asks || gives)
            return true;
    }
    return false;
}
