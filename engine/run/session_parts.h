/* Inside of the session, shared by the files that make it up; not for callers. */
#ifndef TP_RUN_SESSION_PARTS_H
#define TP_RUN_SESSION_PARTS_H

#include "run/session.h"

/* What one set of settings comes to. */
typedef struct tp_stand {
    tp_arena *arena; /* the settings, and the reference */
    tp_scenario *scenario;
    tp_case *kase;
    const tp_reference *reference;
    char reference_sha256[TP_SHA256_HEX];
} tp_stand;

struct tp_session {
    tp_arena *arena;     /* what lives as long as the session */
    tp_arena *run_arena; /* the newest run's */
    const char *file;
    tp_setting *settings; /* those given at open */
    size_t n_settings;
    const tp_books *books; /* borrowed */
    tp_reference_source references;
    tp_dataset *data;
    tp_evaluation *evaluation; /* NULL: outcomes were given */
    tp_stand now;
    tp_stand base; /* over the data as loaded; later ones take over from it what they can */
    char evaluation_sha256[TP_SHA256_HEX];
    char source_sha256[TP_SHA256_HEX]; /* the dataset's, before anything was put in */
    /* Sessions without files, restored or cloned: what the scenario is read from in place of them.
     */
    const char *text, *origins; /* text NULL: read `file` */
    size_t text_length;
    const char *kept_name;    /* the reference as the text states it; NULL: none */
    const tp_reference *kept; /* what stands for it */
    char ledger_head[TP_SHA256_HEX];
    tp_data_edit *undo; /* [n_undo] what puts the dataset back as it was loaded; malloc'd */
    size_t n_undo, undo_capacity;
};

tp_session *tp_session_create(tp_err *err);
/* The dataset the scenario names, with outcomes computed if it says so, and with the issues given.
 */
tp_status tp_session_load_data(tp_session *session, const tp_scenario *scenario,
                               const tp_session_options *options, tp_diags *diags, tp_err *err);
/* The case of these settings over the data as it stands now. On failure the session keeps its own.
 */
tp_status tp_session_settle(tp_session *session, const tp_variation *wanted, tp_diags *diags,
                            tp_err *err);
/* The answer a stability tier of the stand's scenario refers to; NULL if there is no such tier. */
tp_status tp_session_reference(tp_session *session, tp_stand *stand, tp_diags *diags, tp_err *err);
/* Identity of a reference: over its deposits and loans in canonical order. */
tp_status tp_reference_identify(char hex[TP_SHA256_HEX], const tp_reference *reference,
                                const tp_dataset *data, tp_err *err);
void tp_session_fill_run(tp_session *session, tp_run *run);
/* Names the run by what it is a function of. One that a limit stopped is not determined by these
 * alone, so its answer takes part too. */
tp_status tp_session_name_run(tp_run *run, tp_err *err);
/* Makes the canonical text what the session's scenario is read from; copies. `origins` may be NULL.
 */
tp_status tp_session_keep_text(tp_session *session, const char *text, size_t length,
                               const char *origins, tp_err *err);
/* Names what contradicts what in an infeasible run's result. */
tp_status tp_session_conflict(tp_session *session, tp_run *run, tp_err *err);

#endif
