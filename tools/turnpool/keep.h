/* A run as the store keeps it: its texts made first, in whatever thread solved it, and put into the
 * store later, by one thread at a time. */
#ifndef TP_TOOLS_KEEP_H
#define TP_TOOLS_KEEP_H

#include "run/run.h"
#include "store/store.h"

typedef struct tp_kept_texts {
    tp_buf path, scenario, origins, document, certificate;
} tp_kept_texts;

tp_status tp_keep_texts(tp_kept_texts *out, const tp_run *run, tp_err *err);
void tp_kept_texts_finish(tp_kept_texts *texts);
/* The run's dataset; `now` as tp_cli_now gives it. */
tp_status tp_keep_dataset(tp_store *store, const tp_run *run, const char *now, tp_err *err);
/* Scenario and run; the dataset is there already. */
tp_status tp_keep_run(tp_store *store, const tp_run *run, const tp_kept_texts *texts,
                      const char *now, tp_err *err);

#endif
