#include "models/remake.h"

#include "models/rule.h"

tp_status tp_remake(const tp_dataset **out, const tp_dataset *data, const tp_scenario *scenario,
                    tp_arena *arena, tp_diags *diags, tp_err *err)
{
    tp_remaking at = {.data = data, .scenario = scenario, .arena = arena, .diags = diags};
    tp_status status = TP_OK;
    for (int r = 0; r < tp_n_rules && status == TP_OK; r++)
        if (tp_rules[r]->remakes && tp_rules[r]->remakes(scenario))
            status = tp_rules[r]->remake(&at, err);
    *out = at.data;
    return status;
}

bool tp_remade_alike(const tp_scenario *a, const tp_scenario *b)
{
    for (int r = 0; r < tp_n_rules; r++) {
        const tp_rule *rule = tp_rules[r];
        if (!rule->remakes || (!rule->remakes(a) && !rule->remakes(b)))
            continue;
        /* What it makes follows from its keys and the day. */
        if (a->as_of != b->as_of || !tp_schema_same(rule->schema, a->params[r], b->params[r]))
            return false;
    }
    return true;
}
