/* Inside of the session, shared by the files that make it up; not for callers. */
#ifndef TP_RUN_SESSION_PARTS_H
#define TP_RUN_SESSION_PARTS_H

#include "run/stand.h"

/* A line as a reference names it: another reorganisation may have lines more or fewer. */
typedef struct tp_session_line {
    int32_t unit;
    const char *category;
} tp_session_line;

struct tp_session {
    tp_ground *ground; /* held; its arena owns the texts below */
    tp_stand *now;     /* held */
    tp_stand *base;    /* held: over the data as loaded; later ones take over from it */
    const tp_run *run; /* held: the newest; NULL: none yet */
    const char *file;
    tp_setting *settings; /* those given at open */
    size_t n_settings;
    const tp_books *books; /* borrowed */
    tp_reference_source references;
    char evaluation_sha256[TP_SHA256_HEX];
    char source_sha256[TP_SHA256_HEX]; /* the dataset's, before anything was put in */
    /* Sessions without files, restored or cloned: what the scenario is read from in place of
     * them. */
    const char *text, *origins; /* text NULL: read `file` */
    size_t text_length;
    const char *kept_name;    /* the reference as the text states it; NULL: none */
    const tp_reference *kept; /* what stands for it, by demand and by these lines */
    const tp_session_line *kept_line;
    int32_t n_kept_lines;
    char ledger_head[TP_SHA256_HEX];
    tp_date ledger_on;
    int64_t ledger_loans;
};

tp_session *tp_session_create(tp_err *err);
/* The dataset the scenario names, with outcomes computed if it says so, and with the issues
 * given. */
tp_status tp_session_load_data(tp_session *session, const tp_scenario *scenario,
                               const tp_session_options *options, tp_diags *diags, tp_err *err);
/* Takes the reference a run has, with the name the scenario gives it, as the session's own. */
tp_status tp_session_keep_reference(tp_session *session, const tp_run *run, tp_err *err);
/* Puts the stand's data in place: the ground's after the scenario's reorganisation. What the first
 * stand of a session makes of them lives with the ground, and later ones that reorganise alike take
 * it over. */
tp_status tp_session_settle(tp_session *session, tp_stand *stand, tp_diags *diags, tp_err *err);
/* A case for the stand's scenario, which becomes the session's; on failure the session keeps its
 * own. Takes over the caller's hold of the stand, whatever comes of it. */
tp_status tp_session_adopt(tp_session *session, tp_stand *stand, tp_progress progress,
                           tp_diags *diags, tp_err *err);
/* The answer a stability tier of the stand's scenario refers to; NULL if there is no such tier. */
tp_status tp_session_reference(tp_session *session, tp_stand *stand, tp_diags *diags, tp_err *err);
/* Identity of a reference: over its deposits and loans in canonical order. */
tp_status tp_reference_identify(char hex[TP_SHA256_HEX], const tp_reference *reference,
                                const tp_dataset *data, tp_err *err);
void tp_session_fill_run(const tp_session *session, tp_run *run);
/* Names the run by what it is a function of. One that a limit stopped is not determined by these
 * alone, so its answer takes part too. */
tp_status tp_session_name_run(tp_run *run, tp_err *err);
/* Makes the canonical text what the session's scenario is read from; copies. `origins` may be
 * NULL. */
tp_status tp_session_keep_text(tp_session *session, const char *text, size_t length,
                               const char *origins, tp_err *err);
/* Names what contradicts what in an infeasible run's result. */
tp_status tp_session_conflict(tp_session *session, tp_run *run, tp_err *err);

#endif
