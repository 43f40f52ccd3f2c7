/* turnpool: exact reallocation of idle authorised slots (编制周转), as a library.
 *
 * The public interface of libturnpool: what another program needs to open a scenario, change it,
 * solve it, read and explain the answer, check it and keep it. Only what stands here is exported;
 * names, values and meaning stay as they are while TURNPOOL_API does. New members are added at the
 * end of the option structs, whose `size` says which of them the caller knows.
 *
 * Texts are UTF-8, NUL-terminated. Formats, keys and codes are those of scenarios/SCENARIO.md and
 * engine/run/RESULTS.md. The library never prints, never exits, and reads neither clock nor
 * environment. A `turnpool` and the calls on it belong to one thread at a time; two of them share
 * nothing. A `turnpool_run` never changes: any number of threads may read it.
 *
 * Errors: every call returns a turnpool_status; what was wrong (all of it, with file:line:column or
 * the workbook's cell, in the language chosen) is in turnpool_messages. An infeasible or stopped
 * scenario is an answer, not an error. */
#ifndef TURNPOOL_H
#define TURNPOOL_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__GNUC__)
#define TURNPOOL_EXPORT __attribute__((visibility("default")))
#else
#define TURNPOOL_EXPORT
#endif

/* Raised when something here changes its meaning; a program compiled for one runs with the other
 * only where they are equal (turnpool_api() tells at run time). */
#define TURNPOOL_API 1

/* The exit codes of the command line, where they mean the same. */
typedef enum turnpool_status {
    TURNPOOL_OK = 0,
    TURNPOOL_FAILURE = 1, /* memory, input/output, or a fault of ours */
    TURNPOOL_USAGE = 2,   /* the call itself is wrong */
    TURNPOOL_INPUT = 3,   /* scenario or data are wrong */
    TURNPOOL_STOPPED = 7, /* the stop callback said so, and there is nothing to return */
    TURNPOOL_REFUSED = 8  /* the ledger does not allow it */
} turnpool_status;

typedef enum turnpool_answer {
    TURNPOOL_OPTIMAL = 0,    /* proven */
    TURNPOOL_FEASIBLE = 6,   /* stopped with an answer; its bounds are stated */
    TURNPOOL_INFEASIBLE = 4, /* the scenario contradicts itself; the document says what does */
    TURNPOOL_NONE = 7        /* stopped without an answer */
} turnpool_answer;

typedef struct turnpool turnpool;         /* an open scenario, a store, or both */
typedef struct turnpool_run turnpool_run; /* one answer */

typedef struct turnpool_options {
    size_t size;                 /* sizeof(turnpool_options) */
    const char *scenario;        /* FILE or FILE#NAME; NULL: only a store */
    const char *store;           /* path of the SQLite store; NULL: none, so no ledger either */
    int create;                  /* make the store if it is missing */
    const char *language;        /* "zh" (also NULL) or "en" */
    const char *now;             /* the caller's clock for what is kept, "2026-06-30T08:00:00Z" */
    const char *const *settings; /* "reserve.share=0.1", like --set; NULL-terminated, or NULL */
    /* Asked now and then; NULL: never. 0: go on; 1: somebody ended it, 2: its time is up. */
    int (*stop)(void *user);
    void *user;
    int read_only;     /* never write to the store: works on media that cannot be written */
    const char *today; /* "2026-06-30": nothing is dated later than a day after; NULL: not asked */
    const char *encoding;  /* of CSV files; NULL: found out */
    const char *ledger_on; /* the ledger as it stood at the end of that day; NULL: as it stands */
    const char *gap;       /* "0.01": a goal may end this near its proven bound; NULL: 0 */
    const char *few_warnings; /* NULL: all are told; else ten of a kind, then how many there are and
                                 this, which says how to see them */
    /* Told now and then while a goal is solved: its id, value so far, bound; NULL: never. */
    void (*progress)(void *user, const char *goal, const char *value, const char *bound);
} turnpool_options;

/* How a page is written. NULL in its place: a table of 100 columns, all of it. */
typedef struct turnpool_writing {
    size_t size; /* sizeof(turnpool_writing) */
    const char
        *format; /* "table" (also NULL), "json", "csv", "md", "xlsx"; only the last is no text */
    const char *table; /* that one table of it; NULL: all */
    int width;         /* columns of "table"; 0: 100 */
    int bom;           /* CSV begins with a byte order mark, for Excel */
    int changes_only;  /* rows that did not change are left out */
} turnpool_writing;

/* The library's version ("0.2.0") and TURNPOOL_API as it was built. */
TURNPOOL_EXPORT const char *turnpool_version(void);
TURNPOOL_EXPORT int turnpool_api(void);

/* Reads scenario and data, reconciles them with the store's ledger, derives what may move. *out is
 * NULL only when memory is out; after any other failure it holds the messages, and nothing but
 * turnpool_messages and turnpool_close may be called on it. */
