/* Vacancy lots by age. Source: models/README.md, 1 The position of a line. */
#ifndef TP_MODELS_LOTS_H
#define TP_MODELS_LOTS_H

#include "models/bind.h"

typedef struct tp_lots_query {
    int32_t line;
    int64_t vacant;      /* V: lots are cut off here, oldest first */
    int64_t unknown_age; /* months of the part of V that no lot covers */
    int64_t taken;       /* slots already gone from the oldest lots (reclaim) */
    int64_t months;      /* how old a slot must be to count */
} tp_lots_query;

/* Vacant slots of at least `months`, after `taken` of the oldest are gone. */
int64_t tp_lots_aged(const tp_dataset *data, tp_date as_of, const tp_lots_query *query);
/* What is left of each of the line's lots once `taken` of the oldest are gone: left[line's lots].
 * Lots beyond V stay as they are stated. */
void tp_lots_left(const tp_dataset *data, tp_date as_of, const tp_lots_query *query, int64_t *left);

#endif
