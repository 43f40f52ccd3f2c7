/* What each pool must keep. */
#ifndef TP_MODELS_RULES_RESERVE_H
#define TP_MODELS_RULES_RESERVE_H

#include "models/rule.h"

int64_t tp_reserve_count(const tp_binding *b);
tp_dec tp_reserve_share(const tp_binding *b);

#endif
