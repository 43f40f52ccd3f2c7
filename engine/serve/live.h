/* A state of the live page: a scenario of the folder and what is set on top of it, all of it in the
 * address, so that a state can be sent, kept and gone back to.
 *
 *     /live/baseline?reserve.count=3&lock.D012=4
 *
 * A name is a scenario key, `lock.DEMAND` (`lock2.DEMAND`: of the second period) or `stay`
 * (stay.h); `panel` lists the keys at hand in the meeting, `data` names data that a planner
 * brought. No key that names a file can be set from an address. Owns: everything lives in the
 * visit's arena, but for the runs: tp_live_end. */
#ifndef TP_SERVE_LIVE_H
#define TP_SERVE_LIVE_H

#include "serve/keys.h"
#include "serve/visit.h"
#include "serve/warm.h"

typedef struct tp_live_lock {
    const char *name; /* as asked */
    const char *demand, *count;
    int period; /* from 1 */
} tp_live_lock;

typedef struct tp_live {
    tp_offer offer;
    tp_setting *settings; /* as the session takes them, locks first as one */
    size_t n_settings;
    const char *const *key, *const *value; /* [n_keys] as asked, without locks */
    size_t n_keys;
    tp_live_lock *locks;
    size_t n_locks;
    const char *query; /* the state: "?reserve.count=3" or "" */
    const char *panel; /* as asked, "" if not */
    const char *draft; /* data looked at in place of the scenario's own (uploads.h); "" */
    const char *data;  /* their path; NULL: its own */
    tp_warm_answer answer;
    tp_status status; /* of the answer; with TP_E_INPUT visit->diags says what is wrong */
} tp_live;

/* Reads the state that the visit's first star and query name, and has it solved. False: there is no
 * such scenario, or its file cannot be read; then the visit is answered. */
bool tp_live_begin(tp_live *out, tp_visit *visit);
void tp_live_end(tp_live *live);

/* The address of `what` ("", "/answer", "/demand/D1") in this state. */
void tp_live_address(tp_buf *out, const tp_live *live, const char *what);

/* Would the setting have a file opened? */
bool tp_live_opens_file(const tp_setting *setting, tp_arena *arena);
/* A form that was sent as it stands names every control: goes to the same state, of `what`, without
 * what only repeats the scenario. */
void tp_live_tidy(tp_visit *visit, const char *what);

#endif
