/* Evaluation: from an evaluation file and its evidence to outcomes, traceable to the last point.
 *
 *     tp_evaluate(&e, "evaluation.yaml", NULL, diags, err);   reads, checks, scores, grades
 *     tp_evaluation_outcomes_csv(out, e);                     outcomes.csv, a dataset file
 *     tp_evaluation_trace(e, unit, arena, &trace, err);       one unit, leaf by leaf
 *
 * Arithmetic: a leaf's points are Σ (source's weight ÷ weights of the sources present) × (mean of
 * its scorers' points); a unit's score is Σ (leaf's weight in the whole) × points − deductions,
 * floored at 0. All of it is one exact fraction (exact.h), rounded half up to millionths once;
 * the grade follows from the rounded score. Figures of a trace are each rounded for reading.
 *
 * Shape: units by canonical index of the evidence's dataset; listings in input order.
 * Owns: the evaluation owns its spec, evidence and results; free accepts NULL. */
#ifndef TP_EVALUATE_EVALUATE_H
#define TP_EVALUATE_EVALUATE_H

#include "domain/supply.h"
#include "evaluate/classes.h"
#include "evaluate/saturation.h"

typedef enum tp_unit_state {
    TP_UNIT_EVALUATED,
    TP_UNIT_RENORMALISED, /* leaves nobody scored were left out, as the file allows */
    TP_UNIT_INCOMPLETE    /* no outcome */
} tp_unit_state;
extern const char *const tp_unit_state_names[3]; /* evaluated renormalised incomplete */
extern const tp_words tp_unit_state_words[3];

typedef struct tp_assessed {
    tp_unit_state state;
    int32_t leaves, missing; /* of its tree; of those, scored by nobody */
    tp_dec before;           /* score before deductions, rounded; TP_DEC_NONE: incomplete */
    int32_t overdue, open;   /* issues that cost points */
    tp_dec deduction;        /* points taken off, after the ceiling */
    tp_dec score;            /* TP_DEC_NONE: incomplete */
    int32_t earned, grade;   /* index of the grade its score earns; the one it holds after the
                                quota; TP_ID_NONE: incomplete */
    int32_t rank;            /* from 1; equal scores share one; 0: incomplete */
    tp_dec saturation;       /* TP_DEC_NONE: unknown */
} tp_assessed;

/* A quota at work: so many units earned the grade or fell to it, so many may hold it. */
typedef struct tp_quota_use {
    int32_t grade;
    int32_t candidates, allowed, held;
} tp_quota_use;

typedef struct tp_evaluation {
    tp_arena *arena;
    tp_spec *spec;
    tp_evidence *evidence;
    const tp_dataset *data; /* the evidence's */
    tp_classes classes;
    tp_saturation saturation;
    tp_assessed *units; /* [n_units] */
    int32_t *ranking;   /* [n_ranked] best first */
    int32_t n_ranked;
    tp_quota_use *quotas;
    size_t n_quotas;
    char sha256[TP_SHA256_HEX]; /* identity: the evaluation file and its evidence */
} tp_evaluation;

typedef struct tp_evaluate_options {
    const char *encoding; /* of CSV files; NULL: detect */
    /* Issues kept elsewhere (the store's): they join those of the evidence. */
    const tp_given_issue *issues;
    size_t n_issues;
} tp_evaluate_options;

/* Every fault of the file and of every evidence file is in diags; with any, TP_E_INPUT and *out =
 * NULL. */
tp_status tp_evaluate(tp_evaluation **out, const char *path, const tp_evaluate_options *options,
                      tp_diags *diags, tp_err *err);
void tp_evaluation_free(tp_evaluation *evaluation);
/* Puts the outcomes into a dataset just loaded (without its own): the loop evaluate → run. */
tp_status tp_evaluation_supply(const tp_evaluation *evaluation, tp_dataset *data, tp_diags *diags,
                               tp_err *err);

/* Warns of demands of a scenario's data that ask for more slots than the unit's workload needs at
 * the target saturation beyond the people it has (tp_workload_year.need of the latest year). */
void tp_evaluation_check_demands(const tp_evaluation *evaluation, const tp_dataset *data,
                                 tp_diags *diags);

/* --- tracing (trace.c) --- */
typedef struct tp_source_trace {
    int32_t source;
    int32_t scorers;
    tp_dec share;           /* its weight over those present, rounded */
    tp_dec mean;            /* of its scorers' points, rounded */
    const tp_score *scores; /* [scorers] */
} tp_source_trace;

typedef struct tp_leaf_trace {
    int32_t leaf;
    bool missing;        /* no score from any source */
    tp_dec stated;       /* weight in the whole of the unit's full tree, rounded */
    tp_dec weight;       /* weight that counted: the same, or renormalised; 0 if missing */
    tp_dec points;       /* TP_DEC_NONE: missing */
    tp_dec gained, lost; /* weight × points, weight × (100 − points), rounded; 0 if missing */
    tp_source_trace *sources;
    size_t n_sources;
} tp_leaf_trace;

typedef struct tp_unit_trace {
    int32_t unit;
    const tp_assessed *assessed;
    const tp_class *class;
    tp_leaf_trace *leaves; /* in file order, individual leaves last */
    size_t n_leaves;
} tp_unit_trace;

tp_status tp_evaluation_trace(const tp_evaluation *evaluation, int32_t unit, tp_arena *arena,
                              tp_unit_trace *out, tp_err *err);
/* What cost the unit most: the leaf with the greatest loss; TP_ID_NONE if nothing was lost. */
int32_t tp_trace_heaviest_loss(const tp_unit_trace *trace);

/* --- documents (document.c) --- */
/* outcomes.csv: header and one row for each unit with an outcome, in input order. */
void tp_evaluation_outcomes_csv(tp_buf *out, const tp_evaluation *evaluation);
/* turnpool.evaluation-trace/1: everything above; `unit` TP_ID_NONE: of every unit. */
tp_status tp_evaluation_json(tp_buf *out, const tp_evaluation *evaluation, int32_t unit,
                             tp_err *err);

/* Internal to evaluate/: the points of one leaf into the sum, times its weight (scoring.c). */
typedef struct tp_leaf_scores {
    const tp_score *first;
    size_t count;
} tp_leaf_scores;
tp_leaf_scores tp_scores_of(const tp_evidence *evidence, int32_t unit, int32_t leaf, size_t *at);
bool tp_leaf_add(tp_exact *sum, const tp_evidence *evidence, const tp_ratio *weight,
                 tp_leaf_scores scores);
tp_status tp_score_units(tp_evaluation *evaluation, tp_diags *diags, tp_err *err);
/* Grades, quotas and ranks from the scores (grading.c). */
tp_status tp_grade_units(tp_evaluation *evaluation, tp_err *err);

#endif
