/* Sessions held open: a scenario is loaded once and asked often, by everybody.
 *
 * A session belongs to one visit at a time; while all that a scenario has are at work, it gets a
 * further one, so that nobody waits for somebody else's long solve. The runs they make are shared
 * and outlive them (run.h). A few runs are remembered, so that an address asked again is not solved
 * again: the newest of all sessions, up to a bound in memory. When more than so many sessions are
 * open, the one not asked for longest is put away and its memory given back to the system; it comes
 * back when asked. One whose files, ledger or issues changed is opened anew. Errors: those of
 * tp_session_open and tp_session_set, with diagnostics. */
#ifndef TP_SERVE_WARM_H
#define TP_SERVE_WARM_H

#include "run/session.h"
#include "serve/offers.h"

typedef struct tp_warmth tp_warmth; /* all of them */

typedef struct tp_warmth_options {
    const char *store; /* path; borrowed */
    size_t most;       /* held open at once */
    tp_stop stop;      /* asked by every solve */
    int64_t seconds;   /* a solve that takes longer is stopped: it holds a worker */
    int64_t (*now)(void *user);
    void *user;
} tp_warmth_options;

tp_status tp_warmth_create(tp_warmth **out, const tp_warmth_options *options, tp_err *err);
void tp_warmth_free(tp_warmth *warmth);
typedef struct tp_warm_answer {
    const tp_run *base; /* the scenario as its file says; held */
    const tp_run *run;  /* with the settings; held; the base itself if there are none */
} tp_warm_answer;

typedef struct tp_warm_wanted {
    const tp_offer *offer;
    const char *data; /* read in place of the scenario's own; NULL: its own */
    const tp_setting *settings;
    size_t n_settings;
} tp_warm_wanted;

/* Both runs are the caller's to free (tp_warm_answer_free). With bad settings TP_E_INPUT and
 * diagnostics; `base` may then be there all the same. */
tp_status tp_warm_solve(tp_warmth *warmth, const tp_warm_wanted *wanted, tp_warm_answer *out,
                        tp_diags *diags, tp_err *err);
/* `now` takes the place of `was` wherever that is remembered: it is the same, solved to the end. */
void tp_warm_replace(tp_warmth *warmth, const tp_run *was, const tp_run *now);
void tp_warm_answer_free(tp_warm_answer *answer);

#endif
