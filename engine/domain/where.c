#include "domain/where.h"

#include "base/text.h"

#include <string.h>

const char *const tp_attribute_names[TP_ATTRIBUTES] = {
    "unit", "kind", "system", "level", "region", "parent", "category", "grade", "sector", "class"};
const tp_words tp_attribute_words[TP_ATTRIBUTES] = {
    {"单位", "unit"},       {"机构性质", "kind"},   {"系统", "system"},       {"层级", "level"},
    {"地区", "region"},     {"主管部门", "parent"}, {"编制类别", "category"}, {"等次", "grade"},
    {"投放领域", "sector"}, {"申请类别", "class"}};

#define VALUES(at, key, zh_doc, en_doc)                                                            \
    {                                                                                              \
        .name = (key), .type = TP_T_TEXTS,                                                         \
        .offset = offsetof(tp_where, values) + (at) * sizeof(tp_texts), .doc = {                   \
            zh_doc,                                                                                \
            en_doc                                                                                 \
        }                                                                                          \
    }
#define LINE_KEYS                                                                                  \
    {.type = TP_T_PRESENT, .offset = offsetof(tp_where, present)},                                 \
        {.type = TP_T_POS, .offset = offsetof(tp_where, pos)},                                     \
        VALUES(TP_AT_UNIT, "unit", "单位编码", "Codes of units."),                                 \
        VALUES(TP_AT_KIND, "kind", "机构性质", "Kinds of units."),                                 \
        VALUES(TP_AT_SYSTEM, "system", "系统（条线）", "Systems."),                                \
        VALUES(TP_AT_LEVEL, "level", "层级", "Levels."),                                           \
        VALUES(TP_AT_REGION, "region", "地区", "Regions."),                                        \
        VALUES(TP_AT_PARENT, "parent", "主管部门的单位编码",                                       \
               "Codes of the units directly above."),                                              \
        VALUES(TP_AT_CATEGORY, "category", "编制类别", "Categories of slots."),                    \
        VALUES(TP_AT_GRADE, "grade", "截至测算日有效的评估等次",                                   \
               "Evaluation grades valid on the date of the calculation."),                         \
    {                                                                                              \
        .name = "saturation_below", .type = TP_T_DEC,                                              \
        .offset = offsetof(tp_where, saturation_below), .most = INT64_MAX, .doc = {                \
            "工作饱满度低于此值（没有饱满度的单位不匹配）",                                        \
            "Saturation below this value; units without one do not match."                         \
        }                                                                                          \
    }

static const tp_key line_keys[] = {LINE_KEYS};
static const tp_key demand_keys[] = {
    LINE_KEYS,
    VALUES(TP_AT_SECTOR, "sector", "用编申请的投放领域", "Sectors of demands."),
    VALUES(TP_AT_CLASS, "class",
           "用编申请的类别：statutory 法定保障、talent 高层次人才、normal 一般",
           "Classes of demands: statutory, talent, normal."),
};

/* The class is one of three; the table cannot say so for a list of texts. */
static void check_classes(const void *filled, const tp_node *node, tp_diags *diags);

const tp_schema tp_where_line_schema = {
    .name = "where_lines", TP_KEYS(line_keys), .size = sizeof(tp_where)};
const tp_schema tp_where_schema = {
    .name = "where", TP_KEYS(demand_keys), .size = sizeof(tp_where), .check = check_classes};

static const tp_words class_words[TP_CLASSES] = {
    {"法定保障", "statutory"}, {"高层次人才", "talent"}, {"一般", "normal"}};

static int class_of(const char *text)
{
    for (int c = 0; c < TP_CLASSES; c++)
        if (!strcmp(text, class_words[c].zh) || !strcmp(text, class_words[c].en))
            return c;
    return -1;
}

/* The node of the i-th value of a key that holds a text or a list. */
static const tp_node *value_node(const tp_node *map, const char *key, size_t i)
{
    const tp_node *node = tp_node_get(map, key);
    if (!node || node->kind != TP_NODE_LIST)
        return node;
    return i < node->count ? node->child[i] : NULL;
}

static void check_classes(const void *filled, const tp_node *node, tp_diags *diags)
{
    static const tp_msg msg = {
        "where.class",
        "申请类别应为 statutory（法定保障）、talent（高层次人才）或 normal（一般），实际是“{0}”",
        "class should be statutory, talent or normal, found \"{0}\""};
    const tp_where *where = filled;
    const tp_texts *classes = &where->values[TP_AT_CLASS];
    for (size_t i = 0; i < classes->count; i++) {
        const tp_node *value = value_node(node, "class", i);
        if (class_of(classes->items[i]) < 0)
            tp_diag_error(diags, value ? value->pos : where->pos, &msg, classes->items[i]);
    }
}

