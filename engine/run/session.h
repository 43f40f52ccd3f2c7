/* The session: load once, ask often. All state is in here; two sessions never share any.
 *
 * - tp_session_open: reads scenario and dataset, reconciles them with the books, derives the case
 * - tp_session_solve: solves; the run is complete, and may outlive the session (tp_run_hold)
 * - tp_session_set: changes parameters over the loaded dataset; the next solve starts warm
 *
 * One thread at a time works a session; its runs may be read meanwhile by others.
 *
 * Errors in what the user gave: TP_E_INPUT with diagnostics (all of them). Disagreement with the
 * ledger: TP_E_REFUSED with diagnostics. */
#ifndef TP_RUN_SESSION_H
#define TP_RUN_SESSION_H

#include "domain/edit.h"
#include "domain/supply.h"
#include "run/run.h"

typedef struct tp_session tp_session;
typedef struct tp_evaluation tp_evaluation; /* evaluate/evaluate.h */

/* Where a `reference:` of the form run:ID or approval:N is looked up: writes the run document's
 * JSON to *out. The session reads plain paths itself. */
typedef struct tp_reference_source {
    tp_status (*fetch)(void *user, const char *reference, tp_buf *out, tp_err *err);
    void *user;
} tp_reference_source;

typedef struct tp_session_options {
    const tp_setting *settings; /* --set */
    size_t n_settings;
    const char *encoding;  /* of CSV files; NULL: detect */
    const tp_books *books; /* NULL: no ledger */
    tp_reference_source references;
    const tp_given_issue *issues; /* the store's rectification ledger; they join the dataset's */
    size_t n_issues;
    tp_progress progress; /* told when scenario, read, model are done, without figures */
} tp_session_options;

tp_status tp_session_open(tp_session **out, const char *file, const tp_session_options *options,
                          tp_diags *diags, tp_err *err);
void tp_session_free(tp_session *session);

const tp_dataset *tp_session_data(const tp_session *session);
const tp_scenario *tp_session_scenario(const tp_session *session);
const tp_case *tp_session_case(const tp_session *session);
const char *tp_session_ledger_head(const tp_session *session); /* "" without a ledger */
/* What the outcomes were computed with, so that a refusal can be followed back to a leaf
 * (tp_evaluation_trace); NULL if the dataset stated them, or the session was restored. */
const tp_evaluation *tp_session_evaluation(const tp_session *session);

typedef struct tp_session_solve_options {
    tp_dec gap;
    tp_stop stop;
    tp_progress progress;
    size_t stop_after;    /* solve only the first so many tiers; 0: all */
    const int64_t *start; /* a known feasible point, or NULL */
    bool skip_proofs;     /* proofs by cases are not looked for: for what is only tried out */
    bool skip_conflict;   /* an infeasible answer need not say what contradicts what */
    bool figures_only;    /* nobody will read the run out: no reasons of refusals, no backing, and
                             so no document */
} tp_session_solve_options;

/* *out is borrowed from the session: valid until its next solve or free, or as long as the caller
 * holds it. */
tp_status tp_session_solve(tp_session *session, const tp_session_solve_options *options,
                           const tp_run **out, tp_err *err);

/* The session's tiers over its program, before solving; borrowed. */
tp_status tp_session_task(tp_session *session, tp_tiers_task *out, tp_err *err);

/* The scenario as opened, with these settings on top (they replace those of an earlier set, not
 * those given at open; edits of an earlier vary are undone). What no changed key touches is taken
 * over from the case as opened, never from one between: a run does not depend on what was asked
 * before. On failure the session is as it was, or, after an edit, as it was opened. */
tp_status tp_session_set(tp_session *session, const tp_setting *settings, size_t n_settings,
                         tp_diags *diags, tp_err *err);

/* A what-if: settings as in tp_session_set, and edits of the dataset. Each call starts from what
 * was opened: the next one undoes this one's. The dataset keeps the identity it was loaded with, so
 * a run with edits must not be stored. On failure the session is as it was. */
typedef struct tp_variation {
    const tp_setting *settings;
    size_t n_settings;
    const tp_data_edit *edits;
    size_t n_edits;
} tp_variation;
tp_status tp_session_vary(tp_session *session, const tp_variation *variation, tp_diags *diags,
                          tp_err *err);

/* A session of its own over the run's dataset, scenario and reference, none of them shared: for
 * what-ifs beside the run, also in another thread. Needs no file and no store. */
tp_status tp_session_clone(tp_session **out, const tp_run *run, tp_diags *diags, tp_err *err);

/* A session over what a store keeps, with the run restored from its documents (not solved
 * again). */
typedef struct tp_session_stored {
    const char *dataset, *order, *scenario, *origins, *document, *certificate;
    const char *source; /* the dataset's identity as its files gave it; NULL: not known */
    const char *path;   /* where these were; NULL: not known */
    size_t dataset_length, scenario_length, document_length, certificate_length;
} tp_session_stored;
tp_status tp_session_restore(tp_session **out, const tp_run **run, const tp_session_stored *stored,
                             tp_diags *diags, tp_err *err);

/* Everything `verify` checks, from the dataset and scenario alone: identities, every rule's
 * measure, the balance identity, backing, each tier's certificate; and, if `stored` is given, that
 * the stored document is what the restored run writes, to the byte. Findings live in the arena. */
typedef struct tp_verify_finding {
    const char *what; /* "identity", "rule", "certificate", "document" */
    tp_words text;
} tp_verify_finding;
typedef struct tp_verify_report {
    tp_verify_finding *findings;
    size_t count, capacity;
    size_t rules_checked;
    size_t tiers_certified, tiers_open; /* goals with a complete proof, and without */
    bool refuted; /* of an infeasible run: a complete proof shows that there is no answer */
} tp_verify_report;
/* Adds a finding; {0} and {1} of its text are filled from args (as many as it names). */
tp_status tp_verify_object(tp_verify_report *report, const tp_verify_finding *finding,
                           const char *const *args, tp_arena *arena, tp_err *err);
tp_status tp_session_verify(tp_session *session, const tp_run *run, const tp_session_stored *stored,
                            tp_verify_report *report, tp_arena *arena, tp_err *err);

#endif
