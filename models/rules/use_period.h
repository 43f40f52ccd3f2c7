/* For how many months a loan is used: as the demand states it, as the scenario gives it, within the
 * scenario's bounds. Source: models/README.md, 14 Use periods. */
#ifndef TP_MODELS_RULES_USE_PERIOD_H
#define TP_MODELS_RULES_USE_PERIOD_H

#include "domain/dataset.h"
#include "domain/scenario.h"

/* The data with the months that count (tp_demand.term_months); what demands state stands beside
 * (stated_months). Without the rule *out is the data themselves; the view lives in the arena. A
 * demand or filter that is not in the data is told. */
tp_status tp_use_period_apply(const tp_dataset **out, const tp_dataset *data,
                              const tp_scenario *scenario, tp_arena *arena, tp_diags *diags,
                              tp_err *err);
/* Do two scenarios give the same periods? Places count as well. */
bool tp_use_period_same(const tp_scenario *a, const tp_scenario *b);

#endif
