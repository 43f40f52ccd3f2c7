#include "serve/draft.h"

#include <string.h>

/* Keys that say what a file is, not what its rules are. */
static bool about_file(const char *key)
{
    static const char *const keys[] = {"schema", "name",      "title",    "extends",
                                       "data",   "overrides", "scenarios"};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (!strcmp(keys[i], key))
            return true;
    return false;
}

static bool alike(const tp_node *a, const tp_node *b)
{
    if (a->kind != b->kind || a->count != b->count)
        return false;
    if (a->kind == TP_NODE_SCALAR && strcmp(a->text, b->text) != 0)
        return false;
    for (size_t i = 0; i < a->count; i++) {
        const tp_node *other =
            a->kind == TP_NODE_MAP ? tp_node_get(b, a->child[i]->key) : b->child[i];
        if (!other || !alike(a->child[i], other))
            return false;
    }
    return true;
}

static tp_node *map_of(tp_arena *arena, const char *key, size_t capacity)
{
    tp_node *map = tp_arena_alloc(arena, sizeof *map);
    if (map) {
        map->kind = TP_NODE_MAP;
        map->key = key;
        map->child = tp_arena_array(arena, capacity + 1, sizeof(tp_node *));
    }
    return map && map->child ? map : NULL;
}

static bool add_gone(tp_node *to, const tp_node *was, tp_arena *arena)
{
    tp_node *gone = tp_arena_alloc(arena, sizeof *gone);
    if (!gone)
        return false;
    gone->kind = TP_NODE_NULL;
    gone->key = was->key;
    to->child[to->count++] = gone;
    return true;
}

/* A map of what differs; empty: nothing does. NULL: memory is out. */
static tp_node *difference(const tp_node *base, const tp_node *now, bool root, tp_arena *arena)
{
    tp_node *out = map_of(arena, now->key, base->count + now->count);
    for (size_t i = 0; out && i < now->count; i++) {
        tp_node *child = now->child[i];
        const tp_node *was = tp_node_get(base, child->key);
        if ((root && about_file(child->key)) || (was && alike(was, child)))
            continue;
        if (was && was->kind == TP_NODE_MAP && child->kind == TP_NODE_MAP && child->count) {
            child = difference(was, child, false, arena);
            if (!child)
                return NULL;
        }
        out->child[out->count++] = child;
    }
    for (size_t i = 0; out && i < base->count; i++) {
        const tp_node *was = base->child[i];
        if (!tp_node_get(now, was->key) && !(root && about_file(was->key)) &&
            !add_gone(out, was, arena))
            return NULL;
    }
    return out;
}

bool tp_draft_same(const tp_scenario *a, const tp_scenario *b)
{
    tp_arena *arena = tp_arena_create();
    tp_node *found = arena ? difference(a->normal, b->normal, true, arena) : NULL;
    bool same = found && !found->count;
    tp_arena_free(arena);
    return same;
}

static tp_node *text_of(tp_arena *arena, const char *key, const char *text)
{
    tp_node *node = tp_arena_alloc(arena, sizeof *node);
    if (!node)
        return NULL;
    *node = (tp_node){.kind = TP_NODE_SCALAR, .key = key, .text = text};
    return node;
}

/* The head's keys, then those of the body; of a whole file, those that say what it is stay. */
static tp_node *with_head(const tp_draft_head *head, const tp_node *body, tp_arena *arena)
{
    const char *const keys[] = {"extends", "schema", "name", "title", "data"};
    const char *const texts[] = {head->extends, "turnpool.scenario/1", head->name, head->title,
                                 head->data};
    tp_node *out = map_of(arena, NULL, body->count + 5);
    for (size_t i = 0; out && i < 5; i++) {
        if (!texts[i] || !*texts[i])
            continue;
        out->child[out->count] = text_of(arena, keys[i], texts[i]);
        if (!out->child[out->count++])
            return NULL;
    }
    for (size_t i = 0; out && i < body->count; i++) {
        const char *key = body->child[i]->key;
        if (!about_file(key) || (!strcmp(key, "data") && !head->data))
            out->child[out->count++] = body->child[i];
    }
    return out;
}

tp_status tp_draft_write(tp_buf *out, const tp_scenario *base, const tp_scenario *now,
                         const tp_draft_head *head, bool *same, tp_arena *arena, tp_err *err)
{
    const tp_node *root = difference(base->normal, now->normal, true, arena);
    if (same)
        *same = root && !root->count;
    if (root && head)
        root = with_head(head, head->extends ? root : now->normal, arena);
    if (!root)
        return tp_fail_nomem(err);
    if (root->count)
        tp_tree_write(out, root, false);
    return tp_buf_ok(out) ? TP_OK : tp_fail_nomem(err);
}

typedef struct reading {
    tp_setting *items;
    size_t count, capacity;
    tp_arena *arena;
    bool failed;
} reading;

static void set(reading *r, const char *path, const tp_node *node)
{
    tp_buf text;
    tp_buf_init(&text);
    if (node->kind != TP_NODE_NULL)
        tp_tree_write_flow(&text, node);
    const char *value = tp_arena_text(r->arena, text.bytes ? text.bytes : "");
    r->failed = r->failed || !value || !tp_buf_ok(&text) ||
                !tp_arena_grow(r->arena, &r->items, &r->capacity, r->count, 1);
    if (!r->failed)
        r->items[r->count++] = (tp_setting){.key = path, .value = value};
    tp_buf_finish(&text);
}

static void walk(reading *r, const char *path, const tp_node *map)
{
    for (size_t i = 0; i < map->count && !r->failed; i++) {
        const tp_node *child = map->child[i];
        if (!*path && about_file(child->key))
            continue;
        /* At the top a dotted key is a path already. */
        const char *quote = *path && strpbrk(child->key, ".[]") ? "\"" : "";
        const char *at =
            *path ? tp_arena_format(r->arena, "%s.%s%s%s", path, quote, child->key, quote)
                  : child->key;
        if (!at)
            r->failed = true;
        else if (child->kind == TP_NODE_MAP && child->count)
            walk(r, at, child);
        else
            set(r, at, child);
    }
}

tp_status tp_draft_read(tp_setting **out, size_t *count, const char *text, tp_arena *arena,
                        tp_diags *diags, tp_err *err)
{
    const tp_source source = {.path = "YAML", .text = text, .length = strlen(text)};
    reading r = {.arena = arena};
    tp_node *root = NULL;
    *count = 0;
    *out = NULL;
    if (!text[strspn(text, " \t\r\n")])
        return TP_OK;
    tp_status status = tp_tree_parse(&root, arena, &source, diags, err);
    if (status)
        return status;
    if (root && root->kind == TP_NODE_MAP)
        walk(&r, "", root);
    *out = r.items;
    *count = r.count;
    return r.failed ? tp_fail_nomem(err) : TP_OK;
}
