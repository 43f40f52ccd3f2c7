/* The scenario's `tiers` key. */
#ifndef TP_MODELS_TIERS_H
#define TP_MODELS_TIERS_H

#include "models/goal.h"

extern const tp_schema tp_schema_tiers;

/* Index of the tiers' section: after those of all rules. */
#define TP_TIERS_SECTION tp_n_rules

#endif
