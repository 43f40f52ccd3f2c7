#include "evaluate/spec_raw.h"

#define POINTS .least = 0, .most = TP_POINTS_MOST
#define SHARE .least = 0, .most = TP_DEC_ONE

static const tp_choice kinds[] = {
    {"menu", "菜单"}, {"points", "分值"}, {"bands", "分档"}, {NULL, NULL}};
static const tp_choice schemas[] = {{TP_EVALUATION_SCHEMA, NULL}, {NULL, NULL}};
static const tp_choice incompletes[] = {{"report", "报告"}, {"renormalise", "归一"}, {NULL, NULL}};

static const tp_key band_keys[] = {
    {.name = "at_least",
     .type = TP_T_DEC,
     .offset = offsetof(tp_band, at_least),
     .flags = TP_KEY_REQUIRED,
     .doc = {"达到该数值即落入本档", "values from here on fall in this band"}},
    {.name = "score",
     .type = TP_T_DEC,
     .offset = offsetof(tp_band, score),
     .flags = TP_KEY_REQUIRED,
     POINTS,
     .doc = {"本档得分", "points of the band"}},
    {.type = TP_T_POS, .offset = offsetof(tp_band, pos)},
};
static const tp_schema band_schema = {.name = "band", TP_KEYS(band_keys), sizeof(tp_band), NULL};

static const tp_schema indicator_schema;
static const tp_key indicator_keys[] = {
    {.name = "id",
     .type = TP_T_TEXT,
     .offset = offsetof(tp_raw_indicator, id),
     .flags = TP_KEY_REQUIRED,
     .doc = {"指标编号，全表唯一", "code of the indicator, unique"}},
    {.name = "name",
     .type = TP_T_WORDS,
     .offset = offsetof(tp_raw_indicator, name),
     .doc = {"指标名称", "name of the indicator"}},
    {.name = "kind",
     .type = TP_T_ENUM,
     .offset = offsetof(tp_raw_indicator, kind),
     .choices = kinds,
     .doc = {"计分方式：菜单选项、直接打分或按数值分档",
             "how a leaf is scored: a menu of labels, points from 0 to 100, or bands of a figure"}},
    {.name = "options",
     .type = TP_T_NODE,
     .offset = offsetof(tp_raw_indicator, options),
     .doc = {"菜单选项及其得分", "the labels of a menu and their points"}},
    {.name = "bands",
     .type = TP_T_LIST,
     .offset = offsetof(tp_raw_indicator, bands),
     .of = &band_schema,
     .doc = {"分档，由高到低", "bands, the highest first"}},
    {.name = "children",
     .type = TP_T_LIST,
     .offset = offsetof(tp_raw_indicator, children),
     .of = &indicator_schema,
     .doc = {"下级指标", "indicators below this one"}},
    {.type = TP_T_POS, .offset = offsetof(tp_raw_indicator, pos)},
};
static const tp_schema indicator_schema = {
    .name = "indicator", TP_KEYS(indicator_keys), sizeof(tp_raw_indicator), NULL};

#define WHERE(field, zh_, en_)                                                                     \
    {                                                                                              \
        .name = #field, .type = TP_T_TEXTS, .offset = offsetof(tp_unit_where, field), .doc = {     \
            zh_,                                                                                   \
            en_                                                                                    \
        }                                                                                          \
    }
static const tp_key where_keys[] = {
    WHERE(unit, "单位编码", "codes of units"),
    WHERE(kind, "机构性质", "kinds of unit"),
    WHERE(system, "系统", "systems"),
    WHERE(level, "层级", "levels"),
    WHERE(region, "地区", "regions"),
    WHERE(parent, "主管部门", "parents"),
    {.type = TP_T_POS, .offset = offsetof(tp_unit_where, pos)},
};
static const tp_schema where_schema = {
    .name = "unit-where", TP_KEYS(where_keys), sizeof(tp_unit_where), NULL};

