#include "base/text.h"
#include "read/schema_path.h"
#include "read/schema_place.h"

#include <string.h>

typedef struct checker {
    tp_arena *arena;
    tp_diags *diags;
    tp_place root;
    bool nomem;
} checker;

static const tp_msg msg_near = {"schema.unknown-key", "未知的键 {0}；是否要写“{1}”？",
                                "unknown key {0}; did you mean \"{1}\"?"};
static const tp_msg msg_elsewhere = {"schema.unknown-key",
                                     "未知的键 {0}：这个键的位置是 {1}；此处可用的键：{2}",
                                     "unknown key {0}: it belongs at {1}; allowed here: {2}"};
static const tp_msg msg_unknown = {"schema.unknown-key", "未知的键 {0}；此处可用的键：{1}",
                                   "unknown key {0}; allowed here: {1}"};

static const tp_msg msg_empty = {
    "schema.empty-value",
    "{0} 的值为空：没有继承来的内容可以删除，此处不起作用（不需要的键请删去）",
    "{0} has no value: nothing was inherited that it could remove, so it does nothing (a key that "
    "is "
    "not needed is better left out)"};

/* Where else in the document a key of this name belongs: the first place in table order. */
static bool search(const tp_place *from, const char *name, const tp_key_path *path, tp_buf *out)
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
            if (!tp_key_nests(key))
                continue;
            const tp_schema *of = key->of;
            const tp_place sub = {&of, 1};
            const tp_key_path any = {&here, "*", 0};
            if (search(&sub, name, key->type == TP_T_STRUCT ? &here : &any, out))
                return true;
        }
    return false;
}

static void unknown(checker *c, const tp_place *here, const tp_node *child, const tp_key_path *path)
{
    enum { MOST = 128 };
    const char *names[MOST];
    size_t count = 0;
    tp_buf allowed = {0}, other = {0};
    size_t next = 0;
    for (const tp_key *key; count < MOST && (key = tp_place_next(here, &next));) {
        if (key->flags & TP_KEY_HIDDEN)
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

/* An empty value: it removes what was inherited, or does nothing. A required key is missing, which
 * is told by who fills it. */
static void check_empty(checker *c, const tp_node *child, const tp_key *key,
                        const tp_key_path *path)
{
    if (child->kind != TP_NODE_NULL || child->removes || (key && key->flags & TP_KEY_REQUIRED))
        return;
    const char *full = tp_key_path_text(c->arena, path, child->key);
    if (full)
        tp_diag_warn(c->diags, child->key_pos, &msg_empty, full);
    else
        c->nomem = true;
}

static void check_map(checker *c, const tp_node *map, const tp_place *here, const tp_key_path *path)
{
    for (size_t i = 0; i < map->count && !c->nomem; i++) {
        const tp_node *child = map->child[i];
        const tp_key_path at = {path, child->key, 0};
        const tp_key *key;
        tp_place sub;
        if (!tp_place_under(here, child->key, c->arena, &key, &sub)) {
            c->nomem = true;
            return;
        }
        if (!key) {
            unknown(c, here, child, path);
            continue;
        }
        check_empty(c, child, key, path);
        if (key->type == TP_T_TEXT_MAP && child->kind == TP_NODE_MAP)
            for (size_t k = 0; k < child->count; k++)
                check_empty(c, child->child[k], NULL, &at);
        if (key->type == TP_T_WORDS && child->kind == TP_NODE_MAP) {
            const tp_schema *of = &language_schema;
            check_map(c, child, &(tp_place){&of, 1}, &at);
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
            else if (members)
                check_empty(c, inner, NULL, &at);
        }
    }
}

tp_status tp_schema_check_at(const tp_node *map, const char *path, const tp_schema_set *set,
                             tp_arena *arena, tp_diags *diags, tp_err *err)
{
    checker c = {.arena = arena, .diags = diags};
    size_t errors = diags->errors;
    if (!tp_place_root(&c.root, set, arena))
        return tp_fail_nomem(err);
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
