#include "base/text.h"
#include "read/schema_path.h"

#include <string.h>

/* The tables that describe one place of the document. */
typedef struct place {
    const tp_schema **of;
    size_t count;
} place;

typedef struct checker {
    tp_arena *arena;
    tp_diags *diags;
    place root;
    bool nomem;
} checker;

static const tp_msg msg_near = {"schema.unknown-key", "未知的键 {0}；是否要写“{1}”？",
                                "unknown key {0}; did you mean \"{1}\"?"};
static const tp_msg msg_elsewhere = {"schema.unknown-key",
                                     "未知的键 {0}：这个键的位置是 {1}；此处可用的键：{2}",
                                     "unknown key {0}: it belongs at {1}; allowed here: {2}"};
static const tp_msg msg_unknown = {"schema.unknown-key", "未知的键 {0}；此处可用的键：{1}",
                                   "unknown key {0}; allowed here: {1}"};

static const tp_key *find_key(const tp_schema *schema, const char *name)
{
    for (size_t i = 0; i < schema->count; i++)
        if (schema->keys[i].name && !strcmp(schema->keys[i].name, name))
            return &schema->keys[i];
    return NULL;
}

static bool nests(const tp_key *key)
{
    return key->of && (key->type == TP_T_STRUCT || key->type == TP_T_LIST || key->type == TP_T_MAP);
}

/* The tables for what stands under `name`; known tells whether any table has the key. */
static place under(checker *c, const place *here, const char *name, const tp_key **known)
{
    place sub = {NULL, 0};
    *known = NULL;
    for (size_t s = 0; s < here->count; s++) {
        const tp_key *key = find_key(here->of[s], name);
        if (!key)
            continue;
        if (!*known || nests(key))
            *known = key;
        if (!nests(key))
            continue;
        if (!sub.of)
            sub.of = tp_arena_array(c->arena, here->count, sizeof *sub.of);
        if (!sub.of) {
            c->nomem = true;
            return sub;
        }
        bool there = false;
        for (size_t i = 0; i < sub.count; i++)
            there = there || sub.of[i] == key->of;
        if (!there)
            sub.of[sub.count++] = key->of;
    }
    return sub;
}

/* Where else in the document a key of this name belongs: the first place in table order. */
static bool search(const place *from, const char *name, const tp_key_path *path, tp_buf *out)
{
    enum { DEEPEST = 6 };
    size_t depth = 0;
    for (const tp_key_path *p = path; p; p = p->up)
        depth++;
    for (size_t s = 0; s < from->count && depth < DEEPEST; s++)
        for (size_t i = 0; i < from->of[s]->count; i++) {
            const tp_key *key = &from->of[s]->keys[i];
            if (!key->name || (key->flags & TP_KEY_HIDDEN))
                continue;
            const tp_key_path here = {path, key->name, 0};
            if (!strcmp(key->name, name)) {
                tp_key_path_write(out, &here);
                return true;
            }
            if (!nests(key))
                continue;
            const tp_schema *of = key->of;
            const place sub = {&of, 1};
            const tp_key_path any = {&here, "*", 0};
            if (search(&sub, name, key->type == TP_T_STRUCT ? &here : &any, out))
                return true;
        }
    return false;
}

