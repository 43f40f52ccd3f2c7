/* Between merge.c and merge_check.c. */
#ifndef TP_STORE_MERGE_PARTS_H
#define TP_STORE_MERGE_PARTS_H

#include "store/merge.h"
#include "store/table.h"
#include "store/work.h"

typedef struct tp_merger {
    const tp_merge_task *task;
    tp_merged *out;
    tp_store *whole; /* the new store, with the parts' rows attached as `stage` */
    tp_arena *arena;
    tp_shard_record *shards; /* what the parts say they are */
    size_t n_shards, shards_capacity;
    const char *engine, *engine_of; /* the first one found, and in which part */
} tp_merger;

/* May this part be joined with those before? Notes its shards. */
tp_status tp_merge_admit(tp_merger *m, tp_store *part, const char *path, tp_err *err);
/* Counts what there is and tells what is missing. */
tp_status tp_merge_count(tp_merger *m, tp_err *err);

#endif
