#include "evaluate/spec_raw.h"

#include "read/tree_source.h"

#include <string.h>

const tp_words tp_weighing_words[3] = {
    {"等权", "equal"}, {"直接赋权", "direct"}, {"层次分析法", "AHP"}};

static const tp_msg msg_not_map = {"evaluation.not-a-map", "{0} 应为“名称: 数值”的映射",
                                   "{0} should be a map of names to numbers"};
static const tp_msg msg_sources = {"evaluation.sources-sum", "评分来源的权重合计为 {0}，应为 1",
                                   "weights of the sources sum to {0}; they should sum to 1"};
static const tp_msg msg_no_grades = {"evaluation.no-grades", "没有 grades（等次）",
                                     "there are no grades"};
static const tp_msg msg_grades_order = {
    "evaluation.grades-order", "等次应由高到低，“{0}”的 at_least 不低于前一等次",
    "grades go from high to low; at_least of {0} is not below the one before"};
static const tp_msg msg_grade_twice = {"evaluation.grade-twice", "等次“{0}”重复",
                                       "grade {0} is there twice"};
static const tp_msg msg_grade_floor = {"evaluation.grade-floor",
                                       "最后一个等次“{0}”的 at_least 应为 0，否则低分无等次",
                                       "at_least of the last grade, {0}, should be 0: lower scores "
                                       "would have no grade"};
static const tp_msg msg_quota_grade = {"evaluation.quota-grade", "quota 中的“{0}”不是等次",
                                       "{0} in quota is not a grade"};
static const tp_msg msg_quota_last = {"evaluation.quota-last", "最后一个等次“{0}”不能设名额",
                                      "the last grade, {0}, cannot have a quota"};
static const tp_msg msg_levels = {"evaluation.saturation-levels", "saturation 的 low 高于 high",
                                  "low of saturation is above high"};

static tp_status read_sources(tp_spec_reader *r, const tp_node *sources)
{
    tp_spec *spec = r->spec;
    if (!sources || sources->kind == TP_NODE_NULL)
        return TP_OK;
    if (sources->kind != TP_NODE_MAP) {
        tp_diag_error(r->diags, sources->pos, &msg_not_map, "sources");
        return TP_OK;
    }
    spec->sources = tp_arena_array(r->arena, sources->count + 1, sizeof *spec->sources);
    if (!spec->sources)
        return tp_fail_nomem(r->err);
    tp_dec sum = 0;
    bool ok = true;
    for (size_t i = 0; i < sources->count; i++) {
        const tp_node *one = sources->child[i];
        tp_source_rule *to = &spec->sources[spec->n_sources++];
        to->id = one->key;
        /* A source of weight 0 would count as a score and weigh nothing: not allowed. */
        ok = tp_spec_dec(&to->weight, one, 1, TP_DEC_ONE, one->key, r->diags) && ok;
        sum += to->weight;
    }
    if (ok && sum != TP_DEC_ONE) {
        char text[TP_DEC_TEXT];
        tp_dec_format(sum, text);
        tp_diag_error(r->diags, sources->pos, &msg_sources, text);
    }
    return TP_OK;
}

static tp_grade_rule *grade_of(tp_spec *spec, const char *name)
{
    for (size_t i = 0; i < spec->n_grades; i++)
        if (spec->grades[i].grade && !strcmp(spec->grades[i].grade, name))
            return &spec->grades[i];
    return NULL;
}

static void read_grades(tp_spec_reader *r)
{
    tp_spec *spec = r->spec;
    spec->grades = r->raw->grades.items;
    spec->n_grades = 0;
    size_t count = r->raw->grades.count;
    if (!count)
        tp_diag_add(r->diags, TP_ERROR, (tp_pos){.file = spec->path}, &msg_no_grades, 0, NULL);
    for (size_t i = 0; i < count; i++) {
        tp_grade_rule *one = &spec->grades[i];
        one->quota = TP_DEC_NONE;
        if (!one->grade || one->at_least == TP_DEC_NONE)
            return; /* said by the schema */
        if (grade_of(spec, one->grade))
            tp_diag_error(r->diags, one->pos, &msg_grade_twice, one->grade);
        spec->n_grades = i + 1;
        if (i && one->at_least >= one[-1].at_least)
            tp_diag_error(r->diags, one->pos, &msg_grades_order, one->grade);
    }
    if (count && spec->grades[count - 1].at_least != 0)
        tp_diag_error(r->diags, spec->grades[count - 1].pos, &msg_grade_floor,
                      spec->grades[count - 1].grade);
}

static void read_quota(tp_spec_reader *r, const tp_node *quota)
{
    if (!quota || quota->kind == TP_NODE_NULL)
        return;
    if (quota->kind != TP_NODE_MAP) {
        tp_diag_error(r->diags, quota->pos, &msg_not_map, "quota");
        return;
    }
    for (size_t i = 0; i < quota->count; i++) {
        const tp_node *one = quota->child[i];
        tp_grade_rule *grade = grade_of(r->spec, one->key);
        tp_dec share;
        if (!tp_spec_dec(&share, one, 0, TP_DEC_ONE, one->key, r->diags))
            continue;
        if (!grade)
            tp_diag_error(r->diags, one->key_pos, &msg_quota_grade, one->key);
        else if (grade == &r->spec->grades[r->spec->n_grades - 1])
            tp_diag_error(r->diags, one->key_pos, &msg_quota_last, one->key);
        else
            grade->quota = share;
    }
}

