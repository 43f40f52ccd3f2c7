#include "evaluate/spec_raw.h"

#include <string.h>

static const tp_msg msg_leaf_group = {"evaluation.weights-of-leaf",
                                      "“{0}”没有下级指标，无需组内权重",
                                      "{0} has no children to weigh"};
static const tp_msg msg_method = {"evaluation.weights-method", "“{0}”的权重应写 direct 或 ahp 之一",
                                  "weights of {0} should be given by one of direct and ahp"};
static const tp_msg msg_map = {"evaluation.not-a-map", "{0} 应为“名称: 数值”的映射",
                               "{0} should be a map of names to numbers"};
static const tp_msg msg_not_child = {"evaluation.not-a-child", "“{0}”不是“{1}”的下级指标",
                                     "{0} is not a child of {1}"};
static const tp_msg msg_individual = {
    "evaluation.individual-weighed", "“{0}”是个性指标，权重写在 individual 的 weight",
    "{0} is an individual leaf: its weight stands in its own entry"};
static const tp_msg msg_missing = {"evaluation.weight-missing", "“{1}”的下级指标“{0}”没有权重",
                                   "{0}, a child of {1}, has no weight"};
static const tp_msg msg_twice = {"evaluation.order-twice", "“{0}”在 order 中出现两次",
                                 "{0} stands twice in order"};
static const tp_msg msg_sum = {"evaluation.weights-sum", "“{0}”的权重合计为 {1}，应为 1",
                               "weights of {0} sum to {1}; they should sum to 1"};
static const tp_msg msg_criteria = {"evaluation.ahp-size", "判断矩阵有 {0} 项，允许 1 到 15 项",
                                    "the judgement matrix has {0} criteria; 1 to 15 are allowed"};
static const tp_msg msg_upper = {
    "evaluation.ahp-upper", "上三角应有 {0} 行（{1} 项的判断矩阵），实际是 {2} 行",
    "the upper triangle should have {0} {0|row|rows} ({1} criteria), found {2}"};
static const tp_msg msg_row = {"evaluation.ahp-row",
                               "上三角第 {0} 行应有 {1} 个判断，实际是 {2} 个",
                               "row {0} of the upper triangle should have {1} judgements, found "
                               "{2}"};
static const tp_msg msg_judgement = {"evaluation.judgement",
                                     "判断值“{0}”应在 1/9 到 9 之间，如 3、1/3、2.5",
                                     "judgement {0} should be 1/9 to 9, such as 3, 1/3 or 2.5"};
static const tp_msg msg_cr = {
    "evaluation.inconsistent",
    "“{0}”的判断矩阵一致性比率为 {1}，超过上限 {2}：建议复核“{3}”对“{4}”的判断，由 {5} 改为 {6} "
    "后一致性比率为 {7}",
    "judgements of {0} have a consistency ratio of {1}, above {2}: reconsider {3} against {4}; {6} "
    "in place of {5} would make it {7}"};
static const tp_msg msg_unweighted = {
    "evaluation.individual-no-weight", "“{1}”并非等权，个性指标“{0}”须写 weight",
    "children of {1} do not weigh equally, so individual leaf {0} needs a weight"};

static void number(char *buffer, size_t value)
{
    tp_int_format((tp_wide)value, buffer);
}

tp_status tp_spec_upper(tp_judgement *upper, int n, const tp_node *node, const tp_raw_ahp *ahp,
                        tp_diags *diags, bool *ok)
{
    char want[TP_DEC_TEXT], found[TP_DEC_TEXT], at[TP_DEC_TEXT];
    size_t rows = node && node->kind == TP_NODE_LIST ? node->count : 0;
    *ok = true;
    if (rows != (size_t)n - 1 || (node && node->kind == TP_NODE_SCALAR)) {
        number(want, (size_t)n - 1);
        number(at, (size_t)n);
        number(found, rows);
        tp_diag_error(diags, node ? node->pos : ahp->pos, &msg_upper, want, at, found);
        *ok = false;
    }
    int k = 0;
    for (size_t i = 0; i < rows; i++) {
        const tp_node *row = node->child[i];
        size_t cells = row->kind == TP_NODE_LIST ? row->count : 0;
        if (i + 1 < (size_t)n && cells != (size_t)n - 1 - i) {
            number(at, i + 1);
            number(want, (size_t)n - 1 - i);
            number(found, cells);
            tp_diag_error(diags, row->pos, &msg_row, at, want, found);
            *ok = false;
        }
        for (size_t j = 0; j < cells; j++) {
            const tp_node *cell = row->child[j];
            tp_judgement judgement;
            const char *text = cell->kind == TP_NODE_SCALAR ? cell->text : "";
            if (tp_judgement_parse(text, strlen(text), &judgement) != TP_PARSE_OK) {
                tp_diag_error(diags, cell->pos, &msg_judgement, text);
                *ok = false;
            } else if (*ok && k < TP_AHP_PAIRS) {
                upper[k++] = judgement;
            }
        }
    }
    return TP_OK;
}

