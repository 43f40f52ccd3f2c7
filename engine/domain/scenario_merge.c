#include "domain/scenario_resolve.h"

#include "base/ids.h"

#include <string.h>

static const tp_msg msg_append = {"scenario.append", "“{0}+”只能追加到列表，而“{0}”不是列表",
                                  "\"{0}+\" appends to a list, but \"{0}\" is not one"};

static const tp_msg msg_idle = {
    "scenario.empty-value", "“{0}”的值为空：没有继承来的内容可以删除，此处不起作用",
    "\"{0}\" has no value: nothing was inherited that it could remove, so it does nothing"};

/* A map under construction; many members are hashed. */
typedef struct making {
    tp_resolver *r;
    tp_node *map;
    size_t capacity;
    tp_ids *index; /* key -> position, once there are many */
    bool raw;      /* nulls and `+` stay what they are */
    bool nomem;
} making;

enum { SEARCHED = 32 };

static size_t find(making *m, const char *key)
{
    if (m->index) {
        int32_t id = tp_ids_find(m->index, key, strlen(key));
        return id == TP_ID_NONE ? SIZE_MAX : (size_t)id;
    }
    for (size_t i = 0; i < m->map->count; i++)
        if (!strcmp(m->map->child[i]->key, key))
            return i;
    return SIZE_MAX;
}

/* While a map is being made nothing leaves it (removed members are dropped at the end), so that a
 * member's position is its id in the index. */
static void add(making *m, tp_node *member)
{
    if (!member || !tp_arena_grow(m->r->arena, &m->map->child, &m->capacity, m->map->count, 1)) {
        m->nomem = true;
        return;
    }
    m->map->child[m->map->count++] = member;
    if (!m->index && m->map->count <= SEARCHED)
        return;
    size_t first = m->map->count - 1;
    if (!m->index) {
        m->index = tp_ids_create(m->r->arena, 4 * SEARCHED);
        first = 0;
    }
    for (size_t i = first; m->index && i < m->map->count; i++) {
        const char *key = m->map->child[i]->key;
        if (tp_ids_add(m->index, key, strlen(key), NULL) == TP_ID_NONE)
            m->nomem = true;
    }
    m->nomem = m->nomem || !m->index;
}

static tp_node *copy_of(tp_resolver *r, const tp_node *node)
{
    tp_node *copy = tp_arena_alloc(r->arena, sizeof *copy);
    if (copy)
        *copy = *node;
    return copy;
}

static tp_node *merge(tp_resolver *r, const tp_node *base, const tp_node *over, bool raw);
static tp_node *settled(tp_resolver *r, const tp_node *node);

static tp_node *settled_list(tp_resolver *r, const tp_node *list)
{
    tp_node *copy = copy_of(r, list);
    if (!copy || !list->count)
        return copy;
    copy->child = tp_arena_array(r->arena, list->count, sizeof(tp_node *));
    for (size_t i = 0; copy->child && i < list->count; i++) {
        copy->child[i] = settled(r, list->child[i]);
        if (!copy->child[i])
            return NULL;
    }
    return copy->child ? copy : NULL;
}

/* A value that stands for itself: nothing is inherited. */
static tp_node *settled(tp_resolver *r, const tp_node *node)
{
    if (node->kind == TP_NODE_MAP)
        return tp_scenario_merge(r, NULL, node);
    if (node->kind == TP_NODE_LIST)
        return settled_list(r, node);
    return copy_of(r, node);
}

void tp_scenario_tell_empty(tp_resolver *r, const tp_node *node)
{
    tp_diag_warn(r->diags, node->key_pos, &msg_idle, node->key);
}

/* A null that took nothing away is replaced by a value: the last moment to speak of it. */
static void tell_idle(making *m, const tp_node *base)
{
    if (base && base->kind == TP_NODE_NULL && !base->removes && !m->raw)
        tp_scenario_tell_empty(m->r, base);
}

/* "limits+" with a list; a name that merely ends in + (a grade A+) has no list. */
static bool appends(const tp_node *member)
{
    size_t length = strlen(member->key);
    return length > 1 && member->key[length - 1] == '+' && member->kind == TP_NODE_LIST;
}

static bool appends_nothing(const tp_node *member)
{
    size_t length = strlen(member->key);
    return length > 1 && member->key[length - 1] == '+' && member->kind == TP_NODE_NULL &&
           !member->removes;
}

static void append(making *m, const tp_node *member)
{
    tp_resolver *r = m->r;
    const char *key = tp_arena_copy(r->arena, member->key, strlen(member->key) - 1);
    tp_node *more = settled(r, member);
    if (!key || !more) {
        m->nomem = true;
        return;
    }
    more->key = key;
    size_t at = find(m, key);
    const tp_node *base = at == SIZE_MAX ? NULL : m->map->child[at];
    tell_idle(m, base);
    if (!base || base->kind == TP_NODE_NULL) {
        if (base)
            m->map->child[at] = more;
        else
            add(m, more);
        return;
    }
    if (base->kind == TP_NODE_MAP) {
        tp_diag_error(r->diags, member->key_pos, &msg_append, key);
        return;
    }
    /* A single text may stand where a list of texts may: it is the first element. */
    bool list = base->kind == TP_NODE_LIST;
    size_t first = list ? base->count : 1;
    tp_node *whole = copy_of(r, list ? base : more);
    tp_node **child = tp_arena_array(r->arena, first + more->count, sizeof *child);
    if (!whole || !child) {
        m->nomem = true;
        return;
    }
    for (size_t i = 0; i < first; i++)
        child[i] = list ? base->child[i] : (tp_node *)base;
    for (size_t i = 0; i < more->count; i++)
        child[first + i] = more->child[i];
    whole->child = child;
    whole->count = first + more->count;
    m->map->child[at] = whole;
}

