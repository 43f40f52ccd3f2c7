#include "domain/where_keys.h"

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
        {.type = TP_T_SELF, .offset = offsetof(tp_where, node)},                                   \
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
        .name = "saturation_below", .title = {"饱满度低于", "saturation below"}, .type = TP_T_DEC, \
        .flags = TP_KEY_THRESHOLD, .offset = offsetof(tp_where, saturation_below),                 \
        .most = INT64_MAX, .doc = {                                                                \
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

int tp_where_class(const char *text)
{
    for (int c = 0; c < TP_CLASSES; c++)
        if (!strcmp(text, tp_demand_class_words[c].zh) || !strcmp(text, tp_demand_class_names[c]))
            return c;
    return -1;
}

tp_pos tp_where_value_pos(const tp_where *where, int attribute, size_t i)
{
    const tp_node *node = tp_node_get(where->node, tp_attribute_names[attribute]);
    if (node && node->kind == TP_NODE_LIST)
        node = i < node->count ? node->child[i] : NULL;
    return node ? node->pos : where->pos;
}

static void check_classes(const void *filled, const tp_node *node, tp_diags *diags)
{
    static const tp_msg msg = {
        "where.class",
        "申请类别应为 statutory（法定保障）、talent（高层次人才）或 normal（一般），实际是“{0}”",
        "class should be statutory, talent or normal, found \"{0}\""};
    const tp_where *where = filled;
    (void)node;
    const tp_texts *classes = &where->values[TP_AT_CLASS];
    for (size_t i = 0; i < classes->count; i++) {
        if (tp_where_class(classes->items[i]) < 0)
            tp_diag_error(diags, tp_where_value_pos(where, TP_AT_CLASS, i), &msg,
                          classes->items[i]);
    }
}
