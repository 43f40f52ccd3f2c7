/* The store: one SQLite file with datasets, scenarios, runs, proposals, approvals and the journal.
 *
 * Content is named by its SHA-256, checked on every reading, and never changed. One command is one
 * transaction: tp_store_begin … tp_store_commit; killed in between, the store holds nothing of it.
 * A put outside a transaction is a transaction of its own.
 *
 * Errors: TP_E_IO with a message in the diags given to open (locked by whom, disk full, read-only,
 * not a store, written by a newer version, damaged). After a failure inside a transaction the
 * caller rolls back; nothing is half-written.
 * Units: times come from the caller as text (the library has no clock); dates are tp_date.
 * Owns: the store copies what it is given; what it returns lives in the caller's arena. */
#ifndef TP_STORE_STORE_H
#define TP_STORE_STORE_H

#include "base/date.h"
#include "base/diag.h"
#include "base/sha256.h"

typedef struct tp_store tp_store;

typedef struct tp_blob {
    const void *bytes;
    size_t length;
} tp_blob;

typedef struct tp_store_options {
    bool create;     /* make it if it is missing */
    bool read_only;  /* never write: works on media that cannot be written */
    bool passing;    /* made by one process for itself, published whole at the end (publish.h): no
                        write-ahead log, no waiting for the disk; a crash loses it */
    int32_t wait_ms; /* how long to wait for another command; 0: 5000 */
    tp_date today; /* the caller's: nothing is dated later than the day after; none: not checked */
    const char *now; /* the caller's clock for the log, 2026-06-30T08:00:00Z; NULL: not noted */
    tp_diags *diags; /* where refusals are explained; borrowed, outlives the store */
} tp_store_options;

tp_status tp_store_open(tp_store **out, const char *path, const tp_store_options *options,
                        tp_err *err);
void tp_store_close(tp_store *store); /* rolls back what is open; accepts NULL */

const char *tp_store_engine(void); /* "SQLite 3.40.1"; static */

tp_diags *tp_store_diags(const tp_store *store); /* as given to open; borrowed */

tp_status tp_store_begin(tp_store *store, tp_err *err); /* takes the write lock at once */
tp_status tp_store_commit(tp_store *store, tp_err *err);
void tp_store_rollback(tp_store *store); /* without a transaction: nothing */

typedef struct tp_dataset_record {
    const char *sha256; /* over canonical */
    tp_blob canonical;  /* tp_dataset_canonical */
    tp_blob order;      /* tp_dataset_order */
    const char *stored_at;
} tp_dataset_record;

typedef struct tp_scenario_record {
    const char *sha256; /* the scenario's identity */
    const char *name;
    tp_words title;
    const char *path; /* as the user named it, with #variant */
    tp_blob text;     /* tp_scenario_canonical */
    tp_blob origins;  /* tp_scenario_origins */
    const char *stored_at;
} tp_scenario_record;

typedef struct tp_run_record {
    const char *run;                              /* its id */
    const char *dataset_sha256, *scenario_sha256; /* both stored before the run */
    const char *source_path;                      /* where the dataset was read from */
    const char *source_sha256; /* its identity as read, before the ledger's positions were put in;
                                  NULL: the same as dataset_sha256 */
    const char *ledger_head;   /* tp_ledger_head at the time; "" for an empty journal */
    const char *evaluation;    /* identity of the evaluation, "" if outcomes were given */
    const char *engine, *status;
    tp_date as_of;
    tp_blob document;    /* the JSON of engine/run/RESULTS.md */
    tp_blob certificate; /* multipliers; any bytes, may be empty */
    const char *stored_at;
    /* Filled by reading only. */
    const char *document_sha256, *certificate_sha256;
} tp_run_record;

/* Storing what is there already changes nothing and is TP_OK: the first one stays. *fresh (may be
 * NULL) says whether it was new. */
tp_status tp_store_put_dataset(tp_store *store, const tp_dataset_record *record, bool *fresh,
                               tp_err *err);
tp_status tp_store_put_scenario(tp_store *store, const tp_scenario_record *record, bool *fresh,
                                tp_err *err);
tp_status tp_store_put_run(tp_store *store, const tp_run_record *record, bool *fresh, tp_err *err);

/* TP_E_INPUT with a message when there is no such thing. Every text is checked against its hash:
 * a difference is TP_E_IO and says which. */
tp_status tp_store_get_dataset(tp_store *store, const char *sha256, tp_arena *arena,
                               tp_dataset_record *out, tp_err *err);
tp_status tp_store_get_scenario(tp_store *store, const char *sha256, tp_arena *arena,
                                tp_scenario_record *out, tp_err *err);
tp_status tp_store_get_run(tp_store *store, const char *run, tp_arena *arena, tp_run_record *out,
                           tp_err *err);

/* Notes that somebody asked for this run himself, stored before. Outside a transaction it is
 * one. */
typedef struct tp_asking {
    const char *settings; /* "key=value" lines; "" if none were given */
    const char *by;       /* "" where nobody said */
    const char *at;       /* the caller's clock */
} tp_asking;
tp_status tp_store_note_asked(tp_store *store, const char *run, const tp_asking *asked,
                              tp_err *err);

/* The full id for a unique beginning of one (at least 4 characters), or for "latest": what somebody
 * last asked for himself; in a store that nobody asked yet, the newest that is no point of a sweep.
 * TP_E_INPUT: none, or several (the message lists them). */
tp_status tp_store_find_run(tp_store *store, const char *beginning, tp_arena *arena,
                            const char **out, tp_err *err);

typedef struct tp_run_row {
    int64_t seq;
    const char *run, *scenario, *path, *status, *dataset_sha256, *stored_at;
    tp_words title;
    tp_date as_of;
    int64_t proposal;     /* the latest proposal of it, 0: none */
    int64_t approval;     /* its approval or rejection, 0: none */
    const char *decision; /* "", approved, partial, rejected, undone (after it was approved) */
    const char *asked_at; /* when it was last asked for; "" if never */
    const char *settings; /* given then, or those of its point in a sweep; "key=value" lines */
    const char *sweep;    /* of which it is a point, "" if of none */
} tp_run_row;
/* Oldest first. */
tp_status tp_store_list_runs(tp_store *store, tp_arena *arena, tp_run_row **out, size_t *count,
                             tp_err *err);

/* The dataset last seen at a path ("" if never seen): a run on another one is stale. */
tp_status tp_store_latest_source(tp_store *store, const char *path, tp_arena *arena,
                                 const char **sha256, tp_err *err);

#endif
