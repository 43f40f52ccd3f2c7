/* Figures that look as if a threshold had been aimed at: for a person to look at, never an
 * accusation. Each comes with what was seen, the rule it touches, and what the answer would be had
 * the figure been otherwise, solved beside the run.
 *
 *   restarted  vacancies filled and emptied again within a few months: their age starts anew
 *   jumped     people in post who came just before the data date and were gone after it
 *   split      demands of one line, filed together, that get round a bound on one
 *   near       a saturation just on the better side of a threshold of the scenario
 *
 * The first two need registers of other days. Units: counts are slots.
 * Owns: everything lives in the arena given; run and registers are borrowed. */
#ifndef TP_EXPLAIN_ANOMALIES_H
#define TP_EXPLAIN_ANOMALIES_H

#include "explain/change.h"
#include "models/threshold.h"

typedef enum tp_anomaly_kind {
    TP_ANOMALY_RESTARTED,
    TP_ANOMALY_JUMPED,
    TP_ANOMALY_SPLIT,
    TP_ANOMALY_NEAR,
    TP_ANOMALY_KINDS
} tp_anomaly_kind;

/* The office's figures of another day. */
typedef struct tp_register {
    tp_date on;
    const tp_dataset *data;
} tp_register;

typedef struct tp_anomaly {
    tp_anomaly_kind kind;
    int32_t unit, line;            /* line TP_ID_NONE: of the whole unit */
    const char *rule;              /* id of the rule it touches; "": a bound of the office's own */
    tp_words seen;                 /* the figures */
    tp_words threshold;            /* what the rule says */
    tp_change otherwise;           /* the same figure as it would have been */
    bool solved;                   /* what follows is filled */
    bool answered;                 /* there is an answer otherwise */
    bool alike;                    /* it moves the same */
    int64_t deposit[2], loan[2];   /* of the unit: in the run, and otherwise */
    int64_t deposits[2], loans[2]; /* of all */
} tp_anomaly;

typedef struct tp_anomalies {
    tp_anomaly *items;
    size_t count, capacity;
    tp_threshold *thresholds;
    size_t n_thresholds;
    size_t n_registers; /* that were looked at, the run's own not counted */
    bool later;         /* one of them is of a day after the data date */
} tp_anomalies;

typedef struct tp_anomaly_options {
    const tp_register *registers; /* [n_registers] in any order */
    size_t n_registers;
    int64_t within_months; /* filled and emptied, come and gone, within so many */
    int64_t within_days;   /* demands filed within so many days of each other */
    tp_dec margin;         /* how far from a threshold is "just" */
    int64_t demand_most;   /* the office's own bound on one demand; TP_INT_NONE: none */
    tp_stop stop;
    void (*told)(void *user, size_t done, size_t total); /* NULL: nobody asks */
    void *user;
} tp_anomaly_options;

/* The run must have an answer. TP_E_STOPPED never: what a stop left unsolved says so. */
tp_status tp_anomalies_find(tp_anomalies *out, const tp_run *run, const tp_anomaly_options *options,
                            tp_arena *arena, tp_err *err);

#endif
