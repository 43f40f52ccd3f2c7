/* Weights of demand classes in the goal need. */
#include "models/rules/weights_map.h"

typedef struct classes_params {
    struct {
        struct {
            tp_dec weight;
        } of[TP_CLASSES];
    } classes;
} classes_params;

#define CLASS_KEY(index, key, zh_doc, en_doc)                                                      \
    {                                                                                              \
        .name = key, .type = TP_T_STRUCT,                                                          \
        .offset = (index) * sizeof((classes_params *)0)->classes.of[0], .of = &class_schema,       \
        .doc = {                                                                                   \
            zh_doc,                                                                                \
            en_doc                                                                                 \
        }                                                                                          \
    }

static const tp_key class_keys[] = {
    {.name = "weight",
     .title = {"权重", "weight"},
     .type = TP_T_DEC,
     .offset = 0,
     .fallback = "1",
     .least = 0,
     .most = 1000000000 * TP_DEC_ONE,
     .doc = {"在目标“加权满足”中的权重。", "Weight in the goal “weighted need met”."}},
};
static const tp_schema class_schema = {
    .name = "class", TP_KEYS(class_keys), .size = sizeof((classes_params *)0)->classes.of[0]};
static const tp_key inner_keys[] = {
    CLASS_KEY(TP_STATUTORY, "statutory", "法定保障。", "Demands the law requires to be met."),
    CLASS_KEY(TP_TALENT, "talent", "高层次人才。", "Demands for high-level talent."),
    CLASS_KEY(TP_NORMAL, "normal", "一般。", "All others."),
};
static const tp_schema inner_schema = {
    .name = "classes", TP_KEYS(inner_keys), .size = sizeof((classes_params *)0)->classes};
static const tp_key keys[] = {
    {.name = "classes",
     .title = {"申请类别", "classes"},
     .type = TP_T_STRUCT,
     .offset = 0,
     .of = &inner_schema,
     .doc = {"申请类别的权重，默认 1。", "Weights of demand classes, 1 by default."}},
};
extern const tp_schema tp_schema_classes;
const tp_schema tp_schema_classes = {
    .name = "classes.rule", TP_KEYS(keys), .size = sizeof(classes_params)};

static tp_dec weight(const tp_binding *b, int self, int32_t demand)
{
    const classes_params *p = tp_binding_params(b, self);
    return p->classes.of[b->data->demands[demand].demand_class].weight;
}

extern const tp_rule tp_rule_classes;
const tp_rule tp_rule_classes = {
    .id = "classes",
    .name = {"申请类别权重", "class weights"},
    .doc = {"申请类别在目标“加权满足”中的权重。",
            "Weights of demand classes in the goal “weighted need met”."},
    .source = "models/README.md, 9 Goals",
    .schema = &tp_schema_classes,
    .weight = weight,
};
