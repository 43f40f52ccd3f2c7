#include "domain/supply.h"

#include "base/order.h"
#include "base/text.h"
#include "domain/dataset_canonical.h"
#include "domain/uses.h"

#include <string.h>

static const tp_msg msg_unknown = {
    "supply.unknown-unit", "有评估结果的单位“{0}”不在方案的数据中，不用",
    "unit {0} has an outcome but is not in the scenario's data; it is left out"};

static tp_status identify(tp_dataset *data, tp_err *err)
{
    return tp_uses_note(data) && tp_canonical_hash(data, data->sha256) ? TP_OK : tp_fail_nomem(err);
}

static bool copy_pos(tp_arena *arena, tp_pos *to, tp_pos from)
{
    *to = from;
    return (!from.file || (to->file = tp_arena_text(arena, from.file))) &&
           (!from.cell || (to->cell = tp_arena_text(arena, from.cell)));
}

static int by_unit_date(const void *context, int32_t a, int32_t b)
{
    const tp_outcome *p = (const tp_outcome *)context + a, *q = (const tp_outcome *)context + b;
    if (p->unit != q->unit)
        return p->unit < q->unit ? -1 : 1;
    return (p->evaluated_on > q->evaluated_on) - (p->evaluated_on < q->evaluated_on);
}

static tp_status fill_outcome(tp_dataset *data, tp_outcome *to, const tp_given_outcome *from,
                              int32_t unit, tp_err *err)
{
    *to = (tp_outcome){.unit = unit,
                       .evaluated_on = from->evaluated_on,
                       .grade = TP_ID_NONE,
                       .score = from->score,
                       .saturation = from->saturation};
    if (from->grade)
        to->grade = tp_ids_add(data->names, from->grade, strlen(from->grade), NULL);
    if (!copy_pos(data->arena, &to->pos, from->pos) || (from->grade && to->grade == TP_ID_NONE))
        return tp_fail_nomem(err);
    return TP_OK;
}

tp_status tp_dataset_set_outcomes(tp_dataset *data, const tp_given_outcome *outcomes, size_t count,
                                  tp_diags *diags, tp_err *err)
{
    tp_outcome *found = tp_arena_array(data->arena, count + 1, sizeof *found);
    tp_outcome *sorted = tp_arena_array(data->arena, count + 1, sizeof *sorted);
    if (!found || !sorted)
        return tp_fail_nomem(err);
    size_t n = 0;
    for (size_t i = 0; i < count; i++) {
        int32_t unit = tp_dataset_unit(data, outcomes[i].unit);
        if (unit == TP_ID_NONE) {
            tp_diag_warn(diags, outcomes[i].pos, &msg_unknown, outcomes[i].unit);
            continue;
        }
        tp_status status = fill_outcome(data, &found[n++], &outcomes[i], unit, err);
        if (status)
            return status;
    }
    int32_t *order = tp_order_make(data->arena, n, by_unit_date, found);
    if (!order)
        return tp_fail_nomem(err);
    for (int32_t u = 0; u < data->n_units; u++)
        data->units[u].first_outcome = data->units[u].outcomes = 0;
    for (size_t k = 0; k < n; k++) {
        sorted[k] = found[order[k]];
        tp_unit *unit = &data->units[sorted[k].unit];
        if (!unit->outcomes++)
            unit->first_outcome = (int32_t)k;
    }
    data->outcomes = sorted;
    data->n_outcomes = (int32_t)n;
    return identify(data, err);
}

static int by_unit_code(const void *context, int32_t a, int32_t b)
{
    const tp_issue *p = (const tp_issue *)context + a, *q = (const tp_issue *)context + b;
    if (p->unit != q->unit)
        return p->unit < q->unit ? -1 : 1;
    return tp_text_compare(p->code, q->code);
}

static tp_status fill_issue(tp_dataset *data, tp_issue *to, const tp_given_issue *from,
                            int32_t unit, tp_err *err)
{
    tp_pos pos = to->pos; /* an issue of the files keeps its place there */
    *to = (tp_issue){.code = tp_arena_text(data->arena, from->code),
                     .text = tp_arena_text(data->arena, from->text ? from->text : ""),
                     .unit = unit,
                     .issue_class = from->issue_class,
                     .found_on = from->found_on,
                     .due_on = from->due_on,
                     .closed_on = from->closed_on,
                     .pos = pos};
    return to->code && to->text ? TP_OK : tp_fail_nomem(err);
}

static tp_status merge(tp_dataset *data, tp_issue *all, size_t *n, const tp_given_issue *issues,
                       size_t count, tp_ids *codes, tp_err *err)
{
    for (int32_t i = 0; i < data->n_issues; i++) {
        all[i] = data->issues[i];
        if (tp_ids_add(codes, all[i].code, strlen(all[i].code), NULL) == TP_ID_NONE)
            return tp_fail_nomem(err);
    }
    *n = (size_t)data->n_issues;
    for (size_t i = 0; i < count; i++) {
        bool fresh;
        int32_t unit = tp_dataset_unit(data, issues[i].unit);
        if (unit == TP_ID_NONE)
            continue;
        int32_t at = tp_ids_add(codes, issues[i].code, strlen(issues[i].code), &fresh);
        if (at == TP_ID_NONE)
            return tp_fail_nomem(err);
        *n += fresh;
        tp_status status = fill_issue(data, &all[at], &issues[i], unit, err);
        if (status)
            return status;
    }
    return TP_OK;
}

tp_status tp_dataset_merge_issues(tp_dataset *data, const tp_given_issue *issues, size_t count,
                                  tp_err *err)
{
    size_t most = (size_t)data->n_issues + count + 1, n = 0;
    tp_issue *all = tp_arena_array(data->arena, most, sizeof *all);
    tp_issue *sorted = tp_arena_array(data->arena, most, sizeof *sorted);
    tp_ids *codes = tp_ids_create(data->arena, most);
    if (!all || !sorted || !codes)
        return tp_fail_nomem(err);
    tp_status status = merge(data, all, &n, issues, count, codes, err);
    if (status)
        return status;
    int32_t *order = tp_order_make(data->arena, n, by_unit_code, all);
    if (!order)
        return tp_fail_nomem(err);
    for (int32_t u = 0; u < data->n_units; u++)
        data->units[u].first_issue = data->units[u].issues = 0;
    for (size_t k = 0; k < n; k++) {
        sorted[k] = all[order[k]];
        tp_unit *unit = &data->units[sorted[k].unit];
        if (!unit->issues++)
            unit->first_issue = (int32_t)k;
    }
    data->issues = sorted;
    data->n_issues = (int32_t)n;
    return identify(data, err);
}
