/* What a run stands on, shared by the session and the runs made of it; not for callers.
 *
 * A ground is what was loaded once; a stand is what one set of settings makes of it. Both are
 * complete before anybody else sees them and never change afterwards, so any number of threads may
 * read them. Whoever holds one keeps it alive: a run its stand, a stand its base and its ground. */
#ifndef TP_RUN_STAND_H
#define TP_RUN_STAND_H

#include "run/session.h"

#include <stdatomic.h>

typedef struct tp_ground {
    atomic_int holders;
    tp_arena *arena; /* texts the scenarios and cases refer to */
    tp_dataset *data;
    tp_evaluation *evaluation; /* NULL: outcomes were given */
} tp_ground;

typedef struct tp_stand tp_stand;
struct tp_stand {
    atomic_int holders;
    tp_ground *ground;        /* held */
    tp_stand *base;           /* held: what its case took over lies there; NULL: nothing */
    tp_arena *arena;          /* the settings, the reference, edited tables */
    const tp_dataset *source; /* the ground's, or a view of it after the scenario's
                                 reorganisation */
    bool shared;              /* the source is no stand's own: it lives as long as the ground */
    const tp_dataset *data;   /* the source, or a view of it with edits */
    bool edited;
    tp_scenario *scenario;
    tp_case *kase;
    const tp_reference *reference;
    char reference_sha256[TP_SHA256_HEX];
};

/* Who holds a run, and what it stands on. */
struct tp_run_hold {
    atomic_int holders;
    tp_stand *stand; /* held */
};

tp_ground *tp_ground_create(void); /* NULL: memory is out */
void tp_ground_free(tp_ground *ground);

/* With an arena and nothing else; NULL when memory is out. Free gives back one hold; both accept
 * NULL. */
tp_stand *tp_stand_create(tp_ground *ground);
tp_stand *tp_stand_hold(tp_stand *stand);
void tp_stand_free(tp_stand *stand);

/* The source with these figures in place of its own. */
tp_status tp_stand_edit(tp_stand *stand, const tp_data_edit *edits, size_t count, tp_err *err);

/* An empty run on this stand, with an arena of its own; NULL when memory is out. */
tp_run *tp_run_create(tp_stand *stand);

#endif
