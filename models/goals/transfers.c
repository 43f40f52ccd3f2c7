/* As few slots as possible cross between pools. */
#include "models/goal.h"

static tp_status objective(const tp_case *c, const tp_tier_params *tier, tp_tier_spec *out,
                           tp_err *err)
{
    (void)tier, (void)err;
    for (int32_t a = 0; a < c->n_arcs; a++)
        if (!c->arcs[a].converts)
            out->objective.cost[c->arcs[a].col] = TP_DEC_ONE;
    return TP_OK;
}

static tp_status measure(const tp_measure *m, const tp_tier_params *tier, tp_wide *value,
                         tp_err *err)
{
    (void)tier, (void)err;
    tp_wide sum = 0;
    for (size_t t = 0; t < m->answer->n_transfers; t++)
        if (!tp_transfer_converts(m->answer, &m->answer->transfers[t]))
            sum += m->answer->transfers[t].count;
    *value = sum * tp_measure_weighed(m, TP_DEC_ONE);
    return TP_OK;
}

extern const tp_goal tp_goal_transfers;
const tp_goal tp_goal_transfers = {
    .id = "transfers",
    .name = {"跨池调剂", "transfers"},
    .doc = {"跨周转池调剂的编制数，越少越好。", "Slots moved between pools."},
    .source = "models/README.md, 9 Goals",
    .sense = TP_MIN,
    .of_columns = true,
    .objective = objective,
    .measure = measure,
};
