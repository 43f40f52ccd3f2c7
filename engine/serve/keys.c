#include "serve/keys.h"

#include "models/bind.h"
#include "read/schema_place.h"

#include <string.h>

typedef struct walk {
    tp_entry_fields *out;
    const tp_scenario *scenario;
    tp_arena *arena;
    bool failed;
} walk;

static const char *flow(walk *w, const tp_node *node)
{
    tp_buf text;
    if (!node)
        return "";
    if (node->kind == TP_NODE_SCALAR)
        return node->text;
    tp_buf_init(&text);
    tp_tree_write_flow(&text, node);
    const char *made = tp_buf_ok(&text) && text.bytes ? tp_arena_text(w->arena, text.bytes) : NULL;
    tp_buf_finish(&text);
    w->failed = w->failed || !made;
    return made ? made : "";
}

/* "a" and "b" make a.b; keys with dots or brackets are quoted, as a setting wants them. */
static const char *step(walk *w, const char *path, const char *key)
{
    const char *quote = strpbrk(key, ".[]\"") ? "\"" : "";
    const char *made = *path ? tp_arena_format(w->arena, "%s.%s%s%s", path, quote, key, quote)
                             : tp_arena_format(w->arena, "%s%s%s", quote, key, quote);
    w->failed = w->failed || !made;
    return made ? made : "";
}

/* "A sentence: details." cut where the details begin, for a label. */
static tp_words shortened(walk *w, tp_words doc)
{
    static const char *const marks[2][4] = {{"，", "；", "。", "："}, {",", ";", ".", ":"}};
    const char *text[2] = {doc.zh ? doc.zh : "", doc.en ? doc.en : ""};
    for (int lang = 0; lang < 2; lang++) {
        size_t length = strlen(text[lang]);
        for (int m = 0; m < 4; m++) {
            const char *at = strstr(text[lang], marks[lang][m]);
            bool ends = at && (lang == 0 || !at[1] || at[1] == ' ');
            if (ends && at > text[lang] && (size_t)(at - text[lang]) < length)
                length = (size_t)(at - text[lang]);
        }
        text[lang] = tp_arena_copy(w->arena, text[lang], length);
        w->failed = w->failed || !text[lang];
    }
    return (tp_words){text[0], text[1]};
}

/* What a key is called: its title; the beginning of what it does where it has none. */
static tp_words named(walk *w, const tp_key *key)
{
    return key->title.zh ? key->title : shortened(w, key->doc);
}

typedef struct spot {
    const char *path;
    const char *under;
    const char *member; /* name of the map's member or list's element it stands in; NULL */
    int depth;
} spot;

static void add(walk *w, const tp_key *key, const tp_node *node, const spot *at)
{
    tp_entry_fields *out = w->out;
    if (w->failed || !tp_arena_grow(w->arena, &out->items, &out->capacity, out->count, 1)) {
        w->failed = true;
        return;
    }
    tp_words name = named(w, key);
    if (at->member)
        name = (tp_words){tp_arena_format(w->arena, "%s · %s", at->member, name.zh),
                          tp_arena_format(w->arena, "%s · %s", at->member, name.en)};
    out->items[out->count++] = (tp_entry_field){.path = at->path,
                                                .key = key,
                                                .node = node,
                                                .value = flow(w, node),
                                                .under = at->under,
                                                .basis = tp_scenario_basis(w->scenario, at->under),
                                                .name = name,
                                                .depth = at->depth};
}

/* What a person calls an element of a list: its name, or what it is about. */
static const char *element_name(walk *w, const tp_node *element, size_t index)
{
    static const char *const keys[] = {"name", "demand", "goal", "scope", "unit", "from"};
    for (size_t i = 0; element->kind == TP_NODE_MAP && i < sizeof keys / sizeof *keys; i++) {
        const tp_node *at = tp_node_get(element, keys[i]);
        if (at && at->kind == TP_NODE_SCALAR)
            return at->text;
    }
    return tp_arena_format(w->arena, "%zu", index + 1);
}

static void walk_place(walk *w, const tp_place *place, const tp_node *node, const spot *at);

static void walk_key(walk *w, const tp_place *place, const char *name, const tp_node *node,
                     const spot *at)
{
    const tp_key *key;
    tp_place below;
    if (!tp_place_under(place, name, w->arena, &key, &below)) {
        w->failed = true;
        return;
    }
    if (key->flags & (TP_KEY_HIDDEN | TP_KEY_FRAGMENTS))
        return;
    spot here = {step(w, at->path, name), at->under ? at->under : name, at->member, at->depth + 1};
    if (!tp_key_nests(key)) {
        add(w, key, node, &here);
        return;
    }
    if (key->type == TP_T_STRUCT) {
        walk_place(w, &below, node, &here);
        return;
    }
    for (size_t i = 0; node && i < node->count; i++) {
        const tp_node *child = node->child[i];
        spot inner = here;
        inner.depth++;
        bool list = key->type == TP_T_LIST;
        inner.path = list ? tp_arena_format(w->arena, "%s[%zu]", here.path, i + 1)
                          : step(w, here.path, child->key ? child->key : "");
        inner.member = list ? element_name(w, child, i) : child->key;
        if (!inner.path || !inner.member)
            w->failed = true;
        else
            walk_place(w, &below, child, &inner);
    }
}

static void walk_place(walk *w, const tp_place *place, const tp_node *node, const spot *at)
{
    size_t next = 0;
    if (node && node->kind != TP_NODE_MAP)
        node = NULL;
    for (const tp_key *key; !w->failed && (key = tp_place_next(place, &next));)
        walk_key(w, place, key->name, node ? tp_node_get(node, key->name) : NULL, at);
}

tp_status tp_keys_of(tp_entry_fields *out, const tp_scenario *scenario, tp_arena *arena,
                     tp_err *err)
{
    walk w = {out, scenario, arena, false};
    tp_place root;
    size_t n;
    const tp_schema *const *sections = tp_case_sections(&n);
    const tp_schema_set set = {sections, n};
    *out = (tp_entry_fields){0};
    w.failed = !tp_place_root(&root, &set, arena);
    if (!w.failed)
        walk_place(&w, &root, scenario->normal, &(spot){"", NULL, NULL, 0});
    return w.failed ? tp_fail_nomem(err) : TP_OK;
}

const tp_entry_field *tp_keys_find(const tp_entry_fields *fields, const char *path)
{
    for (size_t i = 0; i < fields->count; i++)
        if (!strcmp(fields->items[i].path, path))
            return &fields->items[i];
    return NULL;
}

bool tp_key_moves(const tp_entry_field *field)
{
    tp_type type = field->key->type;
    return type == TP_T_INT || type == TP_T_DEC || type == TP_T_BOOL || type == TP_T_ENUM;
}

tp_words tp_key_name(const tp_entry_field *field, tp_arena *arena)
{
    walk w = {.arena = arena};
    return named(&w, field->key);
}

tp_words tp_key_section(const char *under, tp_arena *arena)
{
    tp_place root, below;
    const tp_key *key;
    size_t n;
    const tp_schema *const *sections = tp_case_sections(&n);
    const tp_schema_set set = {sections, n};
    walk w = {.arena = arena};
    if (!tp_place_root(&root, &set, arena) || !tp_place_under(&root, under, arena, &key, &below) ||
        !key)
        return (tp_words){under, under};
    return named(&w, key);
}
