#include "domain/scenario_keys.h"
#include "domain/scenario_resolve.h"

#include "base/text.h"

#include <string.h>

/* overrides: {austerity: {…}, open: {…}}
 * scenarios: {tight: [austerity], both: {title: …, use: [austerity, open]}} */

static const tp_msg msg_no_family = {"scenario.unknown-variant",
                                     "没有名为“{0}”的方案：文件中没有 overrides 和 scenarios",
                                     "there is no scenario \"{0}\": the file has neither overrides "
                                     "nor scenarios"};
static const tp_msg msg_variant = {"scenario.unknown-variant", "没有名为“{0}”的方案；可用：{1}",
                                   "there is no scenario \"{0}\"; there are: {1}"};
static const tp_msg msg_variant_near = {
    "scenario.unknown-variant", "没有名为“{0}”的方案；是否要写“{2}”？可用：{1}",
    "there is no scenario \"{0}\"; did you mean \"{2}\"? There are: {1}"};
static const tp_msg msg_fragment = {"scenario.unknown-fragment", "overrides 中没有“{0}”；可用：{1}",
                                    "overrides has no \"{0}\"; there are: {1}"};
static const tp_msg msg_fragment_near = {"scenario.unknown-fragment",
                                         "overrides 中没有“{0}”；是否要写“{2}”？可用：{1}",
                                         "overrides has no \"{0}\"; did you mean \"{2}\"? There "
                                         "are: {1}"};
static const tp_msg msg_not_map = {"scenario.family", "{0} 应为映射（名称: 内容）",
                                   "{0} should be a map from names to contents"};
static const tp_msg msg_reserved = {"scenario.family", "键 {0} 不能出现在 overrides 的片段中",
                                    "the key {0} cannot stand in a fragment of overrides"};

static const tp_node *members_of(const tp_node *root, const char *key)
{
    const tp_node *node = tp_node_get(root, key);
    return node && node->kind == TP_NODE_MAP ? node : NULL;
}

static const tp_node *member(const tp_node *map, const char *key)
{
    const tp_node *node = map ? tp_node_get(map, key) : NULL;
    return node && node->kind != TP_NODE_NULL ? node : NULL;
}

typedef struct names {
    const char **items;
    size_t count;
    tp_buf list;
} names;

static bool collect(tp_resolver *r, names *n, const tp_node *const maps[2])
{
    size_t most = (maps[0] ? maps[0]->count : 0) + (maps[1] ? maps[1]->count : 0);
    n->items = tp_arena_array(r->arena, most + 1, sizeof *n->items);
    for (size_t m = 0; n->items && m < 2; m++)
        for (size_t i = 0; maps[m] && i < maps[m]->count; i++) {
            const tp_node *child = maps[m]->child[i];
            if (child->kind == TP_NODE_NULL || (m == 1 && member(maps[0], child->key)))
                continue;
            n->items[n->count++] = child->key;
            tp_buf_text(&n->list, n->list.length ? ", " : "");
            tp_buf_text(&n->list, child->key);
        }
    return n->items && tp_buf_ok(&n->list);
}

/* msgs: nothing near, something near. */
static tp_status unknown_name(tp_resolver *r, tp_pos pos, const char *name, const tp_msg *msgs[2],
                              const tp_node *const maps[2])
{
    names n = {0};
    if (!collect(r, &n, maps)) {
        tp_buf_finish(&n.list);
        return tp_fail_nomem(r->err);
    }
    const char *near = tp_text_closest(name, n.items, n.count);
    tp_diag_error(r->diags, pos, msgs[near ? 1 : 0], name, n.count ? n.list.bytes : "–",
                  near ? near : "");
    tp_buf_finish(&n.list);
    return TP_OK;
}

static tp_status unknown_variant(tp_resolver *r, const tp_scenario_target *target,
                                 const tp_node *scenarios, const tp_node *overrides)
{
    const tp_pos pos = {.file = target->file};
    if (!scenarios && !overrides) {
        tp_diag_error(r->diags, pos, &msg_no_family, target->variant);
        return TP_OK;
    }
    return unknown_name(r, pos, target->variant,
                        (const tp_msg *[2]){&msg_variant, &msg_variant_near},
                        (const tp_node *const[2]){scenarios, overrides});
}

/* A combination in any of its forms: a name, a list of names, a map with use. */
static tp_status read_entry(tp_resolver *r, const tp_node *node, tp_family_member *out)
{
    const char *path = tp_arena_format(r->arena, "scenarios.%s", node->key);
    tp_node *use = tp_arena_alloc(r->arena, sizeof *use);
    tp_node **child = tp_arena_alloc(r->arena, sizeof *child);
    tp_node wrapped = {.kind = TP_NODE_MAP, .pos = node->pos, .count = 1, .child = child};
    if (!path || !use || !child)
        return tp_fail_nomem(r->err);
    *use = *node;
    use->key = "use";
    *child = use;
    const tp_node *map = node->kind == TP_NODE_MAP ? node : &wrapped;
    tp_status status =
        tp_schema_fill(out, &tp_family_schema, map, path, r->arena, r->diags, r->err);
    if (status == TP_E_NOMEM || status == TP_E_INTERNAL)
        return status;
    out->pos = node->key_pos;
    const tp_schema *const table = &tp_family_schema;
    const tp_schema_set set = {&table, 1};
    status = tp_schema_check_at(map, path, &set, r->arena, r->diags, r->err);
    return status == TP_E_INPUT ? TP_OK : status;
}

