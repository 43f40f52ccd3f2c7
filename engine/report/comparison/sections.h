/* The sections of a report, one function each, in the order of the page. */
#ifndef TP_REPORT_COMPARISON_SECTIONS_H
#define TP_REPORT_COMPARISON_SECTIONS_H

#include "report/comparison/frame.h"

void tp_report_head(tp_reporting *r);
/* Fills r->whom. */
tp_status tp_report_whom(tp_reporting *r);
/* The pictures round the conclusion. */
void tp_report_opening(tp_reporting *r);
void tp_report_changes(tp_reporting *r);
tp_status tp_report_conclusion(tp_reporting *r);
tp_status tp_report_refusals(tp_reporting *r);
/* Figures of the data that are hardly meant; nothing where there are none. */
tp_status tp_report_doubts(tp_reporting *r);
void tp_report_past_loans(tp_reporting *r);
void tp_report_figures(tp_reporting *r);
void tp_report_moves(tp_reporting *r);
/* Nothing where no run has any. */
bool tp_report_any_others(const tp_reporting *r);
void tp_report_others(tp_reporting *r);
tp_status tp_report_flows(tp_reporting *r);
tp_status tp_report_units(tp_reporting *r);
tp_status tp_report_limits(tp_reporting *r);
tp_status tp_report_sectors(tp_reporting *r);
tp_status tp_report_steps(tp_reporting *r);
void tp_report_curves(tp_reporting *r);
tp_status tp_report_years(tp_reporting *r);
tp_status tp_report_appendix(tp_reporting *r);
void tp_report_provenance(tp_reporting *r);
void tp_report_guide(tp_reporting *r);

#endif
