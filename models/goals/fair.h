/* Groups of the goal fair. */
#ifndef TP_MODELS_GOALS_FAIR_H
#define TP_MODELS_GOALS_FAIR_H

#include "models/goal.h"

/* The group of a demand in this tier, -1 for those without the attribute. */
int32_t tp_fair_group(const tp_dataset *data, const tp_tier_params *tier, int32_t demand);

#endif
