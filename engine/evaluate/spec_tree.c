#include "base/text.h"
#include "evaluate/spec_raw.h"

#include <string.h>

static const tp_msg msg_duplicate = {"evaluation.duplicate-indicator",
                                     "指标编号“{0}”重复，另一处在第 {1} 行",
                                     "indicator {0} is there twice, also at line {1}"};
static const tp_msg msg_cycle = {"evaluation.cycle", "指标“{0}”出现在自己之下，指标树成环",
                                 "indicator {0} stands below itself: the tree has a cycle"};
static const tp_msg msg_reserved = {"evaluation.reserved-id", "“root”是根的编号，指标不能使用",
                                    "\"root\" is the top of the tree; an indicator cannot be it"};
static const tp_msg msg_group_scored = {
    "evaluation.group-scored", "指标“{0}”有下级指标，不能再写 kind、options 或 bands",
    "{0} has children, so it is not scored itself: kind, options and bands do not belong here"};
static const tp_msg msg_no_kind = {"evaluation.no-kind",
                                   "指标“{0}”既无下级指标也未写 kind（menu、points 或 bands）",
                                   "{0} has neither children nor a kind (menu, points or bands)"};
static const tp_msg msg_no_options = {"evaluation.no-options", "菜单指标“{0}”没有 options",
                                      "menu {0} has no options"};
static const tp_msg msg_no_bands = {"evaluation.no-bands", "分档指标“{0}”没有 bands",
                                    "{0} is scored by bands but has none"};
static const tp_msg msg_stray = {"evaluation.stray-key", "指标“{0}”的计分方式不使用 {1}",
                                 "{1} does not belong to the kind of {0}"};
static const tp_msg msg_bands_order = {
    "evaluation.bands-order", "指标“{0}”的分档应由高到低，这一档不低于前一档",
    "bands of {0} go from high to low; this one is not below the one before"};
static const tp_msg msg_unknown = {"evaluation.unknown-indicator", "没有编号为“{0}”的指标{1}",
                                   "there is no indicator {0}{2}"};
static const tp_msg msg_under_leaf = {"evaluation.under-leaf",
                                      "“{0}”本身计分，个性指标只能挂在有下级的指标之下",
                                      "{0} is a leaf; an individual leaf joins a group"};
static const tp_msg msg_individual_group = {"evaluation.individual-group",
                                            "个性指标“{0}”不能再有下级指标",
                                            "individual leaf {0} cannot have children"};
static const tp_msg msg_empty = {"evaluation.no-indicators", "指标体系是空的",
                                 "there are no indicators"};
static const tp_msg msg_type = {"evaluation.type", "{0} 应为数值，最多 6 位小数",
                                "{0} should be a plain number with at most 6 decimals"};
static const tp_msg msg_range = {"evaluation.range", "{0} 应在 {1} 到 {2} 之间，实际是 {3}",
                                 "{0} should be {1} to {2}, found {3}"};
static const tp_msg msg_map = {"evaluation.not-a-map", "{0} 应为“名称: 数值”的映射",
                               "{0} should be a map of names to numbers"};

bool tp_spec_dec(tp_dec *out, const tp_node *node, tp_dec least, tp_dec most, const char *what,
                 tp_diags *diags)
{
    tp_dec value;
    if (node->kind != TP_NODE_SCALAR ||
        tp_dec_parse(node->text, strlen(node->text), &value) != TP_PARSE_OK) {
        tp_diag_error(diags, node->pos, &msg_type, what);
        return false;
    }
    if (value < least || value > most) {
        char low[TP_DEC_TEXT], high[TP_DEC_TEXT];
        tp_dec_format(least, low);
        tp_dec_format(most, high);
        tp_diag_error(diags, node->pos, &msg_range, what, low, high, node->text);
        return false;
    }
    *out = value;
    return true;
}

int32_t tp_spec_indicator(const tp_spec *spec, const char *id)
{
    return tp_ids_find(spec->ids, id, strlen(id));
}

