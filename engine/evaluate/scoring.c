#include "evaluate/evaluate.h"

#include <string.h>

static const tp_msg msg_foreign = {
    "evaluation.score-not-applicable",
    "指标“{0}”有 {1} 条评分属于不考核该指标的单位（如 {2}），不计入",
    "{1} scores of {0} are for units whose tree does not have it (such as {2}); they do not count"};

/* Scores of one leaf, walking the unit's own forward from *at: both are ordered by leaf. */
tp_leaf_scores tp_scores_of(const tp_evidence *evidence, int32_t unit, int32_t leaf, size_t *at)
{
    size_t end = evidence->first_score[unit + 1];
    while (*at < end && evidence->scores[*at].leaf < leaf)
        ++*at;
    tp_leaf_scores scores = {&evidence->scores[*at], 0};
    while (*at < end && evidence->scores[*at].leaf == leaf) {
        ++*at;
        scores.count++;
    }
    return scores;
}

/* One source's scorers: as many of the scores from `i` on. */
static size_t run_of(tp_leaf_scores scores, size_t i)
{
    size_t end = i + 1;
    while (end < scores.count && scores.first[end].source == scores.first[i].source)
        end++;
    return end - i;
}

bool tp_leaf_add(tp_exact *sum, const tp_evidence *evidence, const tp_ratio *weight,
                 tp_leaf_scores scores)
{
    uint64_t present = 0;
    for (size_t i = 0; i < scores.count; i += run_of(scores, i))
        present += (uint64_t)evidence->sources[scores.first[i].source].weight;
    for (size_t i = 0, n; i < scores.count; i += n) {
        tp_ratio term = *weight;
        uint64_t points = 0;
        n = run_of(scores, i);
        for (size_t k = i; k < i + n; k++)
            points += (uint64_t)scores.first[k].points;
        if (!tp_ratio_times(&term, (uint64_t)evidence->sources[scores.first[i].source].weight,
                            present) ||
            !tp_ratio_times(&term, points, n) || !tp_exact_add(sum, &term))
            return false;
    }
    return true;
}

/* Issues open at the date: `rectify` ones past due cost one price, all others the other. */
static void deduct(tp_assessed *to, const tp_evaluation *e, int32_t unit)
{
    const tp_unit *u = &e->data->units[unit];
    const tp_deduction_rules *rules = &e->spec->deductions;
    tp_date on = e->spec->evaluated_on;
    for (int32_t i = u->first_issue; i < u->first_issue + u->issues; i++) {
        const tp_issue *issue = &e->data->issues[i];
        bool closed = issue->closed_on != TP_DATE_NONE && issue->closed_on <= on;
        if (closed || issue->found_on > on)
            continue;
        if (issue->issue_class == TP_RECTIFY && issue->due_on < on)
            to->overdue++;
        else
            to->open++;
    }
    tp_wide points =
        (tp_wide)to->overdue * rules->overdue_rectification + (tp_wide)to->open * rules->open_issue;
    if (rules->at_most != TP_DEC_NONE && points > rules->at_most)
        points = rules->at_most;
    to->deduction = points > TP_POINTS_MOST ? TP_POINTS_MOST : (tp_dec)points;
}

typedef struct foreign { /* scores that belong to no leaf of their unit */
    int64_t count;
    int32_t unit;
} foreign;

static tp_status add_leaves(tp_exact *sum, const tp_evaluation *e, int32_t unit,
                            const tp_class_leaf *leaves, size_t n, bool *absent, tp_err *err)
{
    size_t at = e->evidence->first_score[unit];
    tp_exact_zero(sum);
    for (size_t i = 0; i < n; i++) {
        tp_leaf_scores scores = tp_scores_of(e->evidence, unit, leaves[i].leaf, &at);
        if (absent)
            absent[i] = !scores.count;
        if (!tp_leaf_add(sum, e->evidence, &leaves[i].weight, scores))
            return tp_fail(err, TP_E_OVERFLOW, "score of unit %s needs more than %d bits",
                           e->data->units[unit].code, TP_EXACT_WORDS * 64);
    }
    return TP_OK;
}

