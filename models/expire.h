/* The data once running loans that fall due have been decided, after the reorganisation: what a
 * case is made of. Source: models/README.md, 13 Expiry. */
#ifndef TP_MODELS_EXPIRE_H
#define TP_MODELS_EXPIRE_H

#include "domain/dataset.h"
#include "domain/scenario.h"

/* Without `expiry` in the scenario *out is the data themselves, else a view of them whose
 * `expired` lists every loan due by then. What is made lives in the arena. */
tp_status tp_expire(const tp_dataset **out, const tp_dataset *data, const tp_scenario *scenario,
                    tp_arena *arena, tp_diags *diags, tp_err *err);

#endif
