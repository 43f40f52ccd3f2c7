/* How long evaluations count. */
#ifndef TP_MODELS_RULES_EVALUATION_H
#define TP_MODELS_RULES_EVALUATION_H

#include "domain/scenario.h"

/* Months after which an outcome counts no more; 0: all count. */
int32_t tp_evaluation_months(const tp_scenario *scenario);
/* Do outcomes that are not final count as well? */
bool tp_evaluation_drafts(const tp_scenario *scenario);

#endif
