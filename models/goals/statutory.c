/* Statutory demands first: as few of their slots short as possible. */
#include "models/goal.h"

static tp_status objective(const tp_case *c, const tp_tier_params *tier, tp_tier_spec *out,
                           tp_err *err)
{
    (void)tier, (void)err;
    for (int32_t d = 0; d < c->data->n_demands; d++) {
        if (c->data->demands[d].demand_class != TP_STATUTORY)
            continue;
        const tp_standing *at = &c->demand[d];
        out->objective.constant += (tp_wide)at->need * TP_DEC_ONE;
        for (int32_t k = 0; k < at->cols; k++)
            out->objective.cost[at->first_col + k] = -TP_DEC_ONE;
    }
    return TP_OK;
}

static tp_status measure(const tp_measure *m, const tp_tier_params *tier, tp_wide *value,
                         tp_err *err)
{
    (void)tier, (void)err;
    tp_wide shortage = 0;
    for (int32_t d = 0; d < m->data->n_demands; d++)
        if (m->data->demands[d].demand_class == TP_STATUTORY)
            shortage += m->data->demands[d].quantity - m->answer->own[d] - m->answer->loan[d];
    *value = shortage * tp_measure_weighed(m, TP_DEC_ONE);
    return TP_OK;
}

extern const tp_goal tp_goal_statutory;
const tp_goal tp_goal_statutory = {
    .id = "statutory",
    .name = {"法定保障缺口", "statutory shortfall"},
    .doc = {"法定保障类申请未能满足的编制数，越少越好。",
            "Slots short over statutory demands, denied ones included."},
    .source = "models/README.md, 9 Goals",
    .sense = TP_MIN,
    .of_columns = true,
    .objective = objective,
    .measure = measure,
};
