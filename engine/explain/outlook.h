/* What looking ahead is worth, and how far one must look.
 *
 * Year by year: each period decided by itself, over the plan's own rows of that period, with what
 * was decided before standing (what is given stays); its own goals, nothing of later periods. What
 * comes of it is an answer the plan could have given too, so the plan is never worse in the first
 * goal where they differ (as long as no goal concedes).
 * How far: the plan solved for every tail up to a limit; the smallest from which the first period's
 * answer stays as it is.
 * Owns: everything lives in the arena given. Source: models/README.md, 11 Several periods. */
#ifndef TP_EXPLAIN_OUTLOOK_H
#define TP_EXPLAIN_OUTLOOK_H

#include "explain/change.h"

typedef struct tp_yearly {
    int stuck;         /* from 1: the period in which nothing keeps all rows any more; 0: none */
    tp_wide *value;    /* [n_tiers] worth of the whole in the plan's goals; not if stuck */
    tp_result *result; /* periods as in a run's result, without words; NULL if stuck */
    int first;         /* first tier that differs from the plan's; -1: none */
    tp_wide gain;      /* by how much the plan is better there, > 0 unless a goal concedes */
} tp_yearly;

/* The run must have an answer and several periods. */
tp_status tp_outlook_yearly(tp_yearly *out, const tp_run *run, tp_stop stop, tp_arena *arena,
                            tp_err *err);

/* First-period answers by tail. Two tails with the same number have the same answer. */
typedef struct tp_tails {
    int count;   /* tails 0 … count - 1 were solved */
    int *answer; /* [count] number of the answer, from 0; -1: none (a contradiction, stopped) */
    int n_answers;
    int64_t **loan;    /* [n_answers][n_demands] what each lends in the first period */
    int64_t **deposit; /* [n_answers][n_lines] and takes in */
    int enough;        /* smallest tail from which the answer does not change; -1: it still does */
} tp_tails;
enum { TP_TAILS_MOST = 21 };
typedef struct tp_looking {
    tp_stop stop;
    void (*told)(void *user, size_t done); /* tails solved so far; NULL: nobody asks */
    void *user;
} tp_looking;
tp_status tp_outlook_tails(tp_tails *out, const tp_run *run, int count, const tp_looking *how,
                           tp_arena *arena, tp_err *err);

#endif