TURNPOOL_EXPORT turnpool_status turnpool_open(turnpool **out, const turnpool_options *options);
TURNPOOL_EXPORT void turnpool_close(turnpool *t); /* accepts NULL; its runs live on */

/* What the last call on `t` had to say, errors and warnings, a line each; "" if nothing. Borrowed:
 * valid until the next call on `t`. */
TURNPOOL_EXPORT const char *turnpool_messages(const turnpool *t);
/* How many of these are errors. */
TURNPOOL_EXPORT size_t turnpool_errors(const turnpool *t);

/* Puts these settings over the scenario as it was opened (a NULL-terminated list; NULL: none).
 * Nothing is read again, and the next solve starts warm. On failure all is as it was. */
TURNPOOL_EXPORT turnpool_status turnpool_set(turnpool *t, const char *const *settings);

/* Solves all goals. *out is the caller's: turnpool_run_free. */
TURNPOOL_EXPORT turnpool_status turnpool_solve(turnpool *t, turnpool_run **out);

TURNPOOL_EXPORT void turnpool_run_free(turnpool_run *run);            /* accepts NULL */
TURNPOOL_EXPORT const char *turnpool_run_id(const turnpool_run *run); /* borrowed from the run */
TURNPOOL_EXPORT turnpool_answer turnpool_run_answer(const turnpool_run *run);

/* The run document turnpool.run/1, to the byte what `turnpool run --json` prints. *text is the
 * caller's: turnpool_free. So are the texts of all calls below. */
TURNPOOL_EXPORT turnpool_status turnpool_document(const turnpool_run *run, char **text,
                                                  size_t *length);
/* Where its data were read from; "" if that is not known. Borrowed from the run. */
TURNPOOL_EXPORT const char *turnpool_run_source(const turnpool_run *run);

/* The page of the run as planners read it; of a contradiction with its ways out, of a plan with
 * what looking ahead is worth. *length may be NULL, here and below. */
TURNPOOL_EXPORT turnpool_status turnpool_show(turnpool *t, const turnpool_run *run,
                                              const turnpool_writing *how, char **text,
                                              size_t *length);

/* Why a demand (its number, or the unit that has that one), a unit (code or name) or a pool
 * (SCOPE/CATEGORY[/RING]) got what it got, and what would change it, tried by solving again unless
 * TURNPOOL_NO_REMEDIES is added. */
typedef enum turnpool_subject {
    TURNPOOL_DEMAND = 1,
    TURNPOOL_UNIT = 2,
    TURNPOOL_POOL = 3,
    TURNPOOL_NO_REMEDIES = 16
} turnpool_subject;
TURNPOOL_EXPORT turnpool_status turnpool_explain(turnpool *t, const turnpool_run *run, int subject,
                                                 const char *name, const turnpool_writing *how,
                                                 char **text, size_t *length);

/* Of a run of several periods (a horizon): what deciding them together is worth against deciding
 * year by year, and from how far a look the decision of period 1 no longer changes, tried up to
 * `tails` (0 to 20; -1: not asked). TURNPOOL_USAGE where there is one period,
 * TURNPOOL_REFUSED where there is no answer. */
TURNPOOL_EXPORT turnpool_status turnpool_outlook(turnpool *t, const turnpool_run *run, int tails,
                                                 const turnpool_writing *how, char **text,
                                                 size_t *length);

/* Checks the run's documents from dataset and scenario alone, every rule and every certificate; of
 * one that was loaded also what its store says of it. `exported` (may be NULL) is a file of its
 * proof: it has to be what the run exports, byte for byte. `text` (may be NULL): the page of it. */
typedef enum turnpool_verdict {
    TURNPOOL_HOLDS = 0,    /* and every goal is proven */
    TURNPOOL_UNPROVEN = 6, /* nothing differs; not every goal is proven */
    TURNPOOL_DIFFERS = 1
} turnpool_verdict;
TURNPOOL_EXPORT turnpool_status turnpool_verify(turnpool *t, const turnpool_run *run,
                                                const char *exported, turnpool_verdict *verdict,
                                                const turnpool_writing *how, char **text,
                                                size_t *length);

/* Runs side by side; the first is the baseline. *same (may be NULL): all move the same slots. */
TURNPOOL_EXPORT turnpool_status turnpool_compare(turnpool *t, const turnpool_run *const *runs,
                                                 size_t count, int *same,
                                                 const turnpool_writing *how, char **text,
                                                 size_t *length);

/* Into the store, with dataset and scenario, in one transaction; and out of it, by number, a
 * unique beginning of one, or "latest". */
TURNPOOL_EXPORT turnpool_status turnpool_keep(turnpool *t, const turnpool_run *run);
TURNPOOL_EXPORT turnpool_status turnpool_load(turnpool *t, const char *name, turnpool_run **out);

TURNPOOL_EXPORT void turnpool_free(void *text); /* accepts NULL */

#ifdef __cplusplus
}
#endif

#endif
