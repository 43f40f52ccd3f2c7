#include "domain/scenario_resolve.h"

#include <string.h>

enum { MOST_STEPS = 32 };

static const tp_msg msg_key = {"scenario.setting", "“{0}”不是有效的键路径",
                               "\"{0}\" is not a key path"};
static const tp_msg msg_through = {"scenario.setting", "{0} 不是映射，无法设置其中的键",
                                   "{0} is not a map: no key in it can be set"};
static const tp_msg msg_element = {"scenario.setting", "没有列表项 {0}", "there is no element {0}"};

/* One step of a dotted path: a key, or an element counted from 1. */
typedef struct step {
    const char *key;
    size_t index;
    size_t end; /* bytes of the path up to and with this step, for messages */
} step;

typedef struct setter {
    tp_resolver *r;
    const char *path;
    tp_pos pos;
    step steps[MOST_STEPS];
    size_t count;
    tp_node *value; /* kind NULL: removes */
    bool failed;    /* said so */
    bool idle;      /* there is nothing to remove */
} setter;

/* Splits a."b.c".d[2]; false: not a path. */
static bool split(setter *s)
{
    const char *at = s->path;
    for (;;) {
        if (s->count == MOST_STEPS)
            return false;
        step *one = &s->steps[s->count++];
        if (*at == '[') {
            const char *p = at + 1;
            while (*p >= '0' && *p <= '9' && one->index < SIZE_MAX / 16)
                one->index = one->index * 10 + (size_t)(*p++ - '0');
            if (*p != ']' || !one->index || s->count == 1)
                return false;
            at = p + 1;
        } else {
            bool quoted = *at == '"';
            at += quoted;
            size_t length = quoted ? strcspn(at, "\"") : strcspn(at, ".[");
            if (!length || (quoted && !at[length]))
                return false;
            one->key = tp_arena_copy(s->r->arena, at, length);
            if (!one->key)
                return false;
            at += length + quoted;
            /* "a.b"+ appends, too. */
            if (quoted && *at == '+' && !at[1]) {
                one->key = tp_arena_format(s->r->arena, "%s+", one->key);
                at++;
            }
        }
        one->end = (size_t)(at - s->path);
        if (!*at)
            return true;
        if (*at == '.')
            at++;
        else if (*at != '[')
            return false;
    }
}

static void move_here(tp_node *node, tp_pos pos)
{
    node->pos = node->key_pos = pos;
    for (size_t i = 0; i < node->count; i++)
        move_here(node->child[i], pos);
}

static tp_status parse_value(setter *s, const char *text)
{
    tp_resolver *r = s->r;
    tp_node *value = NULL;
    tp_diags found;
    tp_diags_init(&found, r->arena);
    if (text[strspn(text, " \t\n")]) {
        const tp_source source = {.path = s->pos.file, .text = text, .length = strlen(text)};
        tp_status status = tp_tree_parse(&value, r->arena, &source, &found, r->err);
        if (status != TP_OK && status != TP_E_INPUT)
            return status;
    }
    bool empty = found.count == 1 && !strcmp(found.items[0].code, "tree.empty");
    for (size_t i = 0; i < found.count && !empty; i++) {
        const tp_msg msg = {found.items[i].code, "{0}", "{1}"};
        tp_diag_error(r->diags, s->pos, &msg, found.items[i].text[TP_ZH],
                      found.items[i].text[TP_EN]);
        s->failed = true;
    }
    if (!value || empty)
        value = tp_arena_alloc(r->arena, sizeof *value);
    if (!value)
        return tp_fail_nomem(r->err);
    move_here(value, s->pos);
    s->value = value;
    return TP_OK;
}

static tp_node *put(setter *s, const tp_node *node, size_t at);

static void through(setter *s, const tp_msg *msg, size_t steps)
{
    size_t length = steps ? s->steps[steps - 1].end : 0;
    const char *path = tp_arena_copy(s->r->arena, s->path, length);
    tp_diag_error(s->r->diags, s->pos, msg, path ? path : "");
    s->failed = true;
}

static tp_node *put_element(setter *s, const tp_node *list, size_t at)
{
    size_t index = s->steps[at].index;
    if (!list || list->kind != TP_NODE_LIST || index > list->count) {
        through(s, &msg_element, at + 1);
        return NULL;
    }
    tp_node *copy = tp_arena_alloc(s->r->arena, sizeof *copy);
    tp_node **child = tp_arena_array(s->r->arena, list->count, sizeof *child);
    if (!copy || !child)
        return NULL;
    *copy = *list;
    copy->child = child;
    copy->count = 0;
    bool removes = at + 1 == s->count && s->value->kind == TP_NODE_NULL;
    for (size_t i = 0; i < list->count; i++) {
        tp_node *element = list->child[i];
        if (i + 1 == index && removes)
            continue;
        if (i + 1 == index)
            element = put(s, element, at + 1);
        if (!element)
            return NULL;
        child[copy->count++] = element;
    }
    return copy;
}

