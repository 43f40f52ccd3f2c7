/* What stands behind the types of turnpool.h, and what its calls share. */
#ifndef TP_FACE_PARTS_H
#define TP_FACE_PARTS_H

#include "turnpool.h"

#include "report/document/page.h"
#include "store/approval.h"
#include "workspace/inputs.h"

struct turnpool {
    tp_arena *arena; /* as long as the handle: settings, ledger, issues */
    tp_arena *call;  /* as long as one call: its messages, pages, records */
    tp_diags diags;  /* in `call` */
    tp_buf messages;
    tp_lang lang;
    const char *now; /* NULL: not told */
    tp_stop stop;
    tp_progress progress;
    int (*ask)(void *user);
    void (*tell)(void *user, const char *goal, const char *value, const char *bound);
    void *user;
    tp_store *store;     /* NULL: none */
    tp_session *session; /* NULL: no scenario */
    tp_inputs inputs;
    tp_dec gap;
    const char *few; /* NULL: all warnings; else ten of a kind, and this */
    bool usable;     /* open succeeded */
    size_t n_errors; /* of the last call */
};

struct turnpool_run {
    const tp_run *run;    /* held */
    tp_arena *arena;      /* of what follows; NULL: it was solved, not loaded */
    tp_opened_run opened; /* its texts and what the store says of it; neither store nor session */
};

typedef enum tp_face_needs {
    TP_FACE_NOTHING = 0,
    TP_FACE_SESSION = 1,
    TP_FACE_STORE = 2
} tp_face_needs;

/* Begins a call: forgets what the last one said. Not TURNPOOL_OK: return it. */
turnpool_status tp_face_begin(turnpool *t, tp_face_needs needs);
/* Ends it: what was found goes to the messages; what the status means for the caller. */
turnpool_status tp_face_end(turnpool *t, tp_status status, const tp_err *err);
/* "key=value" texts as settings, copied into the arena; TP_E_USAGE with a message. */
tp_status tp_face_settings(turnpool *t, const char *const *texts, tp_arena *arena, tp_setting **out,
                           size_t *count, tp_err *err);
/* One more holder of the run, as the caller's own. */
tp_status tp_face_run(turnpool_run **out, const tp_run *run, tp_err *err);
/* What was written, as the caller's own text; *length may be NULL. False, and *text NULL, when
 * memory is out. */
bool tp_face_give(const tp_buf *written, char **text, size_t *length);
/* How the caller wants it written, however old its header is. */
turnpool_writing tp_face_writing(const turnpool_writing *given);
/* The page as asked for, as the caller's own text. */
tp_status tp_face_page(turnpool *t, const tp_page *page, const turnpool_writing *how, char **text,
                       size_t *length, tp_err *err);

#endif