/* One attribute: the ids it may have, sorted. */
typedef struct wanted {
    bool any; /* not filtered */
    size_t count;
    int32_t *ids;
} wanted;

struct tp_filter {
    const tp_dataset *data;
    tp_date as_of;
    wanted at[TP_ATTRIBUTES];
    tp_dec saturation_below;
    bool needs_outcome;
};

/* Values an attribute has somewhere in the data: for warnings about those it never has. */
static int32_t id_of(const tp_dataset *data, int attribute, int32_t unit, int32_t line,
                     const tp_demand *demand)
{
    const tp_unit *u = &data->units[unit];
    switch (attribute) {
    case TP_AT_UNIT:
        return unit;
    case TP_AT_KIND:
        return u->kind;
    case TP_AT_SYSTEM:
        return u->system;
    case TP_AT_LEVEL:
        return u->level;
    case TP_AT_REGION:
        return u->region;
    case TP_AT_PARENT:
        return u->parent;
    case TP_AT_CATEGORY:
        return line < 0 ? TP_ID_NONE : data->lines[line].category;
    case TP_AT_SECTOR:
        return demand ? demand->sector : TP_ID_NONE;
    case TP_AT_CLASS:
        return demand ? (int32_t)demand->demand_class : TP_ID_NONE;
    default:
        return TP_ID_NONE;
    }
}

static const char *name_of(const tp_dataset *data, int attribute, int32_t id)
{
    if (attribute == TP_AT_UNIT || attribute == TP_AT_PARENT)
        return data->units[id].code;
    return tp_dataset_name(data, id);
}

typedef struct vocabulary {
    tp_arena *arena;
    tp_ids *seen;
    bool nomem;
} vocabulary;

static void learn(vocabulary *v, const tp_dataset *data, int attribute, int32_t id)
{
    if (id == TP_ID_NONE || v->nomem)
        return;
    const char *name = name_of(data, attribute, id);
    if (tp_ids_add(v->seen, name, strlen(name), NULL) == TP_ID_NONE)
        v->nomem = true;
}

/* Every value the attribute takes in the data, in canonical order. */
static vocabulary values_of(const tp_dataset *data, int attribute, tp_arena *arena)
{
    vocabulary v = {arena, tp_ids_create(arena, 64), false};
    v.nomem = !v.seen;
    if (attribute == TP_AT_GRADE)
        for (int32_t i = 0; i < data->n_outcomes; i++)
            learn(&v, data, attribute, data->outcomes[i].grade);
    else if (attribute == TP_AT_SECTOR)
        for (int32_t i = 0; i < data->n_demands; i++)
            learn(&v, data, attribute, data->demands[i].sector);
    else if (attribute == TP_AT_CATEGORY)
        for (int32_t i = 0; i < data->n_lines; i++)
            learn(&v, data, attribute, data->lines[i].category);
    else
        for (int32_t i = 0; i < data->n_units; i++)
            learn(&v, data, attribute, id_of(data, attribute, i, -1, NULL));
    return v;
}

static const tp_msg msg_unknown = {"where.no-match", "数据中没有{0}为“{1}”的记录，该条件不会匹配",
                                   "nothing in the data has the {0} \"{1}\": it never matches"};
static const tp_msg msg_near = {
    "where.no-match", "数据中没有{0}为“{1}”的记录，该条件不会匹配；是否要写“{2}”？",
    "nothing in the data has the {0} \"{1}\": it never matches; did you "
    "mean \"{2}\"?"};

static bool warn_unknown(const vocabulary *v, int attribute, const char *value, tp_pos pos,
                         tp_diags *diags)
{
    size_t count = (size_t)tp_ids_count(v->seen);
    const char **names = tp_arena_array(v->arena, count, sizeof *names);
    if (!names)
        return false;
    for (size_t i = 0; i < count; i++)
        names[i] = tp_ids_name(v->seen, (int32_t)i);
    const char *near = tp_text_closest(value, names, count);
    const tp_words args[] = {tp_attribute_words[attribute], {value, value}, {near, near}};
    tp_diag_add_words(diags, TP_WARNING, pos, near ? &msg_near : &msg_unknown, near ? 3 : 2, args);
    return true;
}

static int32_t value_id(const tp_dataset *data, int attribute, const char *value)
{
    if (attribute == TP_AT_CLASS)
        return class_of(value);
    if (attribute == TP_AT_UNIT || attribute == TP_AT_PARENT)
        return tp_dataset_unit(data, value);
    return tp_ids_find(data->names, value, strlen(value));
}

static void insert_sorted(wanted *w, int32_t id)
{
    size_t at = w->count;
    while (at > 0 && w->ids[at - 1] > id) {
        w->ids[at] = w->ids[at - 1];
        at--;
    }
    w->ids[at] = id;
    w->count++;
}

