/* What a scenario says of running loans that fall due: the items of `expiry`, for whoever carries
 * them out (models/expire.h) or tells of them. Source: models/README.md, 13 Expiry. */
#ifndef TP_MODELS_RULES_EXPIRY_H
#define TP_MODELS_RULES_EXPIRY_H

#include "models/measure.h"

typedef enum tp_expiry_outcome {
    TP_EXPIRY_WIND_DOWN,
    TP_EXPIRY_RENEW,
    TP_EXPIRY_KEEP,
    TP_EXPIRY_OUTCOMES
} tp_expiry_outcome;
extern const char *const tp_expiry_names[TP_EXPIRY_OUTCOMES]; /* wind_down renew keep */
extern const tp_words tp_expiry_words[TP_EXPIRY_OUTCOMES];

typedef struct tp_expiry_item {
    const char *loan; /* its number, or its demand's; NULL: by `where` */
    tp_where where;
    int outcome; /* tp_expiry_outcome */
    int64_t to;  /* of keep; else TP_INT_NONE */
    int64_t months;
    const char *basis; /* NULL: none */
    tp_pos pos;
} tp_expiry_item;

typedef struct tp_expiry {
    bool present;
    tp_pos pos;
    int64_t within_months;
    tp_list outcomes; /* tp_expiry_item; the first that matches decides */
} tp_expiry;

const tp_expiry *tp_expiry_of(const tp_scenario *scenario);
/* The last day whose loans are decided now. */
tp_date tp_expiry_until(const tp_scenario *scenario);
/* The document an item rests on: its own, or the rule's; "" if none is stated. */
const char *tp_expiry_basis(const tp_scenario *scenario, int32_t item);

/* The measuring half (expiry_measure.c). */
tp_status tp_expiry_measure(const tp_measure *m, int self, tp_findings *out, tp_err *err);

#endif
