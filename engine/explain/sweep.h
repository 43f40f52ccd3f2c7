/* Solves every point of a sweep, on as many threads as wanted.
 *
 * Each worker has a session of its own over the scenario, so that a point is solved exactly as
 * `turnpool run --set` would and gives the same run. Points start from the base run's answer where
 * that is feasible: it does not depend on which thread solved what before, so neither do answers.
 * Units: figures are slots or millionths, as named. Source: issue of the sweep,
 * engine/report/REPORTS.md. */
#ifndef TP_EXPLAIN_SWEEP_H
#define TP_EXPLAIN_SWEEP_H

#include "base/shard.h"
#include "explain/answer.h"
#include "explain/figures.h"
#include "explain/sweep_plan.h"
#include "run/session.h"

typedef enum tp_sweep_figure {
    TP_SWEEP_LENT,
    TP_SWEEP_OWN,
    TP_SWEEP_SHORT, /* of live demands */
    TP_SWEEP_DENIED,
    TP_SWEEP_STATUTORY_SHORT,
    TP_SWEEP_NEED,   /* millionths */
    TP_SWEEP_LOWEST, /* lowest fill of a sector, millionths, rounded down */
    TP_SWEEP_DEPOSITS,
    TP_SWEEP_DONORS,
    TP_SWEEP_SATURATION, /* of depositors, millionths */
    TP_SWEEP_RECLAIMED,
    TP_SWEEP_CLOSING,
    TP_SWEEP_TRANSFERS,
    TP_SWEEP_UNITS, /* touched */
    TP_SWEEP_FIGURES
} tp_sweep_figure;
extern const char *const tp_sweep_figure_names[TP_SWEEP_FIGURES];
extern const tp_words tp_sweep_figure_words[TP_SWEEP_FIGURES];
bool tp_sweep_figure_is_dec(tp_sweep_figure figure);

/* What became of a point. */
typedef struct tp_sweep_outcome {
    bool done;
    char run[TP_RUN_ID_TEXT];
    char answer[TP_SHA256_HEX];
    tp_answer_status status;
    int64_t figure[TP_SWEEP_FIGURES]; /* TP_INT_NONE: none, as without an answer */
} tp_sweep_outcome;

/* A limit of the search ended it, so that more time would give another answer. */
bool tp_run_cut_short(const tp_run *run);

tp_status tp_sweep_outcome_of(tp_sweep_outcome *out, const tp_run *run, tp_err *err);
/* Figures as "name=value" lines, and back (unknown names are ignored). */
void tp_sweep_figures_write(tp_buf *out, const tp_sweep_outcome *outcome);
void tp_sweep_figures_read(tp_sweep_outcome *out, const char *text);

typedef struct tp_sweep_task {
    const tp_sweep_plan *plan; /* finished */
    const char *file; /* the scenario, as for tp_session_open; NULL: that of the base, which
                         may then be a stored run */
    const tp_session_options *options;
    const tp_run *base;  /* solved without any of the settings */
    tp_session *session; /* the base's own, which one worker goes on with (hold the base); NULL */
    size_t threads;
    tp_dec gap;
    tp_stop stop;
    tp_shard shard;             /* which points are to be solved here (base/shard.h) */
    tp_sweep_outcome *outcomes; /* [n_points] those done are left alone */
    /* Called in the worker's thread, for several points at a time, when one is finished; not for
     * a point that a limit stopped. */
    tp_status (*finished)(void *user, size_t point, const tp_run *run,
                          const tp_sweep_outcome *outcome, tp_err *err);
    void *user;
} tp_sweep_task;

/* TP_OK also when the stop callback ended it early: then some outcomes are not done. A point whose
 * settings the scenario does not allow is TP_E_INPUT with diagnostics. */
tp_status tp_sweep_run(const tp_sweep_task *task, tp_diags *diags, tp_err *err);

/* Identity of a sweep: over the base run and every point. 16 hex digits as for runs. */
tp_status tp_sweep_identify(const tp_sweep_task *task, char out[TP_RUN_ID_TEXT], tp_err *err);

/* The same answers share a number, 1, 2, … in order of first appearance; 0 for what is not done. */
void tp_sweep_number_answers(const tp_sweep_outcome *outcomes, size_t count, int32_t *number);

#endif
