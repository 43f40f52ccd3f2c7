/* What a lent slot is worth: the product of all weights of a demand and of its tranche, exact and
 * rounded half up once. Source: models/README.md, 9 Goals. */
#ifndef TP_MODELS_VALUE_H
#define TP_MODELS_VALUE_H

#include "models/bind.h"

/* False when the product leaves the range. */
bool tp_value_of(const tp_binding *b, int32_t demand, int part, tp_dec *out);

#endif
