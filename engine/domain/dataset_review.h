/* What is formally right but hardly meant in a dataset that is loaded: for a report of it, where no
 * file's cells can be pointed at any more. While loading, each is warned of at its cell
 * (dataset_doubt.h). */
#ifndef TP_DOMAIN_DATASET_REVIEW_H
#define TP_DOMAIN_DATASET_REVIEW_H

#include "domain/dataset.h"

typedef struct tp_doubt {
    int32_t unit;  /* whose figure it is; TP_ID_NONE: nobody's */
    tp_words text; /* in the arena */
} tp_doubt;

/* In the order of units, lines, evaluations, demands; dates against `as_of` last. */
tp_status tp_dataset_doubts(tp_doubt **out, size_t *count, const tp_dataset *data, tp_date as_of,
                            tp_arena *arena, tp_err *err);

#endif
