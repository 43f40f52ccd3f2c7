/* Shares of the scenario, for those who ask what a row speaks of. */
#ifndef TP_MODELS_RULES_SHARES_H
#define TP_MODELS_RULES_SHARES_H

#include "models/rule.h"

/* Is the share of this place in the scenario one of deposits, not of loans? */
bool tp_shares_of_deposits(const tp_binding *b, int32_t index);

#endif
