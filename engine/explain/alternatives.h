/* Other answers that are worth nearly the same, and what all of them have in common.
 *
 * Each is feasible and within `within` of the run's value on every tier. They are sought one after
 * the other: among such answers the next one uses the movements of those found before as little as
 * it can (Σ over the found answers of the slots that lines and demands move in it again), and of
 * those it is the best by the run's own tiers. That steps away from what was found as far as a
 * linear measure can tell (hop, skip, jump: Brill, Chang and Hopkins 1982); it is not claimed that
 * no set of answers lies farther apart.
 *
 * A movement is sure if no answer within the loss goes without it: its least count over all of
 * them, proven, is above 0. Source: issue of the alternatives. */
#ifndef TP_EXPLAIN_ALTERNATIVES_H
#define TP_EXPLAIN_ALTERNATIVES_H

#include "base/parallel.h"
#include "explain/compare.h"
#include "explain/portion.h"

typedef struct tp_alternatives_task {
    const tp_run *run; /* with an answer */
    tp_dec within;     /* share of each tier's value that may be given up */
    size_t count;      /* how many at most */
    bool skip_least;   /* do not prove least counts */
    size_t threads;
    tp_stop stop;
    tp_portion portion; /* items are the proofs of least counts, a row each: the search itself goes
                           from one answer to the next and is done by everybody */
    tp_told progress;   /* of the answers sought; then of them and the proofs together */
} tp_alternatives_task;

typedef struct tp_alternative {
    const int64_t *deposit; /* [n_lines] */
    const int64_t *loan;    /* [n_demands] */
    const tp_wide *tiers; /* [n_tiers of the run] its values; a fair tier's θ is not below the run's
                             less the loss, its entry is TP_DEC_NONE */
    int64_t moved;        /* Σ |difference to the run| of deposits and loans */
    int32_t other;        /* movements that are in one of the two only */
    bool proven;          /* the most different in the sense above, proven */
} tp_alternative;

typedef struct tp_common_row {
    tp_movement kind;
    int32_t line;   /* canonical index */
    int32_t demand; /* TP_ID_NONE for deposits */
    int64_t *count; /* [n_found + 1] in the run, then in each alternative */
    size_t times;   /* in how many of these it is above 0 */
    int64_t least;  /* no answer within the loss has less; 0: may be absent or was not proven */
} tp_common_row;

typedef struct tp_alternatives {
    tp_alternative *found;
    size_t n_found;
    bool exhausted;      /* the next one was one of those found: there is no further one to find */
    bool stopped;        /* a limit ended the search */
    tp_common_row *rows; /* deposits by line, then loans by demand, in input order */
    size_t n_rows;
    bool least_known; /* least was sought */
} tp_alternatives;

tp_status tp_alternatives_find(tp_alternatives *out, const tp_alternatives_task *task,
                               tp_arena *arena, tp_err *err);

#endif
