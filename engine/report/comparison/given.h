/* What a comparison report is made from: runs, curves, earlier loans. */
#ifndef TP_REPORT_COMPARISON_GIVEN_H
#define TP_REPORT_COMPARISON_GIVEN_H

#include "explain/sensitivity.h"
#include "explain/sweep.h"
#include "report/pictures/svg.h"
#include "run/run.h"
#include "store/ledger.h"
#include "workspace/stored_run.h"

typedef struct tp_report_entry {
    const tp_run *run;
    tp_run_state state;
    int64_t number;                    /* of the approval, else of the proposal; 0: none */
    bool ledger_moved;                 /* stale: the journal has entries the run did not know */
    bool dataset_replaced;             /* stale: its data were replaced */
    const tp_sensitivity *sensitivity; /* what one more slot is worth; NULL: not looked at */
} tp_report_entry;

/* One solved point of a sweep. */
typedef struct tp_report_point {
    const char *settings; /* "key=value" lines */
    tp_sweep_outcome outcome;
} tp_report_point;

/* Solved points of one sweep, in its order. */
typedef struct tp_report_curve {
    size_t entry;     /* the run it starts from */
    const char *keys; /* what varies, one a line */
    const tp_report_point *points;
    size_t n_points;
} tp_report_curve;

/* Loans of one earlier approval, as the books stand on the day of the report; approval 0: older
 * than the books. */
typedef struct tp_report_past {
    int64_t approval;
    const char *meeting;
    tp_date decided_on;
    int64_t loans, lent, running, overdue, renewed; /* slots but for the number of loans */
} tp_report_past;

typedef struct tp_report {
    const tp_report_entry *entries; /* the first is the baseline */
    size_t n_entries;
    const tp_report_curve *curves;
    size_t n_curves;
    const tp_report_past *past;
    size_t n_past;
    tp_lang lang; /* shown first; both are in the file */
} tp_report;

/* Fills in what became of earlier loans. Owns: the rows live in `arena`; texts are the ledger's. */
tp_status tp_report_past_of(tp_report *report, const tp_ledger *ledger, tp_date on, tp_arena *arena,
                            tp_err *err);

enum { TP_REPORT_MOST = 7 }; /* a baseline and six proposals */

#endif
