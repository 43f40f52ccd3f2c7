#include "evaluate/evaluate.h"

/* weight × (points of the leaf, or 1), rounded for reading. */
static bool rounded(tp_dec *out, const tp_evidence *evidence, const tp_ratio *weight,
                    tp_leaf_scores scores)
{
    tp_exact sum;
    tp_exact_zero(&sum);
    return tp_leaf_add(&sum, evidence, weight, scores) && tp_exact_half_up(&sum, out);
}

static tp_status trace_sources(tp_leaf_trace *to, const tp_evidence *evidence,
                               tp_leaf_scores scores, tp_arena *arena, tp_err *err)
{
    tp_wide present = 0;
    to->sources = tp_arena_array(arena, scores.count + 1, sizeof *to->sources);
    if (!to->sources)
        return tp_fail_nomem(err);
    for (size_t i = 0; i < scores.count;) {
        tp_source_trace *source = &to->sources[to->n_sources++];
        tp_wide points = 0;
        *source = (tp_source_trace){.source = scores.first[i].source, .scores = &scores.first[i]};
        for (; i < scores.count && scores.first[i].source == source->source; i++) {
            points += scores.first[i].points;
            source->scorers++;
        }
        source->mean = (tp_dec)tp_half_up_div(points, source->scorers);
        present += evidence->sources[source->source].weight;
    }
    for (size_t s = 0; s < to->n_sources; s++)
        to->sources[s].share = (tp_dec)tp_half_up_div(
            (tp_wide)evidence->sources[to->sources[s].source].weight * TP_DEC_ONE, present);
    return TP_OK;
}

static tp_status trace_leaf(tp_leaf_trace *to, const tp_evidence *evidence, const tp_ratio *stated,
                            const tp_ratio *counted, tp_leaf_scores scores, tp_arena *arena,
                            tp_err *err)
{
    tp_ratio one;
    tp_ratio_one(&one);
    to->missing = !scores.count;
    to->points = TP_DEC_NONE;
    bool ok = tp_ratio_half_up(stated, TP_DEC_ONE, &to->stated);
    if (counted)
        ok = ok && tp_ratio_half_up(counted, TP_DEC_ONE, &to->weight);
    if (!to->missing)
        ok = ok && rounded(&to->points, evidence, &one, scores);
    if (!to->missing && counted) {
        tp_dec most = 0;
        ok = ok && rounded(&to->gained, evidence, counted, scores) &&
             tp_ratio_half_up(counted, TP_POINTS_MOST, &most);
        to->lost = most - to->gained;
    }
    if (!ok)
        return tp_fail(err, TP_E_OVERFLOW, "trace of a leaf");
    return trace_sources(to, evidence, scores, arena, err);
}

/* The weights that counted: the class's own, or those of the leaves that were scored. */
static tp_status counted_leaves(const tp_evaluation *e, int32_t unit, const tp_class *class,
                                tp_arena *arena, const tp_class_leaf **out, size_t *n, tp_err *err)
{
    *out = class->leaves;
    *n = class->n_leaves;
    if (e->units[unit].state == TP_UNIT_EVALUATED)
        return TP_OK;
    *n = 0;
    if (e->units[unit].state == TP_UNIT_INCOMPLETE)
        return TP_OK;
    tp_class_leaf *leaves = tp_arena_array(arena, class->n_leaves + 1, sizeof *leaves);
    bool *absent = tp_arena_array(arena, class->n_leaves + 1, sizeof *absent);
    if (!leaves || !absent)
        return tp_fail_nomem(err);
    size_t at = e->evidence->first_score[unit];
    for (size_t i = 0; i < class->n_leaves; i++)
        absent[i] = !tp_scores_of(e->evidence, unit, class->leaves[i].leaf, &at).count;
    *out = leaves;
    return tp_class_without(leaves, n, e->spec, class, absent, arena, err);
}

tp_status tp_evaluation_trace(const tp_evaluation *e, int32_t unit, tp_arena *arena,
                              tp_unit_trace *out, tp_err *err)
{
    const tp_class *class = &e->classes.items[e->classes.of_unit[unit]];
    const tp_class_leaf *counted;
    size_t n, k = 0, at = e->evidence->first_score[unit];
    *out = (tp_unit_trace){.unit = unit, .assessed = &e->units[unit], .class = class};
    out->leaves = tp_arena_array(arena, class->n_leaves + 1, sizeof *out->leaves);
    if (!out->leaves)
        return tp_fail_nomem(err);
    tp_status status = counted_leaves(e, unit, class, arena, &counted, &n, err);
    for (size_t i = 0; i < class->n_leaves && !status; i++) {
        const tp_class_leaf *leaf = &class->leaves[i];
        tp_leaf_scores scores = tp_scores_of(e->evidence, unit, leaf->leaf, &at);
        const tp_ratio *weight = NULL;
        if (k < n && counted[k].leaf == leaf->leaf)
            weight = &counted[k++].weight;
        tp_leaf_trace *to = &out->leaves[out->n_leaves++];
        *to = (tp_leaf_trace){.leaf = leaf->leaf};
        status = trace_leaf(to, e->evidence, &leaf->weight, weight, scores, arena, err);
    }
    return status;
}

int32_t tp_trace_heaviest_loss(const tp_unit_trace *trace)
{
    int32_t worst = TP_ID_NONE;
    tp_dec most = 0;
    for (size_t i = 0; i < trace->n_leaves; i++)
        if (trace->leaves[i].lost > most) {
            most = trace->leaves[i].lost;
            worst = trace->leaves[i].leaf;
        }
    return worst;
}