/* The node with the value put where steps[at…] lead; NULL: failed or memory is out. */
static tp_node *put(setter *s, const tp_node *node, size_t at)
{
    tp_resolver *r = s->r;
    if (at == s->count) {
        if (s->value->kind != TP_NODE_MAP)
            return s->value;
        return tp_scenario_merge(r, node && node->kind == TP_NODE_MAP ? node : NULL, s->value);
    }
    if (!s->steps[at].key)
        return put_element(s, node, at);
    if (node && node->kind != TP_NODE_MAP) {
        through(s, &msg_through, at);
        return NULL;
    }
    const char *key = s->steps[at].key;
    const tp_node empty = {.kind = TP_NODE_MAP, .pos = s->pos, .key_pos = s->pos};
    tp_node *value = s->value;
    if (at + 1 < s->count) {
        /* Removing what is not there must not create its section. */
        if (s->value->kind == TP_NODE_NULL && !tp_node_get(node, key)) {
            s->idle = true;
            return (tp_node *)(node ? node : s->value);
        }
        /* What lies deeper is put in first, and then stands for itself. */
        value = put(s, tp_node_get(node, key), at + 1);
        if (!value)
            return NULL;
    }
    tp_node *member = tp_arena_alloc(r->arena, sizeof *member);
    if (!member)
        return NULL;
    *member = *value;
    member->key = key;
    member->key_pos = s->pos;
    if (at + 1 < s->count)
        return tp_scenario_with(r, node ? node : &empty, member);
    tp_node over = empty;
    over.child = &member;
    over.count = 1;
    return tp_scenario_merge(r, node, &over);
}

/* A setting that removes what is not there: is it a known key at least? */
static tp_status check_idle(setter *s)
{
    tp_resolver *r = s->r;
    tp_node *node = s->value;
    for (size_t k = s->count; k-- > 0;) {
        tp_node *map = tp_arena_alloc(r->arena, sizeof *map);
        tp_node **child = tp_arena_alloc(r->arena, sizeof *child);
        if (!map || !child)
            return tp_fail_nomem(r->err);
        node->key = s->steps[k].key;
        node->key_pos = s->pos;
        *child = node;
        *map = (tp_node){.kind = TP_NODE_MAP, .pos = s->pos, .count = 1, .child = child};
        node = map;
    }
    tp_status status = tp_schema_check_at(node, "", r->tables, r->arena, r->diags, r->err);
    return status == TP_E_INPUT ? TP_OK : status;
}

/* `pools.ring_fenced+=教育`: a single text is a list of one. */
static bool wrap_appended(setter *s)
{
    const char *key = s->steps[s->count - 1].key;
    if (!key || s->value->kind != TP_NODE_SCALAR || key[strlen(key) - 1] != '+')
        return true;
    tp_node *list = tp_arena_alloc(s->r->arena, sizeof *list);
    tp_node **child = tp_arena_alloc(s->r->arena, sizeof *child);
    if (!list || !child)
        return false;
    *child = s->value;
    *list = (tp_node){
        .kind = TP_NODE_LIST, .pos = s->pos, .key_pos = s->pos, .count = 1, .child = child};
    s->value = list;
    return true;
}

static tp_status put_value(setter *s, const tp_node *root, tp_node **out)
{
    tp_node *changed = put(s, root, 0);
    if (s->idle)
        return check_idle(s);
    if (changed)
        *out = changed;
    else if (!s->failed)
        return tp_fail_nomem(s->r->err);
    return TP_OK;
}

tp_status tp_resolve_setting(tp_resolver *r, const tp_node *root, const tp_setting *setting,
                             tp_node **out)
{
    setter s = {.r = r, .path = setting->key};
    const char *origin = setting->origin ? setting->origin : "--set";
    s.pos.file = tp_arena_format(r->arena, "%s%s%s%s%s", origin, setting->line ? "" : " ",
                                 setting->line ? "" : setting->key, setting->line ? "" : "=",
                                 setting->line ? "" : setting->value);
    s.pos.line = setting->line;
    s.pos.column = setting->line ? 1 : 0;
    *out = (tp_node *)root;
    if (!s.pos.file)
        return tp_fail_nomem(r->err);
    if (!split(&s)) {
        tp_diag_error(r->diags, s.pos, &msg_key, setting->key);
        return TP_OK;
    }
    tp_status status = parse_value(&s, setting->value);
    if (status != TP_OK)
        return status;
    if (s.failed)
        return TP_OK;
    if (!wrap_appended(&s))
        return tp_fail_nomem(r->err);
    return put_value(&s, root, out);
}

tp_status tp_resolve_figure(tp_resolver *r, const tp_node *root, const tp_scenario_figure *figure,
                            tp_node **out)
{
    setter s = {.r = r, .path = figure->key};
    *out = (tp_node *)root;
    tp_status status = figure->make(figure->user, tp_node_path(root, figure->key), r->arena,
                                    &s.value, r->diags, r->err);
    if (status != TP_OK || !s.value)
        return status;
    s.pos = s.value->pos;
    return split(&s) ? put_value(&s, root, out) : tp_fail_nomem(r->err);
}
