#include "solve/tiers/finals.h"

#include "solve/tiers/max_min.h"

tp_status tp_tiers_finals(tp_tiers_answer *out, const tp_tiers_task *task, tp_err *err)
{
    for (size_t t = 0; t < out->n_tiers; t++) {
        const tp_tier_spec *spec = &task->tiers[t];
        tp_tier_result *tier = &out->tiers[t];
        if (spec->kind == TP_TIER_RATIO) {
            tp_fraction theta;
            tp_status st = tp_ratio_of(&theta, spec, task->program, out->x, err);
            if (st)
                return st;
            tier->final = tp_fraction_floor6(theta);
        } else if (!tp_objective_value(&spec->objective, task->program->n_cols, out->x,
                                       &tier->final)) {
            return tp_fail(err, TP_E_OVERFLOW, "final value of a tier");
        }
    }
    return TP_OK;
}