static const tp_key individual_keys[] = {
    {.name = "where",
     .type = TP_T_STRUCT,
     .offset = offsetof(tp_raw_individual, where),
     .of = &where_schema,
     .doc = {"适用单位", "the units it is for"}},
    {.name = "under",
     .type = TP_T_TEXT,
     .offset = offsetof(tp_raw_individual, under),
     .flags = TP_KEY_REQUIRED,
     .doc = {"挂在哪个指标之下", "the group it joins"}},
    {.name = "leaf",
     .type = TP_T_STRUCT,
     .offset = offsetof(tp_raw_individual, leaf),
     .of = &indicator_schema,
     .flags = TP_KEY_REQUIRED,
     .doc = {"个性指标", "the leaf itself"}},
    {.name = "weight",
     .type = TP_T_DEC,
     .offset = offsetof(tp_raw_individual, weight),
     SHARE,
     .doc = {"占该组的权重，其余指标按原比例分享剩余部分；等权的组可不写",
             "its share of the group, the others share the rest in their proportions; may be left "
             "out in a group of equal weights"}},
    {.type = TP_T_POS, .offset = offsetof(tp_raw_individual, pos)},
};
static const tp_schema individual_schema = {
    .name = "individual", TP_KEYS(individual_keys), sizeof(tp_raw_individual), NULL};

static const tp_key template_keys[] = {
    {.name = "where",
     .type = TP_T_STRUCT,
     .offset = offsetof(tp_raw_template, where),
     .of = &where_schema,
     .doc = {"适用单位", "the units it is for"}},
    {.name = "omit",
     .type = TP_T_TEXTS,
     .offset = offsetof(tp_raw_template, omit),
     .doc = {"这些单位不考核的指标", "indicators that do not apply to them"}},
    {.type = TP_T_POS, .offset = offsetof(tp_raw_template, pos)},
};
static const tp_schema template_schema = {
    .name = "template", TP_KEYS(template_keys), sizeof(tp_raw_template), NULL};

static const tp_key material_keys[] = {
    {.name = "name",
     .type = TP_T_TEXT,
     .offset = offsetof(tp_raw_material, name),
     .flags = TP_KEY_REQUIRED,
     .doc = {"材料名称", "what it is called"}},
    {.name = "for",
     .type = TP_T_TEXTS,
     .offset = offsetof(tp_raw_material, bears_on),
     .doc = {"佐证哪些指标（可写整组），不写为全部",
             "the indicators it bears on, leaves or whole groups; all if absent"}},
    {.name = "where",
     .type = TP_T_STRUCT,
     .offset = offsetof(tp_raw_material, where),
     .of = &where_schema,
     .doc = {"由哪些单位提供，不写为全部", "the units that hand it in; all if absent"}},
    {.type = TP_T_POS, .offset = offsetof(tp_raw_material, pos)},
};
static const tp_schema material_schema = {
    .name = "material", TP_KEYS(material_keys), sizeof(tp_raw_material), NULL};

static const tp_key ahp_keys[] = {
    {.type = TP_T_PRESENT, .offset = offsetof(tp_raw_ahp, present)},
    {.name = "order",
     .type = TP_T_TEXTS,
     .offset = offsetof(tp_raw_ahp, order),
     .doc = {"判断矩阵的行列顺序", "the criteria in the order of rows and columns"}},
    {.name = "upper",
     .type = TP_T_NODE,
     .offset = offsetof(tp_raw_ahp, upper),
     .doc = {"判断矩阵的上三角，逐行，1/9 到 9",
             "upper triangle of the judgement matrix, row by row, 1/9 to 9"}},
    {.type = TP_T_POS, .offset = offsetof(tp_raw_ahp, pos)},
};
const tp_schema tp_raw_ahp_schema = {.name = "ahp", TP_KEYS(ahp_keys), sizeof(tp_raw_ahp), NULL};

static const tp_key weights_keys[] = {
    {.type = TP_T_KEY, .offset = offsetof(tp_raw_weights, group)},
    {.name = "direct",
     .type = TP_T_NODE,
     .offset = offsetof(tp_raw_weights, direct),
     .doc = {"直接给出的权重，合计为 1", "weights stated outright; they sum to 1"}},
    {.name = "ahp",
     .type = TP_T_STRUCT,
     .offset = offsetof(tp_raw_weights, ahp),
     .of = &tp_raw_ahp_schema,
     .doc = {"由两两比较得出的权重", "weights from pairwise judgements"}},
    {.type = TP_T_POS, .offset = offsetof(tp_raw_weights, pos)},
};
static const tp_schema weights_schema = {
    .name = "weights", TP_KEYS(weights_keys), sizeof(tp_raw_weights), NULL};

