/* The data after the scenario's reorganisation: what a case is made of. Source: models/README.md,
 * 12 Reorganisation. */
#ifndef TP_MODELS_REORGANISE_H
#define TP_MODELS_REORGANISE_H

#include "models/remake.h"

/* The remake hook of rules/reorganise.c. Errors of an item: an unknown unit, more slots than there
 * are. */
tp_status tp_reorganise(tp_remaking *r, tp_err *err);

#endif
