/* One file of the user's, whole, as UTF-8.
 *
 * Encoding: BOM (UTF-8, UTF-16), else strict UTF-8, else GB18030; or the one the caller names. A
 * file that is none of these, a directory, or one too large is an error with a message, never a
 * guess. Owns: the source's text lives in the arena given. */
#ifndef TP_READ_SOURCE_H
#define TP_READ_SOURCE_H

#include "base/diag.h"

typedef struct tp_source {
    const char *path; /* as named by the user; used in positions */
    const char *text; /* valid UTF-8, NUL-terminated, no BOM */
    char *own;        /* the same bytes, if a reader may take them apart in place; else NULL */
    size_t length;
    const char *encoding; /* "UTF-8", "UTF-16" or "GB18030": what was found */
} tp_source;

typedef struct tp_source_options {
    const char *encoding; /* NULL: detect */
    size_t most_bytes;    /* 0: the default, 1 GiB */
} tp_source_options;

/* TP_E_INPUT with diagnostics when the file is not usable; TP_E_IO when it cannot be read. */
tp_status tp_source_read(tp_source *out, tp_arena *arena, const char *path,
                         const tp_source_options *options, tp_diags *diags, tp_err *err);

/* Is it only the encoding that was wrong with the file? */
bool tp_source_is_text_fault(const tp_diags *diags);
/* Is it a folder, a workbook or the like? */
bool tp_source_is_other_kind(const tp_diags *diags);

#endif
