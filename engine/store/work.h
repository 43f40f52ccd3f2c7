/* Work in the store that may be shared out among machines: what was asked, and the results of its
 * items as they come. Append-only. Sweeps have their own tables (sweep.h); shards are of either.
 * Owns: what is returned lives in the arena given. */
#ifndef TP_STORE_WORK_H
#define TP_STORE_WORK_H

#include "base/shard.h"
#include "store/store.h"

typedef struct tp_work_record {
    const char *work;   /* its id: over all of this but items and stored_at */
    const char *kind;   /* robust, sensitivity, alternatives, batch */
    const char *base;   /* the run it asks about, stored before; NULL: none */
    const char *asked;  /* key=value, one a line */
    const char *engine; /* of this program */
    int64_t items;
    const char *stored_at;
} tp_work_record;

/* Fills record->work: 16 hex digits as for runs. *id is borrowed by the record. */
tp_status tp_work_identify(tp_work_record *record, char id[17], tp_err *err);
/* What is there already stays. */
tp_status tp_store_put_work(tp_store *store, const tp_work_record *record, tp_err *err);
tp_status tp_store_put_item(tp_store *store, const char *work, size_t item, const char *result,
                            const char *stored_at, tp_err *err);
/* (*out)[i]: result of item i, NULL where there is none; `items` of them. */
tp_status tp_store_list_items(tp_store *store, const char *work, size_t items, tp_arena *arena,
                              const char ***out, tp_err *err);

/* How many items of a work, or points of a sweep, the store holds. */
tp_status tp_store_count_items(tp_store *store, const char *work, size_t *out, tp_err *err);

/* How many there are in all; 0: the store does not know of it. */
tp_status tp_store_work_size(tp_store *store, const char *work, size_t *out, tp_err *err);

/* What this file is meant to hold, once it does. */
typedef struct tp_shard_record {
    const char *work; /* of a work or a sweep */
    tp_shard shard;
    int64_t processor_ms, memory_kb; /* what it cost */
} tp_shard_record;
tp_status tp_store_put_shard(tp_store *store, const tp_shard_record *record, tp_err *err);
tp_status tp_store_list_shards(tp_store *store, tp_arena *arena, tp_shard_record **out,
                               size_t *count, tp_err *err);

/* A run of another store with its dataset and scenario, so that work can refer to it. */
tp_status tp_store_copy_run(tp_store *to, tp_store *from, const char *run, tp_err *err);

#endif
