/* A list of runs: scenarios of any files, each with settings of its own, solved one by one.
 *
 * The list is a CSV with the columns scenario (a file, perhaps with #NAME, beside the list), set
 * (settings "key=value", several with semicolons; may be absent) and run (may be absent: a run of a
 * store, whose data and scenario are taken in place of the files, settings and all; then `scenario`
 * is a name and no more). Items may be shared out and taken
 * up (portion.h). One that is known is taken only if its files say what they said: they are read,
 * not solved.
 * Owns: everything lives in the arena given. */
#ifndef TP_EXPLAIN_BATCH_H
#define TP_EXPLAIN_BATCH_H

#include "explain/portion.h"
#include "explain/sweep.h"

typedef struct tp_batch_item {
    const char *scenario; /* resolved against the list, where it is a file to be read */
    const char *run;      /* NULL: the file */
    const char *set;      /* as written; "" if none */
    tp_setting *settings;
    size_t n_settings;
} tp_batch_item;

typedef struct tp_batch {
    tp_batch_item *items;
    size_t count;
} tp_batch;

/* TP_E_INPUT with diagnostics. */
tp_status tp_batch_read(tp_batch *out, const char *path, tp_arena *arena, tp_diags *diags,
                        tp_err *err);

/* What became of an item, with what names it in a table. */
typedef struct tp_batch_outcome {
    tp_sweep_outcome at;
    tp_words title; /* of its scenario */
    char dataset[TP_SHA256_HEX], scenario[TP_SHA256_HEX];
} tp_batch_outcome;

typedef struct tp_batch_task {
    const tp_batch *batch;
    const tp_session_options *options; /* settings are put under those of an item */
    size_t threads;
    tp_dec gap;
    tp_stop stop;
    tp_arena *arena; /* of titles */
    /* A session over what this run of a store stands on; NULL: there is no store. Called by one
     * thread at a time. */
    tp_status (*open)(void *user, const char *run, tp_session **out, tp_diags *diags, tp_err *err);
    tp_batch_outcome *outcomes; /* [count] all zero at first */
    tp_portion portion;
    /* Called in the worker's thread before an item's result is kept; not where a limit stopped
     * it. */
    tp_status (*finished)(void *user, size_t item, const tp_run *run, tp_err *err);
    void *user;
} tp_batch_task;

/* The session of one item, as tp_batch_run opens it. */
tp_status tp_batch_open(tp_session **out, const tp_batch_task *task, size_t item, tp_diags *diags,
                        tp_arena *arena, tp_err *err);

tp_status tp_batch_run(const tp_batch_task *task, tp_diags *diags, tp_err *err);

#endif
