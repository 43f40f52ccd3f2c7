/* A file that stands in memory only, for writers of archives that want a path. */
#ifndef TP_REPORT_WRITERS_MEMORY_H
#define TP_REPORT_WRITERS_MEMORY_H

#include "base/buf.h"
#include "base/err.h"

enum { TP_MEMORY_PATH = 64 };
/* *file is the caller's to close; path names it. TP_E_IO: the system gives none. */
tp_status tp_memory_file(int *file, char path[TP_MEMORY_PATH], tp_err *err);
/* All that was written to it. */
tp_status tp_memory_read(tp_buf *out, int file, tp_err *err);

#endif
