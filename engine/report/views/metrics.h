/* The figures of a comparison: one table for the terminal, the workbook and the report.
 *
 * Every count and every rate rests on what was asked; what a run refuses is a part of what it
 * leaves unresolved, so that refusing more never looks better. A star is given only where less or
 * more is better beyond dispute, the runs stand on the same data, and nobody else is better; where
 * the starred run refuses what another settles, the same row must say so (`beside`). */
#ifndef TP_REPORT_VIEWS_METRICS_H
#define TP_REPORT_VIEWS_METRICS_H

#include "explain/compare.h"
#include "report/document/page.h"

typedef enum tp_metric_kind {
    TP_METRIC_COUNT,
    TP_METRIC_DECIMAL, /* millionths */
    TP_METRIC_RATIO,   /* millionths, about 1 */
    TP_METRIC_SHARE    /* millionths, shown as a percentage */
} tp_metric_kind;

typedef struct tp_metric {
    const char *id;
    tp_words title;
    tp_metric_kind kind;
    int better; /* 1: more is better, -1: less, 0: neither, or disputable */
    bool part;  /* a part of the row before it */
    bool rare;  /* where no run has any, nobody asks */
} tp_metric;

extern const tp_metric tp_metrics[];
extern const size_t tp_n_metrics;

/* TP_DEC_NONE: there is no such figure. */
tp_wide tp_metric_value(const tp_figures *f, size_t metric);
/* Does it say what became of what was asked? Then 0 is an answer, too. */
bool tp_metric_answers(size_t metric);
/* Is its difference to the baseline one? Values by other weights are no measure of each other. */
bool tp_metric_comparable(const tp_comparison *cmp, size_t metric, size_t run);
/* Is it to be shown of these runs? */
bool tp_metric_shown(const tp_comparison *cmp, size_t metric);

typedef struct tp_star {
    bool best;
    int64_t beside; /* slots it refuses although some run it is held against settles them */
} tp_star;
tp_star tp_metric_star(const tp_comparison *cmp, size_t metric, size_t run);

/* What a figure is about where the number alone does not say it: the sector of the lowest rate.
 * NULLs: nothing. */
tp_words tp_metric_about(const tp_figures *f, size_t metric);

#endif