static tp_status read_templates(tp_spec_reader *r)
{
    tp_spec *spec = r->spec;
    const tp_raw_template *raw = r->raw->templates.items;
    size_t count = r->raw->templates.count;
    spec->templates = tp_arena_array(r->arena, count + 1, sizeof *spec->templates);
    if (!spec->templates)
        return tp_fail_nomem(r->err);
    for (size_t i = 0; i < count; i++) {
        tp_template *to = &spec->templates[spec->n_templates++];
        *to = (tp_template){.where = raw[i].where, .pos = raw[i].pos};
        to->omit = tp_arena_array(r->arena, raw[i].omit.count + 1, sizeof *to->omit);
        if (!to->omit)
            return tp_fail_nomem(r->err);
        for (size_t k = 0; k < raw[i].omit.count; k++) {
            int32_t id = tp_spec_indicator(spec, raw[i].omit.items[k]);
            if (id > 0)
                to->omit[to->n_omit++] = id;
            else
                tp_spec_unknown(spec, r->diags, raw[i].pos, raw[i].omit.items[k]);
        }
    }
    return TP_OK;
}

static tp_status read_materials(tp_spec_reader *r)
{
    tp_spec *spec = r->spec;
    const tp_raw_material *raw = r->raw->materials.items;
    size_t count = r->raw->materials.count;
    spec->materials = tp_arena_array(r->arena, count + 1, sizeof *spec->materials);
    if (!spec->materials)
        return tp_fail_nomem(r->err);
    for (size_t i = 0; i < count; i++) {
        tp_material *to = &spec->materials[spec->n_materials++];
        const tp_texts *on = &raw[i].bears_on;
        *to = (tp_material){.name = raw[i].name, .where = raw[i].where, .pos = raw[i].pos};
        to->bears_on = tp_arena_array(r->arena, on->count + 1, sizeof *to->bears_on);
        if (!to->bears_on)
            return tp_fail_nomem(r->err);
        for (size_t k = 0; k < on->count; k++) {
            int32_t id = tp_spec_indicator(spec, on->items[k]);
            if (id != TP_ID_NONE)
                to->bears_on[to->n_bears_on++] = id;
            else
                tp_spec_unknown(spec, r->diags, raw[i].pos, on->items[k]);
        }
    }
    return TP_OK;
}

static void read_saturation(tp_spec_reader *r)
{
    tp_saturation_rules *rules = &r->spec->saturation;
    *rules = r->raw->saturation;
    if (!rules->present)
        return;
    if (rules->low != TP_DEC_NONE && rules->high != TP_DEC_NONE && rules->low > rules->high)
        tp_diag_add(r->diags, TP_ERROR, rules->pos, &msg_levels, 0, NULL);
    if (rules->target == TP_DEC_NONE)
        rules->target = rules->high != TP_DEC_NONE && rules->high > 0 ? rules->high : TP_DEC_ONE;
}

/* `data` is relative to the directory of the file that states it. */
static const char *resolved(tp_arena *arena, const char *file, const char *data)
{
    const char *slash = strrchr(file, '/');
    if (data[0] == '/' || !slash)
        return data;
    return tp_arena_format(arena, "%.*s%s", (int)(slash - file + 1), file, data);
}

/* The parsed file and its raw form; *tree = NULL if it cannot be read at all. */
static tp_status open_tree(tp_node **tree, tp_arena *arena, const char *path, tp_diags *diags,
                           tp_err *err)
{
    tp_source source;
    *tree = NULL;
    tp_status status = tp_tree_source(&source, arena, path, diags, err);
    return status ? status : tp_tree_parse(tree, arena, &source, diags, err);
}

static tp_status read_rest(tp_spec_reader *r)
{
    tp_status status = tp_spec_flatten(r);
    if (!status)
        status = tp_spec_weigh(r);
    if (!status)
        status = read_templates(r);
    if (!status)
        status = read_materials(r);
    if (!status)
        status = read_sources(r, r->raw->sources);
    if (status)
        return status;
    read_grades(r);
    read_quota(r, r->raw->quota);
    read_saturation(r);
    return TP_OK;
}

