/* The data after the scenario's reorganisation: what a case is made of. Source: models/README.md,
 * 12 Reorganisation. */
#ifndef TP_MODELS_REORGANISE_H
#define TP_MODELS_REORGANISE_H

#include "domain/dataset.h"
#include "domain/scenario.h"

/* Errors of an item (an unknown unit, more slots than there are) go to diags, all of them at once:
 * TP_E_INPUT. Without items *out is the data themselves. What is made lives in the arena. */
tp_status tp_reorganise(const tp_dataset **out, const tp_dataset *data, const tp_scenario *scenario,
                        tp_arena *arena, tp_diags *diags, tp_err *err);

#endif
