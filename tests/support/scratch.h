/* A directory of files for one test, and what was reported about them. */
#ifndef TP_TESTS_SCRATCH_H
#define TP_TESTS_SCRATCH_H

#include "base/diag.h"

typedef struct scratch {
    char path[256]; /* of a fresh directory */
    tp_arena *arena;
    tp_diags diags;
    tp_err err;
} scratch;

void scratch_begin(scratch *s);
void scratch_end(scratch *s); /* removes the directory with its files */
/* Path of a file in it; in the arena. */
const char *scratch_path(scratch *s, const char *name);
void scratch_write(scratch *s, const char *name, const void *bytes, size_t length);
void scratch_text(scratch *s, const char *name, const char *text);
void scratch_remove(scratch *s, const char *name);
/* Everything reported since the last call, in English, with the directory's path taken out
 * ("posts.csv:2:3: error: …"); in the arena. */
const char *scratch_reports(scratch *s);
const char *scratch_reports_in(scratch *s, tp_lang lang);
/* Compares line by line: Check cannot print long texts. */
void scratch_expect(const char *found, const char *wanted);

#endif
