/* A dataset as it might turn out: figures moved at random by stated distributions.
 *
 * Deterministic: a draw is a function of (seed, draw, dataset), whatever else is drawn. Each kind
 * has a stream of its own, so switching one off leaves the others as they are. All in integers.
 *   saturation  of every outcome: times 1 + u, rounded half up to millionths
 *   quantity    of every demand: times 1 + u, rounded half up, at least its minimum and 1
 *   vacancies   of every line: in post moves by (vacant × u) rounded half up, at least 0 in post
 *   departures  each expected leaver stays with this probability
 * with u uniform on the millionths of [−spread, +spread], drawn anew for every figure. */
#ifndef TP_EXPLAIN_PERTURB_H
#define TP_EXPLAIN_PERTURB_H

#include "domain/dataset.h"

typedef struct tp_spreads {
    tp_dec saturation, quantity, vacancies, departures; /* shares 0 … 1; 0: as in the data */
} tp_spreads;

/* A copy that shares with `data` what is not moved; it lives in `arena` and must not outlive
 * `data`. It keeps the identity of `data` and is not to be stored or freed. */
tp_status tp_perturb(tp_dataset **out, const tp_dataset *data, const tp_spreads *spreads,
                     uint64_t seed, uint64_t draw, tp_arena *arena, tp_err *err);

#endif