static tp_status bind(tp_filter *filter, int attribute, const tp_where *where, tp_arena *arena,
                      tp_diags *diags, tp_err *err)
{
    const tp_dataset *data = filter->data;
    const tp_texts *texts = &where->values[attribute];
    wanted *w = &filter->at[attribute];
    w->any = texts->items == NULL;
    if (w->any)
        return TP_OK;
    w->ids = tp_arena_array(arena, texts->count, sizeof *w->ids);
    vocabulary v = {0};
    if (attribute != TP_AT_CLASS && diags)
        v = values_of(data, attribute, arena);
    if (!w->ids || v.nomem)
        return tp_fail_nomem(err);
    for (size_t i = 0; i < texts->count; i++) {
        const char *value = texts->items[i];
        int32_t id = value_id(data, attribute, value);
        if (id >= 0)
            insert_sorted(w, id);
        if (v.seen && tp_ids_find(v.seen, value, strlen(value)) == TP_ID_NONE &&
            !warn_unknown(&v, attribute, value, where->pos, diags))
            return tp_fail_nomem(err);
    }
    return TP_OK;
}

tp_status tp_filter_create(tp_filter **out, tp_arena *arena, const tp_where *where,
                           const tp_dataset *data, tp_date as_of, tp_diags *diags, tp_err *err)
{
    *out = NULL;
    tp_filter *filter = tp_arena_alloc(arena, sizeof *filter);
    if (!filter)
        return tp_fail_nomem(err);
    filter->data = data;
    filter->as_of = as_of;
    /* A filter that was never written is all zero; 0 would be a bound nothing is below. */
    filter->saturation_below = where->present ? where->saturation_below : TP_DEC_NONE;
    for (int a = 0; a < TP_ATTRIBUTES; a++) {
        tp_status status = bind(filter, a, where, arena, diags, err);
        if (status != TP_OK)
            return status;
    }
    filter->needs_outcome = !filter->at[TP_AT_GRADE].any || filter->saturation_below != TP_DEC_NONE;
    *out = filter;
    return TP_OK;
}

static bool holds(const wanted *w, int32_t id)
{
    if (w->any)
        return true;
    if (id == TP_ID_NONE)
        return false;
    size_t low = 0, high = w->count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (w->ids[middle] < id)
            low = middle + 1;
        else
            high = middle;
    }
    return low < w->count && w->ids[low] == id;
}

static bool outcome_matches(const tp_filter *filter, int32_t unit)
{
    const tp_outcome *outcome = tp_dataset_outcome(filter->data, unit, filter->as_of);
    if (!outcome || !holds(&filter->at[TP_AT_GRADE], outcome->grade))
        return false;
    if (filter->saturation_below == TP_DEC_NONE)
        return true;
    return outcome->saturation != TP_DEC_NONE && outcome->saturation < filter->saturation_below;
}

static bool matches(const tp_filter *filter, int32_t line, const tp_demand *demand)
{
    int32_t unit = filter->data->lines[line].unit;
    for (int a = 0; a < TP_ATTRIBUTES; a++)
        if (a != TP_AT_GRADE && !filter->at[a].any &&
            !holds(&filter->at[a], id_of(filter->data, a, unit, line, demand)))
            return false;
    return !filter->needs_outcome || outcome_matches(filter, unit);
}

bool tp_filter_line(const tp_filter *filter, int32_t line)
{
    return matches(filter, line, NULL);
}

bool tp_filter_demand(const tp_filter *filter, int32_t demand)
{
    const tp_demand *d = &filter->data->demands[demand];
    return matches(filter, d->line, d);
}

bool tp_filter_selects_demands(const tp_filter *filter)
{
    return !filter->at[TP_AT_SECTOR].any || !filter->at[TP_AT_CLASS].any;
}

tp_status tp_where_of_limit(tp_where *out, const tp_limit_row *row, tp_arena *arena, tp_err *err)
{
    *out = (tp_where){.present = true, .pos = row->pos, .saturation_below = TP_DEC_NONE};
    const char *const values[TP_ATTRIBUTES] = {
        row->unit,     row->kind,
        row->system,   row->level,
        row->region,   row->parent,
        row->category, NULL,
        row->sector,   row->demand_class < 0 ? NULL : class_words[row->demand_class].en};
    for (int a = 0; a < TP_ATTRIBUTES; a++) {
        if (!values[a] || !*values[a])
            continue;
        const char **item = tp_arena_alloc(arena, sizeof *item);
        if (!item)
            return tp_fail_nomem(err);
        *item = values[a];
        out->values[a] = (tp_texts){item, 1};
    }
    return TP_OK;
}
