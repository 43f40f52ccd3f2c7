/* Status codes and the caller-owned error record.
 *
 * Anything that can fail returns a tp_status; TP_OK is 0. The tp_err passed in is filled with
 * where in our code it failed and, when the fault lies in something the user gave, a diagnostic
 * is added to the tp_diags of the call as well (see diag.h). A NULL tp_err is allowed. */
#ifndef TP_BASE_ERR_H
#define TP_BASE_ERR_H

#include <stdbool.h>
#include <stddef.h>

typedef enum tp_status {
    TP_OK = 0,
    TP_E_NOMEM,    /* an allocation failed */
    TP_E_IO,       /* a file or the store could not be read or written */
    TP_E_INPUT,    /* the user's input is wrong; the diagnostics say how */
    TP_E_USAGE,    /* the command line is wrong */
    TP_E_OVERFLOW, /* a figure left the range of exact arithmetic */
    TP_E_SOLVER,   /* a solver failed beyond its fallbacks */
    TP_E_REFUSED,  /* not approved, stale, or not allowed */
    TP_E_STOPPED,  /* the caller's stop callback said so, and there is no answer */
    TP_E_INTERNAL  /* a broken invariant: a bug */
} tp_status;

typedef struct tp_err {
    tp_status status;
    const char *c_file; /* static text */
    int c_line;
    char text[256]; /* plain technical text, English; UTF-8, cut at a character boundary */
} tp_err;

/* Fills *err (if not NULL) and returns status, so that `return tp_fail(err, ...)` reads well. */
tp_status tp_err_set(tp_err *err, tp_status status, const char *c_file, int c_line,
                     const char *format, ...) __attribute__((format(printf, 5, 6)));

#define tp_fail(err, status, ...) tp_err_set((err), (status), __FILE__, __LINE__, __VA_ARGS__)
#define tp_fail_nomem(err) tp_fail((err), TP_E_NOMEM, "out of memory")

/* Returns the status as a word for logs ("out-of-memory"); static text. */
const char *tp_status_name(tp_status status);

#endif