static void unknown(checker *c, const place *here, const tp_node *child, const tp_key_path *path)
{
    enum { MOST = 128 };
    const char *names[MOST];
    size_t count = 0;
    tp_buf allowed = {0}, other = {0};
    for (size_t s = 0; s < here->count; s++)
        for (size_t i = 0; i < here->of[s]->count; i++) {
            const tp_key *key = &here->of[s]->keys[i];
            bool listed = !key->name || (key->flags & TP_KEY_HIDDEN) || count == MOST;
            for (size_t k = 0; k < count && !listed; k++)
                listed = !strcmp(names[k], key->name);
            if (listed)
                continue;
            names[count++] = key->name;
            tp_buf_text(&allowed, allowed.length ? ", " : "");
            tp_buf_text(&allowed, key->name);
        }
    tp_buf_text(&allowed, count ? "" : "–");
    const char *near = tp_text_closest(child->key, names, count);
    const char *full = tp_key_path_text(c->arena, path, child->key);
    const tp_key_path root = {NULL, "", 0};
    bool elsewhere = !near && search(&c->root, child->key, &root, &other);
    if (!full || !tp_buf_ok(&allowed) || !tp_buf_ok(&other))
        c->nomem = true;
    else if (near)
        tp_schema_error(c->diags, child->key_pos, &msg_near, 2,
                        (const tp_words[]){tp_same(full), tp_same(near)});
    else if (elsewhere)
        tp_schema_error(
            c->diags, child->key_pos, &msg_elsewhere, 3,
            (const tp_words[]){tp_same(full), tp_same(other.bytes), tp_same(allowed.bytes)});
    else
        tp_schema_error(c->diags, child->key_pos, &msg_unknown, 2,
                        (const tp_words[]){tp_same(full), tp_same(allowed.bytes)});
    tp_buf_finish(&allowed);
    tp_buf_finish(&other);
}

static const tp_key language_keys[] = {{.name = "zh", .type = TP_T_TEXT},
                                       {.name = "en", .type = TP_T_TEXT}};
static const tp_schema language_schema = {.name = "words", TP_KEYS(language_keys)};

static void check_map(checker *c, const tp_node *map, const place *here, const tp_key_path *path)
{
    for (size_t i = 0; i < map->count && !c->nomem; i++) {
        const tp_node *child = map->child[i];
        const tp_key_path at = {path, child->key, 0};
        const tp_key *key;
        place sub = under(c, here, child->key, &key);
        if (!key) {
            unknown(c, here, child, path);
            continue;
        }
        if (key->type == TP_T_WORDS && child->kind == TP_NODE_MAP) {
            const tp_schema *of = &language_schema;
            check_map(c, child, &(place){&of, 1}, &at);
        }
        if (key->type == TP_T_STRUCT && child->kind == TP_NODE_MAP)
            check_map(c, child, &sub, &at);
        bool list = key->type == TP_T_LIST && child->kind == TP_NODE_LIST;
        bool members = key->type == TP_T_MAP && child->kind == TP_NODE_MAP;
        for (size_t k = 0; (list || members) && k < child->count; k++) {
            const tp_node *inner = child->child[k];
            const tp_key_path in = {&at, list ? NULL : inner->key, list ? k + 1 : 0};
            if (inner->kind == TP_NODE_MAP)
                check_map(c, inner, &sub, &in);
        }
    }
}

tp_status tp_schema_check_at(const tp_node *map, const char *path, const tp_schema_set *set,
                             tp_arena *arena, tp_diags *diags, tp_err *err)
{
    checker c = {.arena = arena, .diags = diags};
    size_t errors = diags->errors;
    c.root = (place){tp_arena_array(arena, set->count + 1, sizeof *c.root.of), set->count};
    if (!c.root.of)
        return tp_fail_nomem(err);
    for (size_t i = 0; i < set->count; i++)
        c.root.of[i] = set->of[i];
    const tp_key_path root = {NULL, path, 0};
    if (map && map->kind == TP_NODE_MAP)
        check_map(&c, map, &c.root, &root);
    if (c.nomem || diags->out_of_memory)
        return tp_fail_nomem(err);
    if (diags->errors > errors)
        return tp_fail(err, TP_E_INPUT, "unknown keys");
    return TP_OK;
}

tp_status tp_schema_check(const tp_node *root, const tp_schema *const *schemas, size_t count,
                          tp_arena *arena, tp_diags *diags, tp_err *err)
{
    const tp_schema_set set = {schemas, count};
    return tp_schema_check_at(root, "", &set, arena, diags, err);
}
