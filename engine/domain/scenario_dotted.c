/* Dotted keys: `reserve.share: 0.1` at the top of a file or of a fragment of `overrides` stands for
 * `reserve: {share: 0.1}`. A key that holds a dot itself is written in double quotes:
 * sectors."a.b".weight. Deeper down a dot is part of the key. */
#include "domain/scenario_resolve.h"

#include <string.h>

enum { MOST_STEPS = 32 };

static const tp_msg msg_twice = {"scenario.twice", "“{0}”写了两次", "{0} is stated twice"};

/* Splits a key; the number of steps, 0 if it is no dotted key. */
static size_t split(tp_arena *arena, const char *key, const char *step[MOST_STEPS])
{
    size_t n = 0;
    for (const char *at = key;;) {
        bool quoted = *at == '"';
        at += quoted;
        size_t length = strcspn(at, quoted ? "\"" : ".");
        if (!length || n == MOST_STEPS || (quoted && at[length] != '"'))
            return 0;
        step[n] = tp_arena_copy(arena, at, length);
        if (!step[n++])
            return 0;
        at += length + quoted;
        if (quoted && *at == '+' && !at[1])
            step[n - 1] = tp_arena_format(arena, "%s+", step[n - 1]);
        else if (*at == '.')
            at++;
        else if (*at)
            return 0;
        else
            return n > 1 ? n : 0;
        if (!*at || *at == '+')
            return n > 1 && *at == '+' && step[n - 1] ? n : 0;
    }
}

static tp_node *map_of(tp_arena *arena, const char *key, tp_node *child, const tp_node *like)
{
    tp_node *map = tp_arena_alloc(arena, sizeof *map);
    tp_node **members = tp_arena_array(arena, 1, sizeof(tp_node *));
    if (!map || !members)
        return NULL;
    members[0] = child;
    *map = (tp_node){.kind = TP_NODE_MAP,
                     .pos = like->key_pos,
                     .key_pos = like->key_pos,
                     .key = key,
                     .count = 1,
                     .child = members};
    return map;
}

/* The map with the one value at the place the steps name, as a tree of its own. */
static tp_node *nested(tp_arena *arena, const tp_node *value, const char *const *step, size_t n)
{
    tp_node *leaf = tp_arena_alloc(arena, sizeof *leaf);
    if (!leaf)
        return NULL;
    *leaf = *value;
    leaf->key = step[n - 1];
    tp_node *tree = leaf;
    for (size_t k = n; tree && k-- > 0;)
        tree = map_of(arena, k ? step[k - 1] : NULL, tree, value);
    return tree;
}

/* Is there a value at that place, or above it one that is no map? */
static bool is_stated(const tp_node *map, const char *const *step, size_t n)
{
    for (size_t k = 0; k < n; k++) {
        map = tp_node_get(map, step[k]);
        if (!map || (map->kind != TP_NODE_MAP && k + 1 < n))
            return map != NULL;
    }
    return true;
}

static bool any_dotted(const tp_node *map)
{
    for (size_t i = 0; i < map->count; i++)
        if (strchr(map->child[i]->key, '.'))
            return true;
    return false;
}

static tp_node *expand(tp_resolver *r, tp_node *map)
{
    if (!any_dotted(map))
        return map;
    const char *step[MOST_STEPS];
    tp_node *out = map;
    for (size_t i = 0; out && i < map->count; i++) {
        const tp_node *value = map->child[i];
        size_t n = strchr(value->key, '.') ? split(r->arena, value->key, step) : 0;
        if (!n)
            continue;
        out = tp_scenario_without(r, out, value->key);
        if (out && is_stated(out, step, n)) {
            tp_diag_error(r->diags, value->key_pos, &msg_twice, value->key);
            continue;
        }
        tp_node *tree = out ? nested(r->arena, value, step, n) : NULL;
        out = tree ? tp_scenario_merge_raw(r, out, tree) : NULL;
    }
    if (out && out != map) {
        out->key = map->key;
        out->key_pos = map->key_pos;
        out->pos = map->pos;
    }
    return out;
}

tp_node *tp_scenario_expand_dotted(tp_resolver *r, tp_node *root)
{
    tp_node *out = expand(r, root);
    const tp_node *overrides = out ? tp_node_get(out, "overrides") : NULL;
    if (!overrides || overrides->kind != TP_NODE_MAP)
        return out;
    tp_node *fragments = tp_arena_alloc(r->arena, sizeof *fragments);
    tp_node **child = tp_arena_array(r->arena, overrides->count + 1, sizeof(tp_node *));
    if (!fragments || !child)
        return NULL;
    *fragments = *overrides;
    fragments->child = child;
    for (size_t i = 0; i < overrides->count; i++) {
        child[i] = overrides->child[i];
        if (child[i]->kind == TP_NODE_MAP && !(child[i] = expand(r, child[i])))
            return NULL;
    }
    return tp_scenario_with(r, out, fragments);
}
