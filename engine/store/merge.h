/* Joining stores that hold computed things: shards of one sweep or work, or whole stores.
 *
 * Content is named by its hash, checked against it, and joined: what several parts hold is held
 * once. The same name with another content, data that changed under one path, parts of different
 * versions of the engine, and decisions (proposals, approvals, journal, issues: chains that cannot
 * be joined) are TP_E_REFUSED with a message. Rows are put in canonical order and the file is
 * packed: with one version of SQLite, the same content stored at the same time is the same bytes,
 * however it was cut. Needs room for the content twice over beside `out`, and time in proportion to
 * it.
 *
 * Errors: as in store.h; nothing is left behind. Owns: what is returned lives in the arena
 * given. */
#ifndef TP_STORE_MERGE_H
#define TP_STORE_MERGE_H

#include "store/store.h"

typedef struct tp_merge_task {
    const char *const *parts; /* files; at least one */
    size_t n_parts;
    const char *out;    /* made anew; a file that is there must be one of the parts */
    bool allow_missing; /* what is missing is a warning, and the store can be gone on with */
    const char *now;    /* when everything in the new store was stored */
    tp_diags *diags;
} tp_merge_task;

typedef struct tp_merged {
    size_t parts, runs;
    size_t works;               /* sweeps and other work */
    size_t items;               /* of these, in all */
    size_t missing;             /* items that no part holds */
    char digest[TP_SHA256_HEX]; /* identity of the new store (digest.h) */
} tp_merged;

tp_status tp_store_merge(tp_merged *out, const tp_merge_task *task, tp_arena *arena, tp_err *err);

#endif
