/* Take from the least busy first: Σ saturation × deposit. */
#include "models/goal.h"

static tp_status objective(const tp_case *c, const tp_tier_params *tier, tp_tier_spec *out,
                           tp_err *err)
{
    (void)tier, (void)err;
    for (int32_t l = 0; l < c->data->n_lines; l++) {
        if (c->line[l].deposit_col < 0)
            continue;
        tp_dec saturation = tp_case_saturation(c, c->data->lines[l].unit);
        out->objective.cost[c->line[l].deposit_col] =
            saturation == TP_DEC_NONE ? TP_DEC_ONE : saturation;
    }
    return TP_OK;
}

static tp_status measure(const tp_measure *m, const tp_tier_params *tier, tp_wide *value,
                         tp_err *err)
{
    (void)tier, (void)err;
    tp_wide sum = 0;
    for (int32_t l = 0; l < m->data->n_lines; l++) {
        tp_dec saturation = tp_measure_saturation(m, m->data->lines[l].unit);
        if (saturation == TP_DEC_NONE)
            saturation = TP_DEC_ONE;
        sum += tp_measure_weighed(m, saturation) * m->answer->deposit[l];
    }
    *value = sum;
    return TP_OK;
}

extern const tp_goal tp_goal_burden;
const tp_goal tp_goal_burden = {
    .id = "burden",
    .name = {"存入负担", "burden"},
    .doc = {"存入数按单位工作饱满度加权之和，越小越好：先从工作最不饱满的单位收储。",
            "Deposits weighed by saturation: take from the least busy first."},
    .source = "models/README.md, 9 Goals",
    .sense = TP_MIN,
    .of_columns = true,
    .objective = objective,
    .measure = measure,
};
