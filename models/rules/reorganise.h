/* What the scenario says of units merged and abolished, of slots cut and handed over: the items of
 * `reorganise`, for whoever carries them out (models/reorganise.h) or tells of them. Source:
 * models/README.md, 12 Reorganisation. */
#ifndef TP_MODELS_RULES_REORGANISE_H
#define TP_MODELS_RULES_REORGANISE_H

#include "models/measure.h"

typedef enum tp_reorganise_kind {
    TP_REORGANISE_MERGE,
    TP_REORGANISE_ABOLISH,
    TP_REORGANISE_CUT,
    TP_REORGANISE_TRANSFER,
    TP_REORGANISE_KINDS
} tp_reorganise_kind;
extern const char *const tp_reorganise_names[TP_REORGANISE_KINDS]; /* merge abolish cut transfer */
extern const tp_words tp_reorganise_words[TP_REORGANISE_KINDS];

typedef struct tp_reorganise_item {
    tp_texts merge;
    const char *into;    /* a unit */
    const char *abolish; /* a unit */
    tp_dec cut;          /* TP_DEC_NONE: not a cut */
    tp_where where;
    const char *transfer, *to; /* units; `to` may be "pool", and is by default */
    const char *category;
    int64_t count, people;
    const char *basis; /* NULL: none */
    tp_pos pos;
} tp_reorganise_item;

const tp_reorganise_item *tp_reorganise_items(const tp_scenario *scenario, size_t *count);
tp_reorganise_kind tp_reorganise_kind_of(const tp_reorganise_item *item);
/* The unit that takes the place of those merged or abolished; NULL: slots go to the pool. */
const char *tp_reorganise_heir(const tp_reorganise_item *item);

/* The measuring half (reorganise_measure.c). */
tp_status tp_reorganise_measure(const tp_measure *m, int self, tp_findings *out, tp_err *err);

#endif
