/* The lexicographic driver: tier after tier, each over the solutions that keep the earlier ones.
 *
 * Knows no policy: a tier is a linear objective, or a max-min ratio over groups of columns. Earlier
 * tiers are held by exact fixing where the multipliers are tight (lp/dual.h), else by a held row.
 * The last, unnamed tier is the tie-break that makes the answer unique in practice.
 * Source: models/README.md, 9 Goals. */
#ifndef TP_SOLVE_TIERS_H
#define TP_SOLVE_TIERS_H

#include "domain/result.h"
#include "lp/tier.h"
#include "solve/solver.h"

typedef struct tp_tiers_task {
    const tp_program *program;
    const tp_tier_spec *tiers;
    size_t n_tiers;
    const int64_t *tie_break; /* [n_cols] costs of the final tie-break, minimised; NULL: none */
    const int64_t *tie_break_then; /* likewise, among what that leaves; NULL: none */
    tp_dec gap;
    tp_stop stop;
    tp_progress progress;
    const int64_t *start; /* a known feasible point, or NULL */
    /* Improves a point in place without moving what it moves: helper columns to their best. Every
     * point kept goes through it. NULL: none needed. */
    void (*tidy)(const void *user, int64_t *x);
    const void *tidy_user;
    size_t stop_after; /* solve only the first so many tiers; 0: all */
    bool unproven;     /* no proofs by cases are looked for: what the search says is taken */
} tp_tiers_task;

typedef struct tp_tiers_answer {
    tp_answer_status status;
    int64_t *x;            /* [n_cols]; NULL if none */
    tp_tier_result *tiers; /* [n_tiers]; all (asked for) if there is an answer */
    size_t n_tiers;
    tp_multipliers farkas; /* INFEASIBLE: proof of contradiction, if the relaxation shows it */
} tp_tiers_answer;

tp_status tp_tiers_solve(tp_tiers_answer *out, const tp_tiers_task *task, tp_arena *arena,
                         tp_err *err);

/* The program of tier `index` as another solver would need it: all earlier tiers held by explicit
 * rows at their values (less the concession). Rows are added to a copy made in `arena`. For a ratio
 * tier the copy has one more column at the end: θ in whole millionths, to be maximised. Held rows
 * and that column have the origin maker -1 and subject = tier. */
tp_status tp_tiers_program(tp_program **out, const tp_tiers_task *task,
                           const tp_tiers_answer *answer, size_t index, tp_arena *arena,
                           tp_err *err);

/* Replays the certificates: recomputes, in exact arithmetic, what each tier's multipliers prove,
 * and compares with the stated figures. Mismatches are counted and described in *report. */
typedef struct tp_replay_finding {
    size_t tier;
    tp_words text;
} tp_replay_finding;
typedef struct tp_replay {
    tp_replay_finding *findings;
    size_t count;
} tp_replay;
tp_status tp_tiers_replay(tp_replay *report, const tp_tiers_task *task, const tp_tier_result *tiers,
                          size_t n_tiers, const int64_t *x, tp_arena *arena, tp_err *err);

#endif
