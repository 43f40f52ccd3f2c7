/* The report a planner mails round before a meeting: one HTML file for one run, or for several
 * against a baseline. Source: engine/report/REPORTS.md.
 *
 * No figure is computed in the page: they are those of figures.h, compare.h and the run. The same
 * runs give the same bytes. Runs without an answer are named and explained, and left out of the
 * comparison; if the baseline has none, the first run that has one stands in for it. */
#ifndef TP_REPORT_COMPARISON_REPORT_H
#define TP_REPORT_COMPARISON_REPORT_H

#include "report/comparison/given.h"

/* A run as it stands in the store. */
tp_report_entry tp_report_entry_of(const tp_run *run, const tp_run_standing *standing);
/* Fills in what the runs themselves do not hold: the latest sweeps that start from one of them and
 * earlier loans, both from the store (NULL: none), and with `worth` what one more slot is worth,
 * which is solved for where the data are not too large. `entries` are those of the report. */
tp_status tp_report_gather(tp_report *report, tp_report_entry *entries, tp_store *store, bool worth,
                           tp_arena *arena, tp_err *err);
tp_status tp_report_write(tp_buf *out, const tp_report *report, tp_arena *arena, tp_err *err);

#endif
