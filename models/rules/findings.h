/* What checks found of units (findings.csv), for the rules that act on it. */
#ifndef TP_MODELS_RULES_FINDINGS_H
#define TP_MODELS_RULES_FINDINGS_H

#include "models/case.h"

/* Does the scenario heed findings.csv? */
bool tp_findings_heeded(const tp_binding *b);
/* The finding of this effect that holds on the day: of several that which ends last (no end: last
 * of all), or by a factor, the smallest. NULL: none. */
const tp_verdict *tp_findings_of(const tp_binding *b, const tp_dataset *data, int32_t unit,
                                 tp_effect effect, tp_date day);

#endif
