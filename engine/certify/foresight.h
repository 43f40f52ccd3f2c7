/* The data as they will stand on the days of later periods, worked out a second time for the
 * measuring half: event by event, where the emitting half (models/foresee.h) sums. Nothing derived
 * there is looked at. Source: models/README.md, 11 Several periods. */
#ifndef TP_CERTIFY_FORESIGHT_H
#define TP_CERTIFY_FORESIGHT_H

#include "models/measure.h"

/* [n_periods] datasets; the first is the one measured. Reclaim is the answer's, and is checked by
 * its own rule. */
tp_status tp_foresight(const tp_dataset **out, int n_periods, const tp_measure *first, tp_err *err);

#endif