static const tp_key deduction_keys[] = {
    {.name = "overdue_rectification",
     .type = TP_T_DEC,
     .offset = offsetof(tp_deduction_rules, overdue_rectification),
     POINTS,
     .fallback = "0",
     .doc = {"每个逾期未销号的整改事项扣分", "points off for each rectification overdue and open"}},
    {.name = "open_issue",
     .type = TP_T_DEC,
     .offset = offsetof(tp_deduction_rules, open_issue),
     POINTS,
     .fallback = "0",
     .doc = {"每个其他未销号问题扣分", "points off for each other open issue"}},
    {.name = "at_most",
     .type = TP_T_DEC,
     .offset = offsetof(tp_deduction_rules, at_most),
     POINTS,
     .doc = {"合计最多扣分", "most points off in all"}},
};
static const tp_schema deduction_schema = {
    .name = "deductions", TP_KEYS(deduction_keys), sizeof(tp_deduction_rules), NULL};

static const tp_key grade_keys[] = {
    {.name = "grade",
     .type = TP_T_TEXT,
     .offset = offsetof(tp_grade_rule, grade),
     .flags = TP_KEY_REQUIRED,
     .doc = {"等次", "the grade"}},
    {.name = "at_least",
     .type = TP_T_DEC,
     .offset = offsetof(tp_grade_rule, at_least),
     .flags = TP_KEY_REQUIRED,
     POINTS,
     .doc = {"最低得分", "lowest score that earns it"}},
    {.type = TP_T_POS, .offset = offsetof(tp_grade_rule, pos)},
};
static const tp_schema grade_schema = {
    .name = "grade", TP_KEYS(grade_keys), sizeof(tp_grade_rule), NULL};

#define MOST_SATURATION (1000 * TP_DEC_ONE)
static const tp_key saturation_keys[] = {
    {.type = TP_T_PRESENT, .offset = offsetof(tp_saturation_rules, present)},
    {.name = "days_per_year",
     .type = TP_T_DEC,
     .offset = offsetof(tp_saturation_rules, days_per_year),
     .flags = TP_KEY_REQUIRED,
     .least = 1,
     .most = 366 * TP_DEC_ONE,
     .doc = {"每年工作日", "working days a year"}},
    {.name = "hours_per_day",
     .type = TP_T_DEC,
     .offset = offsetof(tp_saturation_rules, hours_per_day),
     .flags = TP_KEY_REQUIRED,
     .least = 1,
     .most = 24 * TP_DEC_ONE,
     .doc = {"每日有效工时", "effective hours a day"}},
    {.name = "low",
     .type = TP_T_DEC,
     .offset = offsetof(tp_saturation_rules, low),
     .least = 0,
     .most = MOST_SATURATION,
     .doc = {"低于此值为不饱满", "below this the workload is light"}},
    {.name = "high",
     .type = TP_T_DEC,
     .offset = offsetof(tp_saturation_rules, high),
     .least = 0,
     .most = MOST_SATURATION,
     .doc = {"高于此值为超负荷", "above this the unit is overloaded"}},
    {.name = "target",
     .type = TP_T_DEC,
     .offset = offsetof(tp_saturation_rules, target),
     .least = 1,
     .most = MOST_SATURATION,
     .doc = {"测算所需编制的目标饱满度，默认同 high，再无则为 1",
             "saturation the implied need aims at; default: high, else 1"}},
    {.type = TP_T_POS, .offset = offsetof(tp_saturation_rules, pos)},
};
static const tp_schema saturation_schema = {
    .name = "saturation", TP_KEYS(saturation_keys), sizeof(tp_saturation_rules), NULL};