static tp_pos use_pos(const tp_node *node, size_t index)
{
    const tp_node *use = node->kind == TP_NODE_MAP ? tp_node_get(node, "use") : node;
    if (use && use->kind == TP_NODE_LIST && index < use->count)
        return use->child[index]->pos;
    return use ? use->pos : node->pos;
}

static tp_status check_uses(tp_resolver *r, const tp_node *node, const tp_family_member *e,
                            const tp_node *overrides)
{
    for (size_t i = 0; i < e->use.count; i++) {
        const char *name = e->use.items[i];
        if (!name || member(overrides, name))
            continue;
        tp_status status = unknown_name(r, use_pos(node, i), name,
                                        (const tp_msg *[2]){&msg_fragment, &msg_fragment_near},
                                        (const tp_node *const[2]){overrides, NULL});
        if (status != TP_OK)
            return status;
    }
    return TP_OK;
}

static tp_node *text_node(tp_resolver *r, const char *key, const char *text, tp_pos pos)
{
    tp_node *node = tp_arena_alloc(r->arena, sizeof *node);
    if (!node || !text)
        return NULL;
    *node = (tp_node){.kind = TP_NODE_SCALAR,
                      .quoted = true,
                      .pos = pos,
                      .key_pos = pos,
                      .key = key,
                      .text = text};
    return node;
}

static tp_node *words_node(tp_resolver *r, const char *key, tp_words words, tp_pos pos)
{
    tp_node *node = tp_arena_alloc(r->arena, sizeof *node);
    tp_node **child = tp_arena_array(r->arena, 2, sizeof *child);
    if (!node || !child)
        return NULL;
    child[0] = text_node(r, "zh", words.zh, pos);
    child[1] = text_node(r, "en", words.en, pos);
    *node = (tp_node){
        .kind = TP_NODE_MAP, .pos = pos, .key_pos = pos, .key = key, .count = 2, .child = child};
    return child[0] && child[1] ? node : NULL;
}

/* A member of a family is named after the file's scenario and itself, unless it names itself. */
static tp_status rename_member(tp_resolver *r, const tp_node *root, const char *variant,
                               const tp_family_member *e, tp_node **tree)
{
    const tp_node *old = tp_node_get(root, "name"), *now = tp_node_get(*tree, "name");
    if (old && now && old->text && now->text == old->text && *variant) {
        tp_node *name =
            text_node(r, "name", tp_arena_format(r->arena, "%s-%s", old->text, variant), e->pos);
        *tree = name ? tp_scenario_with(r, *tree, name) : NULL;
        if (!*tree)
            return tp_fail_nomem(r->err);
    }
    tp_words words = e->title;
    const tp_node *title = tp_node_get(root, "title"), *given = tp_node_get(*tree, "title");
    if (!words.zh && title && given && given->pos.line == title->pos.line &&
        given->pos.column == title->pos.column && given->pos.file == title->pos.file) {
        const tp_node *zh = tp_node_get(title, "zh"), *en = tp_node_get(title, "en");
        const char *plain = title->text;
        const char *in_zh = zh && zh->text ? zh->text : en && en->text ? en->text : plain;
        const char *in_en = en && en->text ? en->text : zh && zh->text ? zh->text : plain;
        if (!in_zh)
            return TP_OK;
        words.zh = tp_arena_format(r->arena, "%s（%s）", in_zh, variant);
        words.en = tp_arena_format(r->arena, "%s (%s)", in_en, variant);
        if (!words.zh || !words.en)
            return tp_fail_nomem(r->err);
    }
    if (!words.zh)
        return TP_OK;
    tp_node *node = words_node(r, "title", words, e->pos);
    *tree = node ? tp_scenario_with(r, *tree, node) : NULL;
    return *tree ? TP_OK : tp_fail_nomem(r->err);
}

static tp_node *without_family(tp_resolver *r, const tp_node *root)
{
    tp_node *plain = tp_scenario_without(r, root, "overrides");
    return plain ? tp_scenario_without(r, plain, "scenarios") : NULL;
}

