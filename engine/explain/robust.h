/* How a proposal stands up to facts that turn out a little different.
 *
 * In each draw (perturb.h) the run's deposits, loans and transfers are held against every rule
 * (certify/recheck.h) on the perturbed dataset; reclaims follow their rule in each draw. A draw in
 * which all still hold is feasible. Where they do not, the proposal is carried out as far as the
 * facts allow: no movement beyond it, solved over the same tiers. Its value is compared with what
 * solving afresh, with hindsight, would have reached. Which movement fails, and by which rule, is
 * counted.
 * Of a plan only period 1 is proposed: it stands where it keeps every rule and the periods after it
 * can still follow.
 * The same seed gives the same figures on any number of threads. */
#ifndef TP_EXPLAIN_ROBUST_H
#define TP_EXPLAIN_ROBUST_H

#include "explain/compare.h"
#include "explain/perturb.h"
#include "explain/portion.h"

typedef struct tp_robust_task {
    const tp_run *run; /* with an answer */
    tp_spreads spreads;
    uint64_t seed;
    size_t draws;
    size_t threads;
    tp_stop stop;
    void (*told)(void *user, size_t done); /* one call at a time; NULL: none */
    void *user;
    tp_portion portion; /* items are draws */
} tp_robust_task;

/* A movement of the run, or (line TP_ID_NONE) what no single movement breaks, by its rule. */
typedef struct tp_fragile {
    tp_movement kind;
    int32_t line, demand; /* demand TP_ID_NONE for deposits */
    int64_t count;        /* in the run */
    size_t failed;        /* in so many draws */
    int rule;             /* the rule that broke it most often, index in tp_rules; -1: the books */
} tp_fragile;

typedef struct tp_robust_tier {
    size_t draws;  /* feasible ones that were solved afresh to the optimum */
    tp_wide worst; /* most that the proposal falls short of hindsight */
    tp_wide mean;  /* on average, half up; negative: better, at the cost of a tier before */
} tp_robust_tier;

typedef struct tp_robust {
    size_t drawn; /* less than wanted if a limit stopped it */
    size_t feasible;
    size_t best;           /* of these, draws in which no other proposal would have been better */
    size_t hopeless;       /* draws in which no answer at all keeps the rules */
    size_t stuck;          /* draws in which carrying out part of the proposal breaks a rule, too */
    tp_wide lent;          /* slots lent by the proposal, over the draws compared */
    tp_wide kept;          /* of these, lent all the same */
    tp_robust_tier *tiers; /* [n_tiers of the run] */
    size_t n_tiers;
    tp_fragile *movements; /* those that failed, most often first, then in input order */
    size_t n_movements;
    tp_fragile *others; /* by rule, most often first */
    size_t n_others;
} tp_robust;

/* The usual spreads: of a plan of several periods what is uncertain is who leaves. */
tp_spreads tp_spreads_usual(const tp_run *run);

tp_status tp_robust_measure(tp_robust *out, const tp_robust_task *task, tp_arena *arena,
                            tp_err *err);

#endif