static const tp_key document_keys[] = {
    {.name = "schema",
     .type = TP_T_ENUM,
     .offset = offsetof(tp_raw_spec, schema),
     .flags = TP_KEY_REQUIRED,
     .choices = schemas,
     .doc = {"文件格式及版本", "format of the file and its version"}},
    {.name = "title",
     .type = TP_T_WORDS,
     .offset = offsetof(tp_raw_spec, title),
     .doc = {"评估名称", "what this evaluation is called"}},
    {.name = "evaluated_on",
     .type = TP_T_DATE,
     .offset = offsetof(tp_raw_spec, evaluated_on),
     .flags = TP_KEY_REQUIRED,
     .doc = {"评估日期", "date of the evaluation"}},
    {.name = "data",
     .type = TP_T_TEXT,
     .offset = offsetof(tp_raw_spec, data),
     .flags = TP_KEY_REQUIRED,
     .doc = {"佐证数据所在目录或工作簿，相对于本文件",
             "directory or workbook of the evidence, relative to this file"}},
    {.name = "indicators",
     .type = TP_T_LIST,
     .offset = offsetof(tp_raw_spec, indicators),
     .flags = TP_KEY_REQUIRED,
     .of = &indicator_schema,
     .doc = {"指标体系", "the indicator tree"}},
    {.name = "individual",
     .type = TP_T_LIST,
     .offset = offsetof(tp_raw_spec, individuals),
     .of = &individual_schema,
     .doc = {"“1+X”中的个性指标", "the X of 1+X: leaves for some units"}},
    {.name = "templates",
     .type = TP_T_LIST,
     .offset = offsetof(tp_raw_spec, templates),
     .of = &template_schema,
     .doc = {"分类指标模板，首个匹配者生效", "trees by class of unit; the first match counts"}},
    {.name = "evidence",
     .type = TP_T_LIST,
     .offset = offsetof(tp_raw_spec, materials),
     .of = &material_schema,
     .doc = {"佐证材料清单，不影响评估结果", "what units hand in; no part of the outcome"}},
    {.name = "weights",
     .type = TP_T_MAP,
     .offset = offsetof(tp_raw_spec, weights),
     .of = &weights_schema,
     .doc = {"各组权重（根为 root）；未列的组等权",
             "weights by group (root for the top); a group not listed weighs equally"}},
    {.name = "max_consistency_ratio",
     .type = TP_T_DEC,
     .offset = offsetof(tp_raw_spec, max_consistency_ratio),
     SHARE,
     .fallback = "0.1",
     .doc = {"一致性比率上限", "highest consistency ratio accepted"}},
    {.name = "sources",
     .type = TP_T_NODE,
     .offset = offsetof(tp_raw_spec, sources),
     .doc = {"评分来源及其权重，合计为 1；缺的来源按其余归一",
             "who scored, and their weights summing to 1; renormalised over those present"}},
    {.name = "deductions",
     .type = TP_T_STRUCT,
     .offset = offsetof(tp_raw_spec, deductions),
     .of = &deduction_schema,
     .doc = {"问题台账扣分", "points off for issues"}},
    {.name = "grades",
     .type = TP_T_LIST,
     .offset = offsetof(tp_raw_spec, grades),
     .of = &grade_schema,
     .doc = {"等次，由高到低", "grades, the highest first"}},
    {.name = "quota",
     .type = TP_T_NODE,
     .offset = offsetof(tp_raw_spec, quota),
     .doc = {"等次名额比例上限，超出者顺延下一等次",
             "most units, as a share, that may hold a grade; the rest fall to the next"}},
    {.name = "saturation",
     .type = TP_T_STRUCT,
     .offset = offsetof(tp_raw_spec, saturation),
     .of = &saturation_schema,
     .doc = {"工作饱满度口径", "how saturation is measured"}},
    {.name = "incomplete",
     .type = TP_T_ENUM,
     .offset = offsetof(tp_raw_spec, incomplete),
     .choices = incompletes,
     .fallback = "report",
     .doc = {"缺评分的单位：报告而不出结果，或按已有指标归一",
             "a unit with leaves nobody scored: reported without outcome, or renormalised over "
             "what is there"}},
};
const tp_schema tp_evaluation_schema = {
    .name = "evaluation", TP_KEYS(document_keys), sizeof(tp_raw_spec), NULL};

static const tp_key matrix_keys[] = {
    {.name = "order",
     .type = TP_T_TEXTS,
     .offset = offsetof(tp_raw_matrix, ahp.order),
     .flags = TP_KEY_REQUIRED,
     .doc = {"判断矩阵的行列顺序", "the criteria in the order of rows and columns"}},
    {.name = "upper",
     .type = TP_T_NODE,
     .offset = offsetof(tp_raw_matrix, ahp.upper),
     .doc = {"判断矩阵的上三角，逐行，1/9 到 9",
             "upper triangle of the judgement matrix, row by row, 1/9 to 9"}},
    {.name = "max_consistency_ratio",
     .type = TP_T_DEC,
     .offset = offsetof(tp_raw_matrix, max_consistency_ratio),
     SHARE,
     .fallback = "0.1",
     .doc = {"一致性比率上限", "highest consistency ratio accepted"}},
    {.type = TP_T_POS, .offset = offsetof(tp_raw_matrix, ahp.pos)},
};
const tp_schema tp_matrix_schema = {
    .name = "matrix", TP_KEYS(matrix_keys), sizeof(tp_raw_matrix), NULL};
