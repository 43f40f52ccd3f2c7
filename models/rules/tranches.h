/* Tranches: the first, next … part of a demand and what each is worth. */
#ifndef TP_MODELS_RULES_TRANCHES_H
#define TP_MODELS_RULES_TRANCHES_H

#include "models/rule.h"

/* Number of tranches of every demand, at least 1. */
int tp_tranches_count(const tp_binding *b);
/* Upper end of tranche t of a demand of `quantity`: ceil(u_t·q); t = -1 gives 0. */
int64_t tp_tranches_end(const tp_binding *b, int t, int64_t quantity);
tp_dec tp_tranches_value(const tp_binding *b, int t);

#endif
