/* The report a planner mails round before a meeting: one HTML file for one run, or for several
 * against a baseline. Source: engine/report/REPORTS.md.
 *
 * No figure is computed in the page: they are those of figures.h, compare.h and the run. The same
 * runs give the same bytes. Runs without an answer are named and explained, and left out of the
 * comparison; if the baseline has none, the first run that has one stands in for it. */
#ifndef TP_REPORT_COMPARISON_REPORT_H
#define TP_REPORT_COMPARISON_REPORT_H

#include "report/comparison/given.h"

tp_status tp_report_write(tp_buf *out, const tp_report *report, tp_arena *arena, tp_err *err);

#endif