/* The common child `id` of the group, or TP_ID_NONE after a diagnostic. */
static int32_t child_of(tp_spec_reader *r, int32_t group, const char *id, tp_pos pos)
{
    const tp_spec *spec = r->spec;
    int32_t child = tp_spec_indicator(spec, id);
    if (child == TP_ID_NONE)
        tp_spec_unknown(spec, r->diags, pos, id);
    else if (spec->indicators[child].parent != group)
        tp_diag_error(r->diags, pos, &msg_not_child, id, spec->indicators[group].id);
    else if (spec->indicators[child].individual != TP_ID_NONE)
        tp_diag_error(r->diags, pos, &msg_individual, id);
    else
        return child;
    return TP_ID_NONE;
}

/* Every common child of the group has been given a weight (seen)? */
static bool all_seen(tp_spec_reader *r, int32_t group, const bool *seen, tp_pos pos)
{
    bool all = true;
    for (int32_t i = 1; i < r->spec->n_indicators; i++) {
        const tp_indicator *one = &r->spec->indicators[i];
        if (one->parent == group && one->individual == TP_ID_NONE && !seen[i]) {
            tp_diag_error(r->diags, pos, &msg_missing, one->id, r->spec->indicators[group].id);
            all = false;
        }
    }
    return all;
}

static tp_status weigh_directly(tp_spec_reader *r, tp_group *group, const tp_node *direct,
                                bool *seen)
{
    tp_spec *spec = r->spec;
    tp_dec sum = 0;
    bool ok = true;
    if (direct->kind != TP_NODE_MAP) {
        tp_diag_error(r->diags, direct->pos, &msg_map, "direct");
        return TP_OK;
    }
    for (size_t i = 0; i < direct->count; i++) {
        const tp_node *one = direct->child[i];
        tp_dec weight = 0;
        int32_t child = child_of(r, group->indicator, one->key, one->key_pos);
        ok = tp_spec_dec(&weight, one, 0, TP_DEC_ONE, one->key, r->diags) && ok;
        sum += weight;
        if (child == TP_ID_NONE) {
            ok = false;
            continue;
        }
        spec->indicators[child].weight = weight;
        seen[child] = true;
    }
    if (!all_seen(r, group->indicator, seen, direct->pos))
        ok = false;
    if (ok && sum != TP_DEC_ONE) {
        char text[TP_DEC_TEXT];
        tp_dec_format(sum, text);
        tp_diag_error(r->diags, direct->pos, &msg_sum, spec->indicators[group->indicator].id, text);
    }
    return TP_OK;
}

static tp_status report_inconsistency(tp_spec_reader *r, const tp_group *group, tp_pos pos)
{
    const tp_spec *spec = r->spec;
    tp_ahp_advice advice;
    tp_status status =
        tp_ahp_advise(&advice, group->upper, group->ahp.n, spec->max_consistency_ratio, r->err);
    if (status)
        return status;
    char cr[TP_DEC_TEXT], limit[TP_DEC_TEXT], after[TP_DEC_TEXT], from[TP_JUDGEMENT_TEXT],
        to[TP_JUDGEMENT_TEXT];
    tp_dec_format(group->ahp.cr, cr);
    tp_dec_format(spec->max_consistency_ratio, limit);
    tp_dec_format(advice.cr, after);
    tp_judgement_format(advice.from, from);
    tp_judgement_format(advice.to, to);
    tp_diag_error(r->diags, pos, &msg_cr, spec->indicators[group->indicator].id, cr, limit,
                  spec->indicators[group->order[advice.row]].id,
                  spec->indicators[group->order[advice.column]].id, from, to, after);
    return TP_OK;
}