static tp_status read_spec(tp_spec **out, tp_arena *arena, const tp_node *root, const char *path,
                           bool tolerate, tp_diags *diags, tp_err *err)
{
    static const tp_schema *const schemas[] = {&tp_evaluation_schema};
    tp_raw_spec *raw = tp_arena_alloc(arena, sizeof *raw);
    tp_spec *spec = tp_arena_alloc(arena, sizeof *spec);
    if (!raw || !spec)
        return tp_fail_nomem(err);
    /* An unknown key does not hide what is wrong with the known ones. */
    tp_status status = tp_schema_check(root, schemas, 1, arena, diags, err);
    if (!status || status == TP_E_INPUT)
        status = tp_schema_fill(raw, &tp_evaluation_schema, root, "", arena, diags, err);
    if (status && status != TP_E_INPUT)
        return status;
    *spec = (tp_spec){.arena = arena,
                      .path = path,
                      .title = raw->title,
                      .evaluated_on = raw->evaluated_on,
                      .root = root,
                      .max_consistency_ratio = raw->max_consistency_ratio,
                      .deductions = raw->deductions,
                      .incomplete = (tp_incomplete)raw->incomplete};
    if (raw->data && !(spec->data = resolved(arena, path, raw->data)))
        return tp_fail_nomem(err);
    tp_spec_reader reader = {
        .spec = spec, .arena = arena, .diags = diags, .err = err, .raw = raw, .tolerate = tolerate};
    status = read_rest(&reader);
    *out = spec;
    return status;
}

tp_status tp_spec_read(tp_spec **out, tp_arena *arena, const char *path, tp_diags *diags,
                       tp_err *err)
{
    tp_node *root;
    size_t before = diags->errors;
    *out = NULL;
    tp_status status = open_tree(&root, arena, path, diags, err);
    if (!status && root)
        status = read_spec(out, arena, root, path, false, diags, err);
    if (status)
        return status;
    if (diags->errors > before)
        return tp_fail(err, TP_E_INPUT, "%s is not a valid evaluation", path);
    return TP_OK;
}

static tp_status one_matrix(tp_matrices *out, tp_arena *arena, const tp_node *root, tp_diags *diags,
                            tp_err *err)
{
    static const tp_schema *const schemas[] = {&tp_matrix_schema};
    static const tp_msg size = {"evaluation.ahp-size", "判断矩阵有 {0} 项，允许 1 到 15 项",
                                "the judgement matrix has {0} criteria; 1 to 15 are allowed"};
    tp_raw_matrix raw = {0};
    tp_status status = tp_schema_check(root, schemas, 1, arena, diags, err);
    if (!status || status == TP_E_INPUT)
        status = tp_schema_fill(&raw, &tp_matrix_schema, root, "", arena, diags, err);
    if (status && status != TP_E_INPUT)
        return status;
    size_t n = raw.ahp.order.count;
    if (n < 1 || n > TP_AHP_MOST) {
        char found[TP_DEC_TEXT];
        tp_int_format((tp_wide)n, found);
        tp_diag_error(diags, raw.ahp.pos, &size, found);
        return TP_OK;
    }
    bool ok;
    tp_matrix *matrix = tp_arena_alloc(arena, sizeof *matrix);
    tp_judgement *upper = tp_arena_array(arena, TP_AHP_PAIRS, sizeof *upper);
    if (!matrix || !upper)
        return tp_fail_nomem(err);
    status = tp_spec_upper(upper, (int)n, raw.ahp.upper, &raw.ahp, diags, &ok);
    if (status || !ok)
        return status;
    *matrix = (tp_matrix){.criteria = raw.ahp.order.items, .upper = upper, .pos = raw.ahp.pos};
    *out = (tp_matrices){matrix, 1, raw.max_consistency_ratio};
    return tp_ahp_solve(&matrix->ahp, upper, (int)n, err);
}

static tp_status matrices_of(tp_matrices *out, tp_arena *arena, tp_spec *spec, tp_err *err)
{
    out->items = tp_arena_array(arena, spec->n_groups + 1, sizeof *out->items);
    if (!out->items)
        return tp_fail_nomem(err);
    out->max_consistency_ratio = spec->max_consistency_ratio;
    for (size_t g = 0; g < spec->n_groups; g++) {
        tp_group *group = &spec->groups[g];
        if (group->weighing != TP_WEIGHED_BY_AHP || !group->ahp.n)
            continue;
        tp_matrix *to = &out->items[out->count++];
        *to = (tp_matrix){.name = spec->indicators[group->indicator].id,
                          .upper = group->upper,
                          .ahp = group->ahp,
                          .pos = group->pos};
        to->criteria = tp_arena_array(arena, (size_t)group->ahp.n, sizeof *to->criteria);
        if (!to->criteria)
            return tp_fail_nomem(err);
        for (int i = 0; i < group->ahp.n; i++)
            to->criteria[i] = spec->indicators[group->order[i]].id;
    }
    return TP_OK;
}

tp_status tp_matrices_read(tp_matrices *out, tp_arena *arena, const char *path, tp_diags *diags,
                           tp_err *err)
{
    tp_node *root;
    tp_spec *spec = NULL;
    size_t before = diags->errors;
    *out = (tp_matrices){0};
    tp_status status = open_tree(&root, arena, path, diags, err);
    if (!status && root && tp_node_get(root, "schema")) {
        status = read_spec(&spec, arena, root, path, true, diags, err);
        if (!status)
            status = matrices_of(out, arena, spec, err);
    } else if (!status && root) {
        status = one_matrix(out, arena, root, diags, err);
    }
    if (!status && diags->errors > before)
        status = tp_fail(err, TP_E_INPUT, "%s holds no valid judgements", path);
    return status;
}
