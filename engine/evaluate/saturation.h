/* Saturation: how busy a unit is, this year, against the year before and among its like.
 *
 * Hours needed in a year = Σ volume × hours_each × difficulty; hours available = Σ in_post ×
 * days_per_year × hours_per_day; saturation = needed ÷ available. All sums are exact; every figure
 * is rounded half up to millionths once. Posts are those of the dataset for every year.
 * Peers are the units of the same kind and system; their quartiles interpolate linearly between
 * the values at rank (n − 1)·q/4 (as spreadsheets' QUARTILE.INC does), taken over the rounded
 * saturations; an outlier lies beyond 1.5 interquartile ranges outside them, compared exactly.
 * Source: engine/evaluate/EVALUATION.md. */
#ifndef TP_EVALUATE_SATURATION_H
#define TP_EVALUATE_SATURATION_H

#include "evaluate/evidence.h"

/* Hours in 10⁻¹⁸: the product of three decimals, exact. */
typedef tp_wide tp_hours;

typedef struct tp_workload_year {
    int32_t year;
    tp_hours hours;
    tp_dec hours_text; /* rounded half up to millionths */
    tp_dec per_head;
    tp_dec saturation;
    tp_dec growth; /* of hours on the year before (year − 1); TP_DEC_NONE: none, or 0 hours then */
    int64_t need;  /* slots that bring the unit to the target saturation: rounded up */
} tp_workload_year;

typedef enum tp_load { TP_LOAD_UNKNOWN, TP_LOAD_LIGHT, TP_LOAD_NORMAL, TP_LOAD_HEAVY } tp_load;
extern const tp_words tp_load_words[4];

typedef struct tp_peers {
    int32_t kind, system;          /* ids in the dataset's names */
    int32_t count;                 /* units with a saturation */
    tp_dec quartile[5];            /* least, Q1, median, Q3, greatest; rounded half up */
    tp_wide low_fence, high_fence; /* in eighths of a millionth: exact */
} tp_peers;

enum { TP_PEERS_LEAST = 4 }; /* fewer have no quartiles worth the name: no standing, no flags */

typedef struct tp_unit_load {
    tp_workload_year *years; /* ascending, none after evaluated_on */
    size_t n_years;
    tp_dec saturation; /* of the latest year; TP_DEC_NONE: no workload */
    tp_load load;      /* against `low` and `high` */
    int32_t peers;     /* index; TP_ID_NONE: no saturation */
    int32_t quarter;   /* 1 … 4 among its peers; 0: too few */
    int32_t outlier;   /* −1 below, 1 above, 0 no */
} tp_unit_load;

typedef struct tp_saturation {
    tp_unit_load *units; /* [n_units] */
    tp_peers *peers;     /* in order of first unit */
    size_t n_peers;
} tp_saturation;

/* Without `saturation` in the file: everything unknown. */
tp_status tp_saturation_compute(tp_saturation *out, const tp_spec *spec,
                                const tp_evidence *evidence, tp_arena *arena, tp_err *err);

/* ⌈hours ÷ (days × hours a day × target)⌉ */
int64_t tp_saturation_need(tp_hours hours, const tp_saturation_rules *rules);

#endif