tp_status tp_resolve_family(tp_resolver *r, const tp_scenario_target *target, const tp_node *root,
                            tp_node **out)
{
    *out = NULL;
    const tp_node *overrides = members_of(root, "overrides");
    const tp_node *scenarios = members_of(root, "scenarios");
    tp_node *tree = without_family(r, root);
    if (!tree)
        return tp_fail_nomem(r->err);
    if (!target->variant) {
        *out = tree;
        return TP_OK;
    }
    const tp_node *node = member(scenarios, target->variant);
    const tp_node *single = member(overrides, target->variant);
    if (!node && !single)
        return unknown_variant(r, target, scenarios, overrides);
    const char *own_name = target->variant;
    tp_family_member e = {.use = {&own_name, 1}};
    e.pos = single ? single->key_pos : e.pos;
    tp_status status = node ? read_entry(r, node, &e) : TP_OK;
    for (size_t i = 0; status == TP_OK && i < e.use.count; i++) {
        const tp_node *fragment = e.use.items[i] ? member(overrides, e.use.items[i]) : NULL;
        if (!fragment || fragment->kind != TP_NODE_MAP) {
            r->broken = true; /* told by tp_resolve_check_family */
            continue;
        }
        r->judged = true;
        tree = tp_scenario_merge(r, tree, fragment);
        r->judged = false;
        if (!tree)
            return tp_fail_nomem(r->err);
    }
    if (status == TP_OK)
        status = rename_member(r, root, target->variant, &e, &tree);
    *out = tree;
    return status;
}

/* Marks the nulls of a fragment that can take something away from `other`. */
static void mark_removing(tp_node *fragment, const tp_node *other)
{
    for (size_t i = 0; i < fragment->count; i++) {
        tp_node *child = fragment->child[i];
        const tp_node *there = tp_node_get(other, child->key);
        if (there && (there->kind != TP_NODE_NULL || there->removes) && child->kind == TP_NODE_NULL)
            child->removes = true;
        else if (there && there->kind == TP_NODE_MAP && child->kind == TP_NODE_MAP)
            mark_removing(child, there);
    }
}

/* What an empty value of a fragment takes away may stand in the file or in another fragment. */
static void mark_all(tp_node *settled, const tp_node *root, const tp_node *overrides,
                     const tp_node *fragment)
{
    mark_removing(settled, root);
    for (size_t i = 0; i < overrides->count; i++)
        if (overrides->child[i] != fragment && overrides->child[i]->kind == TP_NODE_MAP)
            mark_removing(settled, overrides->child[i]);
}

static tp_status check_fragment(tp_resolver *r, const tp_node *root, const tp_node *overrides,
                                const tp_node *fragment)
{
    static const char *const reserved[] = {"schema", "extends", "overrides", "scenarios"};
    const char *path = tp_arena_format(r->arena, "overrides.%s", fragment->key);
    tp_node *settled = NULL;
    if (fragment->kind == TP_NODE_NULL) {
        if (!fragment->removes)
            tp_scenario_tell_empty(r, fragment);
        return TP_OK;
    }
    if (fragment->kind != TP_NODE_MAP) {
        tp_diag_error(r->diags, fragment->pos, &msg_not_map, path ? path : "overrides");
        return TP_OK;
    }
    for (size_t i = 0; i < sizeof reserved / sizeof *reserved; i++) {
        const tp_node *key = tp_node_get(fragment, reserved[i]);
        if (key)
            tp_diag_error(r->diags, key->key_pos, &msg_reserved, reserved[i]);
    }
    settled = tp_scenario_merge(r, NULL, fragment);
    if (!path || !settled)
        return tp_fail_nomem(r->err);
    mark_all(settled, root, overrides, fragment);
    tp_status status = tp_schema_check_at(settled, path, r->tables, r->arena, r->diags, r->err);
    for (size_t i = 0; i < r->tables->count && (status == TP_OK || status == TP_E_INPUT); i++)
        status =
            tp_schema_check_values(settled, path, r->tables->of[i], r->arena, r->diags, r->err);
    return status == TP_E_INPUT ? TP_OK : status;
}

tp_status tp_resolve_check_family(tp_resolver *r, const tp_node *root)
{
    static const char *const keys[] = {"overrides", "scenarios"};
    for (size_t k = 0; k < 2; k++) {
        const tp_node *node = tp_node_get(root, keys[k]);
        if (node && node->kind == TP_NODE_NULL && !node->removes)
            tp_scenario_tell_empty(r, node);
        else if (node && node->kind != TP_NODE_NULL && node->kind != TP_NODE_MAP)
            tp_diag_error(r->diags, node->pos, &msg_not_map, keys[k]);
    }
    const tp_node *overrides = members_of(root, "overrides");
    const tp_node *scenarios = members_of(root, "scenarios");
    tp_status status = TP_OK;
    for (size_t i = 0; overrides && i < overrides->count && status == TP_OK; i++)
        status = check_fragment(r, root, overrides, overrides->child[i]);
    for (size_t i = 0; scenarios && i < scenarios->count && status == TP_OK; i++) {
        const tp_node *node = scenarios->child[i];
        tp_family_member e = {0};
        if (node->kind == TP_NODE_NULL) {
            if (!node->removes)
                tp_scenario_tell_empty(r, node);
            continue;
        }
        status = read_entry(r, node, &e);
        if (status == TP_OK)
            status = check_uses(r, node, &e, overrides);
    }
    return status;
}
