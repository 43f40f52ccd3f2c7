/* A run as the store keeps it: its texts made first, in whatever thread solved it, and put into the
 * store later, by one thread at a time.
 *
 * `now` is the caller's clock as the store keeps times: 2026-06-30T08:00:00Z.
 * Errors: those of store/store.h. Owns: texts are the caller's, until tp_kept_texts_finish. */
#ifndef TP_WORKSPACE_KEEP_H
#define TP_WORKSPACE_KEEP_H

#include "run/run.h"
#include "store/store.h"

typedef struct tp_kept_texts {
    tp_buf path, scenario, origins, document, certificate;
} tp_kept_texts;

tp_status tp_keep_texts(tp_kept_texts *out, const tp_run *run, tp_err *err);
void tp_kept_texts_finish(tp_kept_texts *texts);
/* The run's dataset. */
tp_status tp_keep_dataset(tp_store *store, const tp_run *run, const char *now, tp_err *err);
/* Scenario and run; the dataset is there already. */
tp_status tp_keep_run(tp_store *store, const tp_run *run, const tp_kept_texts *texts,
                      const char *now, tp_err *err);
/* Dataset, scenario and run, in one transaction; `asked` (may be NULL): somebody asked for it
 * himself, which makes it `latest`. */
tp_status tp_keep(tp_store *store, const tp_run *run, const tp_asking *asked, const char *now,
                  tp_err *err);

#endif
