/* Earmarks, and with them what a pool must keep in all. */
#ifndef TP_MODELS_RULES_EARMARK_H
#define TP_MODELS_RULES_EARMARK_H

#include "models/case.h"
#include "models/ease.h"

/* min(reserve.count + earmark, H): balance and talent loans together. */
int64_t tp_earmark_least(const tp_case *c, const tp_pool *pool);
/* What must stay in a pool that has so many slots of its own and lends so many to talent demands:
 * the largest of reserve by count, by share, and earmark less talent loans. */
int64_t tp_pool_required(const tp_case *c, const tp_pool *pool, int64_t own, int64_t talent);

/* Whether a demand may use what the row is about. */
typedef bool (*tp_earmark_may_use)(const void *user, const tp_dataset *data, int32_t demand);
/* The row origin.subject: the pool's closing balance and the loans of its lines to those who may
 * use it come to at least so many. */
tp_status tp_earmark_row(tp_case *c, tp_program *program, tp_origin origin, int64_t least,
                         tp_earmark_may_use may_use, const void *user, tp_err *err);
/* Takes what it can of *by off an entry of the list. */
void tp_earmark_take(tp_settling *s, size_t entry, int64_t *by);
/* Proposes each entry, turned down. */
tp_status tp_earmark_levers(tp_levering *l);

#endif
