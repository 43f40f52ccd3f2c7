/* What evaluations that are not final decide where a scenario uses them (`evaluation.drafts`): the
 * same data are derived once more as if they did not count, and the two are compared. */
#ifndef TP_EXPLAIN_DRAFTS_H
#define TP_EXPLAIN_DRAFTS_H

#include "run/run.h"

typedef enum tp_draft_decides {
    TP_DRAFT_ADMITS,   /* a demand that would be refused */
    TP_DRAFT_REFUSES,  /* a demand that would be admitted */
    TP_DRAFT_RELEASES, /* how much a line may deposit */
    TP_DRAFT_RANKS,    /* what a slot for a demand is worth */
    TP_DRAFT_DECIDES
} tp_draft_decides;

typedef struct tp_draft_effect {
    int32_t unit;
    const tp_outcome *outcome; /* the latest, not final */
    unsigned decides;          /* bits 1 << tp_draft_decides; 0: nothing */
} tp_draft_effect;

/* Units whose latest outcome on the scenario's day is not final and used, in order; none where the
 * scenario does not use them. Of the first period. In the arena. */
tp_status tp_drafts_effects(const tp_run *run, tp_arena *arena, tp_draft_effect **out,
                            size_t *count, tp_err *err);

#endif
