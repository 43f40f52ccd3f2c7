/* Sweeps in the store: which runs belong together, and what varied. Append-only. A sweep that was
 * killed is found again by its id, and its finished points with it.
 * Owns: what is returned lives in the arena given. */
#ifndef TP_STORE_SWEEP_H
#define TP_STORE_SWEEP_H

#include "store/store.h"

typedef struct tp_sweep_record {
    const char *sweep; /* its id */
    const char *base;  /* the run without any of the settings; stored before */
    const char *path;  /* of the scenario */
    const char *keys;  /* what varies, one a line */
    int64_t points;
    const char *stored_at;
    int64_t done; /* filled by reading: points stored */
} tp_sweep_record;

typedef struct tp_sweep_point_record {
    const char *sweep;
    int64_t point;        /* from 0 */
    const char *settings; /* key=value lines */
    const char *run;      /* stored before */
    const char *answer, *status;
    const char *figures; /* name=value lines */
    const char *stored_at;
} tp_sweep_point_record;

/* What is there already stays. Outside a transaction each is one of its own. */
tp_status tp_store_put_sweep(tp_store *store, const tp_sweep_record *record, tp_err *err);
tp_status tp_store_put_sweep_point(tp_store *store, const tp_sweep_point_record *record,
                                   tp_err *err);

/* Oldest first. */
tp_status tp_store_list_sweeps(tp_store *store, tp_arena *arena, tp_sweep_record **out,
                               size_t *count, tp_err *err);
/* The finished points of a sweep in order; none for an unknown one. */
tp_status tp_store_list_sweep_points(tp_store *store, const char *sweep, tp_arena *arena,
                                     tp_sweep_point_record **out, size_t *count, tp_err *err);

/* From now on a commit survives the end of the program, but the last ones perhaps not a power
 * failure (the store stays whole all the same): for many small transactions that can be
 * repeated. */
tp_status tp_store_relax(tp_store *store, tp_err *err);

#endif
