/* A run: one scenario solved on one dataset, with everything needed to show, store and check it.
 *
 * Pure: the same dataset, resolved scenario, reference, ledger head and engine give the same run id
 * and the same bytes. A run that a limit stopped is not a function of these alone; its id also
 * covers its answer.
 *
 * Complete and immutable once handed out: any number of threads may read it and write it out. It
 * lives as long as somebody holds it, whatever becomes of the session that made it.
 * Source: engine/run/RESULTS.md. */
#ifndef TP_RUN_RUN_H
#define TP_RUN_RUN_H

#include "domain/books.h"
#include "models/goal.h"
#include "solve/tiers.h"

enum { TP_RUN_ID_TEXT = 17 };

typedef struct tp_run {
    tp_arena *arena;          /* owns result, tiers' specs and texts */
    struct tp_run_hold *hold; /* who holds it; keeps data, scenario, case and reference alive */
    char id[TP_RUN_ID_TEXT];
    const char *engine;                    /* "turnpool 0.2.0, GLPK 5.0, Clp 1.17.6, Cbc 2.10.8" */
    char source_sha256[TP_SHA256_HEX];     /* the dataset as its files give it, before the ledger's
                                              positions, computed outcomes or kept issues; "" if
                                              not known */
    char ledger_head[TP_SHA256_HEX];       /* "" if there is no journal */
    tp_date ledger_on;                     /* date of the journal's latest entry that stands; none:
                                              no journal, or a run kept by version 0.1.0 */
    int64_t ledger_loans;                  /* how many loans were running */
    char evaluation_sha256[TP_SHA256_HEX]; /* "" if outcomes were given, not computed */
    char reference_sha256[TP_SHA256_HEX];  /* "" without a reference */
    const tp_dataset *data;
    const tp_scenario *scenario;
    const tp_case *kase;
    const tp_reference *reference; /* NULL: none */
    tp_tiers_task task;            /* program, tiers, tie-break as solved */
    tp_tiers_answer answer;
    tp_result *result;
    tp_entry
        *goal_columns; /* restored runs: nonzero columns that goals made, from the certificate */
    size_t n_goal_columns;
} tp_run;

/* One more holder, and one less; with the last one the run is freed. Both accept NULL. What the
 * session hands out is the session's own hold: whoever needs the run beyond the session's next set,
 * solve or free takes one. */
const tp_run *tp_run_hold(const tp_run *run);
void tp_run_free(const tp_run *run);
/* What is its own: its program and answer, its scenario's case. Data are shared and not counted. */
size_t tp_run_bytes(const tp_run *run);

/* What holds of every run that is handed out: it is whole and of one piece, its answer keeps every
 * row and box of its program, and its result is sound. Not of runs read back, which are what
 * somebody wrote. */
bool tp_run_sound(const tp_run *run);

/* Text naming the engine, for ids and documents; in the arena, NULL when memory is out. */
const char *tp_run_engine(tp_arena *arena);

#endif