/* A unit some of whose leaves nobody scored, where the file lets the others stand for them. */
static tp_status renormalise(tp_exact *sum, tp_assessed *to, const tp_evaluation *e, int32_t unit,
                             const bool *absent, tp_err *err)
{
    const tp_class *class = &e->classes.items[e->classes.of_unit[unit]];
    tp_arena *scratch = tp_arena_create();
    tp_class_leaf *leaves =
        scratch ? tp_arena_array(scratch, class->n_leaves + 1, sizeof *leaves) : NULL;
    size_t n = 0;
    tp_status status = leaves ? tp_class_without(leaves, &n, e->spec, class, absent, scratch, err)
                              : tp_fail_nomem(err);
    if (!status && n) {
        to->state = TP_UNIT_RENORMALISED;
        status = add_leaves(sum, e, unit, leaves, n, NULL, err);
    }
    tp_arena_free(scratch);
    return status;
}

static tp_status score_unit(tp_evaluation *e, int32_t unit, bool *absent, tp_err *err)
{
    const tp_class *class = &e->classes.items[e->classes.of_unit[unit]];
    tp_assessed *to = &e->units[unit];
    tp_exact sum;
    *to = (tp_assessed){.before = TP_DEC_NONE,
                        .score = TP_DEC_NONE,
                        .earned = TP_ID_NONE,
                        .grade = TP_ID_NONE,
                        .leaves = (int32_t) class->n_leaves,
                        .saturation = e->saturation.units[unit].saturation};
    deduct(to, e, unit);
    tp_status status = add_leaves(&sum, e, unit, class->leaves, class->n_leaves, absent, err);
    for (size_t i = 0; i < class->n_leaves; i++)
        to->missing += absent[i];
    if (to->missing) {
        to->state = TP_UNIT_INCOMPLETE;
        if (!status && e->spec->incomplete == TP_INCOMPLETE_RENORMALISE)
            status = renormalise(&sum, to, e, unit, absent, err);
    }
    if (status || to->state == TP_UNIT_INCOMPLETE)
        return status;
    if (!tp_exact_half_up(&sum, &to->before))
        return tp_fail(err, TP_E_OVERFLOW, "score of unit %s", e->data->units[unit].code);
    /* Deductions are whole millionths, so taking them off commutes with the rounding. */
    to->score = to->before > to->deduction ? to->before - to->deduction : 0;
    return TP_OK;
}

static void find_foreign(const tp_evaluation *e, int32_t unit, foreign *found)
{
    const tp_class *class = &e->classes.items[e->classes.of_unit[unit]];
    size_t at = 0;
    for (size_t i = e->evidence->first_score[unit]; i < e->evidence->first_score[unit + 1]; i++) {
        int32_t leaf = e->evidence->scores[i].leaf;
        while (at < class->n_leaves && class->leaves[at].leaf < leaf)
            at++;
        if (at < class->n_leaves && class->leaves[at].leaf == leaf)
            continue;
        if (!found[leaf].count++)
            found[leaf].unit = unit;
    }
}

tp_status tp_score_units(tp_evaluation *e, tp_diags *diags, tp_err *err)
{
    size_t most = 1;
    for (size_t c = 0; c < e->classes.count; c++)
        if (e->classes.items[c].n_leaves > most)
            most = e->classes.items[c].n_leaves;
    tp_arena *scratch = tp_arena_create();
    bool *absent = scratch ? tp_arena_array(scratch, most, sizeof *absent) : NULL;
    foreign *found =
        scratch ? tp_arena_array(scratch, (size_t)e->spec->n_indicators, sizeof *found) : NULL;
    tp_status status = absent && found ? TP_OK : tp_fail_nomem(err);
    for (int32_t unit = 0; unit < e->data->n_units && !status; unit++) {
        status = score_unit(e, unit, absent, err);
        find_foreign(e, unit, found);
    }
    for (int32_t i = 0; i < e->spec->n_indicators && !status; i++)
        if (found[i].count) {
            char count[TP_DEC_TEXT];
            tp_int_format(found[i].count, count);
            tp_diag_warn(diags, e->spec->indicators[i].pos, &msg_foreign, e->spec->indicators[i].id,
                         count, e->data->units[found[i].unit].code);
        }
    tp_arena_free(scratch);
    return status;
}