static tp_status weigh_by_ahp(tp_spec_reader *r, tp_group *group, const tp_raw_ahp *ahp, bool *seen)
{
    tp_spec *spec = r->spec;
    size_t n = ahp->order.count;
    bool ok = true, upper_ok;
    if (n < 1 || n > TP_AHP_MOST) {
        char found[TP_DEC_TEXT];
        number(found, n);
        tp_diag_error(r->diags, ahp->pos, &msg_criteria, found);
        return TP_OK;
    }
    for (size_t i = 0; i < n; i++) {
        int32_t child = child_of(r, group->indicator, ahp->order.items[i], ahp->pos);
        group->order[i] = child;
        ok = ok && child != TP_ID_NONE;
        if (child == TP_ID_NONE)
            continue;
        if (seen[child]) {
            tp_diag_error(r->diags, ahp->pos, &msg_twice, ahp->order.items[i]);
            ok = false;
        }
        seen[child] = true;
    }
    ok = all_seen(r, group->indicator, seen, ahp->pos) && ok;
    tp_status status = tp_spec_upper(group->upper, (int)n, ahp->upper, ahp, r->diags, &upper_ok);
    if (status || !ok || !upper_ok)
        return status;
    status = tp_ahp_solve(&group->ahp, group->upper, (int)n, r->err);
    if (status)
        return status;
    for (size_t i = 0; i < n; i++)
        spec->indicators[group->order[i]].weight = group->ahp.shares[i];
    if (group->ahp.cr > spec->max_consistency_ratio && !r->tolerate)
        return report_inconsistency(r, group, ahp->upper->pos);
    return TP_OK;
}

static tp_status weigh(tp_spec_reader *r, const tp_raw_weights *raw)
{
    tp_spec *spec = r->spec;
    int32_t id = tp_spec_indicator(spec, raw->group);
    if (id == TP_ID_NONE) {
        tp_spec_unknown(spec, r->diags, raw->pos, raw->group);
        return TP_OK;
    }
    if (spec->indicators[id].leaf) {
        tp_diag_error(r->diags, raw->pos, &msg_leaf_group, raw->group);
        return TP_OK;
    }
    if (!raw->direct == !raw->ahp.present) {
        tp_diag_error(r->diags, raw->pos, &msg_method, raw->group);
        return TP_OK;
    }
    tp_group *group = NULL;
    for (size_t g = 0; g < spec->n_groups; g++)
        if (spec->groups[g].indicator == id)
            group = &spec->groups[g];
    bool *seen = tp_arena_array(r->arena, (size_t)spec->n_indicators, sizeof *seen);
    if (!seen || !group)
        return seen ? tp_fail(r->err, TP_E_INTERNAL, "group %s is not listed", raw->group)
                    : tp_fail_nomem(r->err);
    group->pos = raw->pos;
    group->weighing = raw->direct ? TP_WEIGHED_DIRECTLY : TP_WEIGHED_BY_AHP;
    return raw->direct ? weigh_directly(r, group, raw->direct, seen)
                       : weigh_by_ahp(r, group, &raw->ahp, seen);
}

static void check_individuals(tp_spec_reader *r)
{
    const tp_spec *spec = r->spec;
    for (size_t g = 0; g < spec->n_groups; g++)
        for (int32_t i = 1; i < spec->n_indicators; i++) {
            const tp_indicator *leaf = &spec->indicators[i];
            if (leaf->parent == spec->groups[g].indicator && leaf->individual != TP_ID_NONE &&
                !leaf->fixed && spec->groups[g].weighing != TP_WEIGHED_EQUALLY)
                tp_diag_error(r->diags, leaf->pos, &msg_unweighted, leaf->id,
                              spec->indicators[leaf->parent].id);
        }
}

tp_status tp_spec_weigh(tp_spec_reader *r)
{
    tp_spec *spec = r->spec;
    spec->groups = tp_arena_array(r->arena, (size_t)spec->n_indicators, sizeof *spec->groups);
    if (!spec->groups)
        return tp_fail_nomem(r->err);
    for (int32_t i = 0; i < spec->n_indicators; i++)
        if (!spec->indicators[i].leaf)
            spec->groups[spec->n_groups++] = (tp_group){.indicator = i};
    const tp_raw_weights *raw = r->raw->weights.items;
    for (size_t i = 0; i < r->raw->weights.count; i++) {
        tp_status status = weigh(r, &raw[i]);
        if (status)
            return status;
    }
    check_individuals(r);
    return TP_OK;
}