static void override(making *m, const tp_node *member)
{
    size_t at = find(m, member->key);
    const tp_node *base = at == SIZE_MAX ? NULL : m->map->child[at];
    tp_node *value;
    if (base && base->kind == TP_NODE_MAP && member->kind == TP_NODE_MAP) {
        value = merge(m->r, base, member, m->raw);
        if (value && !member->count)
            value->pos = base->pos;
    } else {
        value = m->raw ? copy_of(m->r, member) : settled(m->r, member);
    }
    if (!value) {
        m->nomem = true;
        return;
    }
    if (value->kind == TP_NODE_NULL)
        value->removes |= m->r->judged || (base && base->kind != TP_NODE_NULL);
    else
        tell_idle(m, base);
    if (base)
        m->map->child[at] = value;
    else
        add(m, value);
}

/* `limits+:` without a list: the key is looked at as if the + were not there. */
static void append_nothing(making *m, const tp_node *member)
{
    tp_resolver *r = m->r;
    const char *key = tp_arena_copy(r->arena, member->key, strlen(member->key) - 1);
    tp_node *none = copy_of(r, member);
    if (!key || !none) {
        m->nomem = true;
        return;
    }
    none->key = key;
    if (find(m, key) == SIZE_MAX)
        add(m, none);
    else if (!r->judged)
        tp_scenario_tell_empty(r, member);
}

static tp_node *merge(tp_resolver *r, const tp_node *base, const tp_node *over, bool raw)
{
    making m = {.r = r, .map = copy_of(r, over), .raw = raw};
    if (!m.map)
        return NULL;
    m.map->child = NULL;
    m.map->count = 0;
    for (size_t i = 0; base && i < base->count && !m.nomem; i++)
        add(&m, base->child[i]);
    /* `limits` and `limits+` in one map: the plain one first, wherever they stand. */
    for (size_t i = 0; i < over->count && !m.nomem; i++)
        if (raw || !(appends(over->child[i]) || appends_nothing(over->child[i])))
            override(&m, over->child[i]);
    for (size_t i = 0; i < over->count && !m.nomem; i++)
        if (!raw && appends(over->child[i]))
            append(&m, over->child[i]);
        else if (!raw && appends_nothing(over->child[i]))
            append_nothing(&m, over->child[i]);
    return m.nomem ? NULL : m.map;
}

static bool any_null(const tp_node *node)
{
    for (size_t i = 0; i < node->count; i++)
        if ((node->kind == TP_NODE_MAP && node->child[i]->kind == TP_NODE_NULL) ||
            any_null(node->child[i]))
            return true;
    return false;
}

tp_node *tp_scenario_settle(tp_resolver *r, const tp_node *node)
{
    if (!any_null(node))
        return (tp_node *)node;
    tp_node *copy = copy_of(r, node);
    tp_node **child = copy ? tp_arena_array(r->arena, node->count, sizeof *child) : NULL;
    if (!child)
        return NULL;
    copy->child = child;
    copy->count = 0;
    for (size_t i = 0; i < node->count; i++) {
        if (node->kind == TP_NODE_MAP && node->child[i]->kind == TP_NODE_NULL)
            continue;
        child[copy->count] = tp_scenario_settle(r, node->child[i]);
        if (!child[copy->count++])
            return NULL;
    }
    return copy;
}

tp_node *tp_scenario_merge(tp_resolver *r, const tp_node *base, const tp_node *over)
{
    return merge(r, base, over, false);
}

tp_node *tp_scenario_merge_raw(tp_resolver *r, const tp_node *base, const tp_node *over)
{
    return merge(r, base, over, true);
}

tp_node *tp_scenario_with(tp_resolver *r, const tp_node *map, tp_node *member)
{
    tp_node *copy = copy_of(r, map);
    tp_node **child = tp_arena_array(r->arena, map->count + 1, sizeof *child);
    if (!copy || !child || !member)
        return NULL;
    bool replaced = false;
    for (size_t i = 0; i < map->count; i++) {
        bool same = !strcmp(map->child[i]->key, member->key);
        child[i] = same ? member : map->child[i];
        replaced = replaced || same;
    }
    if (!replaced)
        child[copy->count++] = member;
    copy->child = child;
    return copy;
}

tp_node *tp_scenario_without(tp_resolver *r, const tp_node *map, const char *key)
{
    tp_node *copy = copy_of(r, map);
    tp_node **child = tp_arena_array(r->arena, map->count, sizeof *child);
    if (!copy || !child)
        return NULL;
    copy->count = 0;
    copy->child = child;
    for (size_t i = 0; i < map->count; i++)
        if (strcmp(map->child[i]->key, key) != 0)
            child[copy->count++] = map->child[i];
    return copy;
}