void tp_spec_unknown(const tp_spec *spec, tp_diags *diags, tp_pos pos, const char *id)
{
    const char **names = tp_arena_array(spec->arena, (size_t)spec->n_indicators, sizeof *names);
    const char *near = NULL;
    if (names) {
        for (int32_t i = 0; i < spec->n_indicators; i++)
            names[i] = spec->indicators[i].id;
        near = tp_text_closest(id, names, (size_t)spec->n_indicators);
    }
    const char *zh = near ? tp_arena_format(spec->arena, "；是否要写“%s”？", near) : "";
    const char *en = near ? tp_arena_format(spec->arena, "; did you mean %s?", near) : "";
    tp_diag_error(diags, pos, &msg_unknown, id, zh ? zh : "", en ? en : "");
}

static tp_status read_options(tp_spec_reader *r, tp_indicator *leaf, const tp_node *options)
{
    if (!options || options->kind == TP_NODE_NULL || !options->count) {
        tp_diag_error(r->diags, options ? options->pos : leaf->pos, &msg_no_options, leaf->id);
        return TP_OK;
    }
    if (options->kind != TP_NODE_MAP) {
        tp_diag_error(r->diags, options->pos, &msg_map, "options");
        return TP_OK;
    }
    leaf->options = tp_arena_array(r->arena, options->count, sizeof *leaf->options);
    if (!leaf->options)
        return tp_fail_nomem(r->err);
    for (size_t i = 0; i < options->count; i++) {
        const tp_node *option = options->child[i];
        tp_menu_option *to = &leaf->options[leaf->n_options++];
        to->label = tp_text_normal(r->arena, option->key, strlen(option->key));
        if (!to->label)
            return tp_fail_nomem(r->err);
        tp_spec_dec(&to->score, option, 0, TP_POINTS_MOST, option->key, r->diags);
    }
    return TP_OK;
}

static void read_bands(tp_spec_reader *r, tp_indicator *leaf, const tp_raw_indicator *raw)
{
    leaf->bands = raw->bands.items;
    leaf->n_bands = raw->bands.count;
    if (!leaf->n_bands)
        tp_diag_error(r->diags, leaf->pos, &msg_no_bands, leaf->id);
    for (size_t i = 1; i < leaf->n_bands; i++)
        if (leaf->bands[i].at_least >= leaf->bands[i - 1].at_least)
            tp_diag_error(r->diags, leaf->bands[i].pos, &msg_bands_order, leaf->id);
}

static tp_status read_leaf(tp_spec_reader *r, tp_indicator *leaf, const tp_raw_indicator *raw)
{
    leaf->leaf = true;
    if (raw->kind < 0) {
        tp_diag_error(r->diags, leaf->pos, &msg_no_kind, leaf->id);
        return TP_OK;
    }
    leaf->kind = (tp_leaf_kind)raw->kind;
    if (raw->options && leaf->kind != TP_LEAF_MENU)
        tp_diag_error(r->diags, raw->options->pos, &msg_stray, leaf->id, "options");
    if (raw->bands.count && leaf->kind != TP_LEAF_BANDS)
        tp_diag_error(r->diags, leaf->pos, &msg_stray, leaf->id, "bands");
    if (leaf->kind == TP_LEAF_BANDS)
        read_bands(r, leaf, raw);
    return leaf->kind == TP_LEAF_MENU ? read_options(r, leaf, raw->options) : TP_OK;
}

/* A second indicator of that id: a cycle if the first is one it stands under. */
static void report_duplicate(tp_spec_reader *r, const char *id, int32_t parent, tp_pos pos)
{
    int32_t first = tp_ids_find(r->spec->ids, id, strlen(id));
    char line[TP_DEC_TEXT];
    tp_int_format(r->spec->indicators[first].pos.line, line);
    for (int32_t up = parent; up != TP_ID_NONE; up = r->spec->indicators[up].parent)
        if (up == first && up) {
            tp_diag_error(r->diags, pos, &msg_cycle, id);
            return;
        }
    if (!first)
        tp_diag_add(r->diags, TP_ERROR, pos, &msg_reserved, 0, NULL);
    else
        tp_diag_error(r->diags, pos, &msg_duplicate, id, line);
}

