/* The data as they will stand on the day a later period is decided, as far as they are known today:
 * departures that will have happened, running loans that will have gone back, lots that departures
 * leave, what the planner expects. Everything of that period is then derived from them as that of
 * the first period is from the data. For the emitting half; certify/ foresees by itself.
 * Source: models/README.md, 11 Several periods. */
#ifndef TP_MODELS_FORESEE_H
#define TP_MODELS_FORESEE_H

#include "models/case.h"

/* `first` and `before` are the cases of the first period and of the one before, with their
 * positions. Arrays that do not change are shared with the first period's data. */
tp_status tp_foresee(const tp_dataset **out, const tp_case *first, const tp_case *before,
                     int period, tp_arena *arena, tp_err *err);

#endif
