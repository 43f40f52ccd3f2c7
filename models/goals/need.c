/* Need met, by weight: Σ v·y. */
#include "models/goal.h"
#include "models/rules/tranches.h"
#include "models/value.h"

static tp_status objective(const tp_case *c, const tp_tier_params *tier, tp_tier_spec *out,
                           tp_err *err)
{
    (void)tier;
    for (int32_t d = 0; d < c->data->n_demands; d++) {
        const tp_standing *at = &c->demand[d];
        for (int32_t k = 0; k < at->cols; k++) {
            int32_t col = at->first_col + k;
            if (!tp_value_of(c->bind, d, c->program->col_origin[col].part,
                             &out->objective.cost[col]))
                return tp_fail(err, TP_E_OVERFLOW, "the value of a lent slot");
        }
    }
    return TP_OK;
}

/* Own slots fill the first tranches of a demand, its loan what follows. */
static tp_status measure(const tp_measure *m, const tp_tier_params *tier, tp_wide *value,
                         tp_err *err)
{
    (void)tier;
    tp_wide sum = 0;
    int tranches = tp_tranches_count(m->bind);
    for (int32_t d = 0; d < m->data->n_demands; d++) {
        int64_t from = m->answer->own[d], end = from + m->answer->loan[d];
        for (int t = 0; t < tranches && from < end; t++) {
            int64_t to = tp_tranches_end(m->bind, t, m->data->demands[d].quantity);
            if (to > end)
                to = end;
            tp_dec v;
            if (to <= from)
                continue;
            if (!tp_value_of(m->bind, d, t, &v) ||
                __builtin_add_overflow(sum, tp_measure_weighed(m, v) * (to - from), &sum))
                return tp_fail(err, TP_E_OVERFLOW, "the value of a lent slot");
            from = to;
        }
    }
    *value = sum;
    return TP_OK;
}

extern const tp_goal tp_goal_need;
const tp_goal tp_goal_need = {
    .id = "need",
    .name = {"加权满足", "weighted need met"},
    .doc = {"借用数按投放领域、申请类别、评估等次和分段加权之和，越多越好。",
            "Lent slots weighed by sector, class, grade and tranche."},
    .source = "models/README.md, 9 Goals",
    .sense = TP_MAX,
    .of_columns = true,
    .objective = objective,
    .measure = measure,
};
