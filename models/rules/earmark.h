/* Earmarks, and with them what a pool must keep in all. */
#ifndef TP_MODELS_RULES_EARMARK_H
#define TP_MODELS_RULES_EARMARK_H

#include "models/case.h"

/* min(reserve.count + earmark, H): balance and talent loans together. */
int64_t tp_earmark_least(const tp_case *c, const tp_pool *pool);
/* What must stay in a pool that has so many slots of its own and lends so many to talent demands:
 * the largest of reserve by count, by share, and earmark less talent loans. */
int64_t tp_pool_required(const tp_case *c, const tp_pool *pool, int64_t own, int64_t talent);

#endif
