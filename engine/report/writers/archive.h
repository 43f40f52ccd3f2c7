/* A ZIP archive, of a document's parts or of several files. Everything in it is dated 1980-01-01:
 * the bytes depend on what is put in alone. */
#ifndef TP_REPORT_WRITERS_ARCHIVE_H
#define TP_REPORT_WRITERS_ARCHIVE_H

#include "base/buf.h"
#include "base/err.h"

typedef struct tp_archive {
    void *zip;
    int file; /* in memory; -1: on the disk */
    const char *path;
} tp_archive;

/* In memory, or at the path. Only after TP_OK is there one to end. */
tp_status tp_archive_begin(tp_archive *out, tp_err *err);
tp_status tp_archive_begin_at(tp_archive *out, const char *path, tp_err *err);
/* `name` in UTF-8, with slashes between folders. */
tp_status tp_archive_add(tp_archive *archive, const char *name, const tp_buf *bytes, tp_err *err);
/* Closes it and adds its bytes to `out` (NULL: of one on the disk), unless `so_far` is a failure,
 * which it hands back. */
tp_status tp_archive_end(tp_archive *archive, tp_buf *out, tp_status so_far, tp_err *err);

#endif
