/* A store as one file that is there whole or not at all: written aside without a log, brought to
 * the disk, then renamed.
 *
 * Errors: as in store.h. */
#ifndef TP_STORE_PUBLISH_H
#define TP_STORE_PUBLISH_H

#include "store/store.h"

/* What the store holds, packed, at `path`; a file that is there is replaced in one step. */
tp_status tp_store_publish(tp_store *store, const char *path, tp_err *err);
/* The same of a passing store (store.h) as it lies there, which costs a copy of its bytes: for what
 * is merged later, not for what people compare byte for byte. */
tp_status tp_store_publish_as_is(tp_store *store, const char *path, tp_err *err);
/* A file's bytes under another name, which must not be there yet. */
tp_status tp_file_copy(const char *from, const char *to, tp_err *err);
/* Takes a passing store's file away, with whatever SQLite left beside it. */
void tp_store_remove(const char *path);

#endif