/* Adds one indicator; *out = TP_ID_NONE (a diagnostic was added) if it cannot stand. */
static tp_status add(tp_spec_reader *r, const tp_raw_indicator *raw, int32_t parent, int32_t *out)
{
    tp_spec *spec = r->spec;
    bool fresh;
    *out = TP_ID_NONE;
    if (!raw->id)
        return TP_OK; /* the schema has said so */
    int32_t id = tp_ids_add(spec->ids, raw->id, strlen(raw->id), &fresh);
    if (id == TP_ID_NONE)
        return tp_fail_nomem(r->err);
    if (!fresh) {
        report_duplicate(r, raw->id, parent, raw->pos);
        return TP_OK;
    }
    if (!tp_arena_grow(r->arena, &spec->indicators, &r->capacity, (size_t)spec->n_indicators, 1))
        return tp_fail_nomem(r->err);
    tp_indicator *to = &spec->indicators[spec->n_indicators++];
    *to = (tp_indicator){.id = raw->id,
                         .name = raw->name,
                         .parent = parent,
                         .individual = TP_ID_NONE,
                         .weight = 1,
                         .pos = raw->pos};
    if (!to->name.zh)
        to->name.zh = to->name.en ? to->name.en : to->id;
    if (!to->name.en)
        to->name.en = to->name.zh;
    *out = id;
    if (!raw->children.count)
        return read_leaf(r, to, raw);
    if (raw->kind >= 0 || raw->options || raw->bands.count)
        tp_diag_error(r->diags, raw->pos, &msg_group_scored, raw->id);
    return TP_OK;
}

static tp_status add_all(tp_spec_reader *r, const tp_list *list, int32_t parent)
{
    const tp_raw_indicator *raw = list->items;
    for (size_t i = 0; i < list->count; i++) {
        int32_t id;
        tp_status status = add(r, &raw[i], parent, &id);
        if (!status && id != TP_ID_NONE)
            status = add_all(r, &raw[i].children, id);
        if (status)
            return status;
    }
    return TP_OK;
}

static tp_status add_individual(tp_spec_reader *r, size_t index, const tp_raw_individual *raw)
{
    tp_spec *spec = r->spec;
    tp_individual *to = &spec->individuals[index];
    *to = (tp_individual){.where = raw->where, .leaf = TP_ID_NONE, .pos = raw->pos};
    if (!raw->under || !raw->leaf.id)
        return TP_OK;
    int32_t under = tp_spec_indicator(spec, raw->under);
    if (under == TP_ID_NONE) {
        tp_spec_unknown(spec, r->diags, raw->pos, raw->under);
        return TP_OK;
    }
    if (spec->indicators[under].leaf) {
        tp_diag_error(r->diags, raw->pos, &msg_under_leaf, raw->under);
        return TP_OK;
    }
    if (raw->leaf.children.count) {
        tp_diag_error(r->diags, raw->leaf.pos, &msg_individual_group, raw->leaf.id);
        return TP_OK;
    }
    tp_status status = add(r, &raw->leaf, under, &to->leaf);
    if (!status && to->leaf != TP_ID_NONE) {
        tp_indicator *leaf = &spec->indicators[to->leaf];
        leaf->individual = (int32_t)index;
        leaf->fixed = raw->weight != TP_DEC_NONE;
        if (leaf->fixed)
            leaf->weight = raw->weight;
    }
    return status;
}

tp_status tp_spec_flatten(tp_spec_reader *r)
{
    tp_spec *spec = r->spec;
    const tp_raw_individual *individuals = r->raw->individuals.items;
    tp_raw_indicator root = {.id = "root",
                             .name = {"合计", "total"},
                             .kind = -1,
                             .children = r->raw->indicators,
                             .pos = {.file = spec->path}};
    int32_t id;
    spec->ids = tp_ids_create(r->arena, 128);
    spec->individuals =
        tp_arena_array(r->arena, r->raw->individuals.count + 1, sizeof *spec->individuals);
    if (!spec->ids || !spec->individuals)
        return tp_fail_nomem(r->err);
    if (!root.children.count) {
        tp_diag_add(r->diags, TP_ERROR, root.pos, &msg_empty, 0, NULL);
        root.kind = TP_LEAF_POINTS;
    }
    tp_status status = add(r, &root, TP_ID_NONE, &id);
    if (!status)
        status = add_all(r, &root.children, 0);
    spec->n_common = spec->n_indicators;
    for (size_t i = 0; !status && i < r->raw->individuals.count; i++) {
        status = add_individual(r, i, &individuals[i]);
        spec->n_individuals = i + 1;
    }
    return status;
}
