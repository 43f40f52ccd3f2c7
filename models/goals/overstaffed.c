/* As few people as possible stay above usage rights. */
#include "models/goal.h"

static tp_status objective(const tp_case *c, const tp_tier_params *tier, tp_tier_spec *out,
                           tp_err *err)
{
    (void)tier, (void)err;
    for (int32_t l = 0; l < c->data->n_lines; l++)
        out->objective.constant += (tp_wide)c->line[l].over * TP_DEC_ONE;
    for (int32_t k = 0; k < c->n_ends; k++)
        if (c->ends[k].line == TP_ID_NONE)
            out->objective.cost[c->ends[k].col] = -TP_DEC_ONE;
    return TP_OK;
}

static tp_status measure(const tp_measure *m, const tp_tier_params *tier, tp_wide *value,
                         tp_err *err)
{
    (void)tier, (void)err;
    tp_wide people = 0;
    for (int32_t l = 0; l < m->data->n_lines; l++)
        people += tp_measure_over(m, l);
    for (size_t i = 0; i < m->answer->n_moves; i++)
        people -= m->answer->moves[i].count;
    *value = people * tp_measure_weighed(m, TP_DEC_ONE);
    return TP_OK;
}

extern const tp_goal tp_goal_overstaffed;
const tp_goal tp_goal_overstaffed = {
    .id = "overstaffed",
    .name = {"超编人数", "overstaffed"},
    .doc = {"划转后仍超出使用权的人数，越少越好。",
            "People who stay above usage rights once moves are made."},
    .source = "models/README.md, 9 Goals",
    .sense = TP_MIN,
    .objective = objective,
    .measure = measure,
};
