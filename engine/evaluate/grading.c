#include "evaluate/evaluate.h"

#include <stdlib.h>

/* What the order of units rests on; a struct of its own since qsort carries no context. */
typedef struct standing {
    tp_dec score, saturation;
    int32_t unit;
} standing;

/* Higher score, then higher saturation (none counts as lowest), then canonical order, which
 * stands in for the file's: the same facts in other row order get the same grades. */
static int compare(const void *left, const void *right)
{
    const standing *a = left, *b = right;
    if (a->score != b->score)
        return a->score > b->score ? -1 : 1;
    if (a->saturation != b->saturation)
        return a->saturation > b->saturation ? -1 : 1;
    return (a->unit > b->unit) - (a->unit < b->unit);
}

static int32_t grade_of(const tp_spec *spec, tp_dec score)
{
    for (size_t g = 0; g < spec->n_grades; g++)
        if (score >= spec->grades[g].at_least)
            return (int32_t)g;
    return TP_ID_NONE;
}

/* From the best grade down: its quota keeps the first so many in order, the rest fall to the next
 * grade and stand there with those who earned it. The ranking is by score, so those who hold or
 * fall to a grade are consecutive in it. */
static tp_status apply_quotas(tp_evaluation *e, tp_err *err)
{
    const tp_spec *spec = e->spec;
    e->quotas = tp_arena_array(e->arena, spec->n_grades + 1, sizeof *e->quotas);
    if (!e->quotas)
        return tp_fail_nomem(err);
    for (int32_t g = 0; g < (int32_t)spec->n_grades; g++) {
        if (spec->grades[g].quota == TP_DEC_NONE)
            continue;
        tp_quota_use *use = &e->quotas[e->n_quotas++];
        *use = (tp_quota_use){
            .grade = g, .allowed = (int32_t)tp_share_floor(spec->grades[g].quota, e->n_ranked)};
        for (int32_t i = 0; i < e->n_ranked; i++) {
            tp_assessed *unit = &e->units[e->ranking[i]];
            if (unit->grade != g)
                continue;
            use->candidates++;
            if (use->held < use->allowed)
                use->held++;
            else
                unit->grade = g + 1;
        }
    }
    return TP_OK;
}

tp_status tp_grade_units(tp_evaluation *e, tp_err *err)
{
    size_t units = (size_t)e->data->n_units;
    tp_arena *scratch = tp_arena_create();
    standing *order = scratch ? tp_arena_array(scratch, units + 1, sizeof *order) : NULL;
    e->ranking = tp_arena_array(e->arena, units + 1, sizeof *e->ranking);
    if (!order || !e->ranking) {
        tp_arena_free(scratch);
        return tp_fail_nomem(err);
    }
    size_t n = 0;
    for (size_t u = 0; u < units; u++)
        if (e->units[u].score != TP_DEC_NONE)
            order[n++] = (standing){e->units[u].score, e->units[u].saturation, (int32_t)u};
    qsort(order, n, sizeof *order, compare);
    for (size_t i = 0; i < n; i++) {
        tp_assessed *unit = &e->units[order[i].unit];
        unit->earned = unit->grade = grade_of(e->spec, unit->score);
        unit->rank = i && order[i].score == order[i - 1].score ? e->units[order[i - 1].unit].rank
                                                               : (int32_t)i + 1;
        e->ranking[i] = order[i].unit;
    }
    e->n_ranked = (int32_t)n;
    tp_arena_free(scratch);
    return apply_quotas(e, err);
}
