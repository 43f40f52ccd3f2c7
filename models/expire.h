/* The data once running loans that fall due have been decided, after the reorganisation: what a
 * case is made of. Source: models/README.md, 13 Expiry. */
#ifndef TP_MODELS_EXPIRE_H
#define TP_MODELS_EXPIRE_H

#include "models/remake.h"

/* The remake hook of rules/expiry.c: a view whose `expired` lists every loan due by then. */
tp_status tp_expire(tp_remaking *r, tp_err *err);

#endif
