/* What of an answer is filed instead of approved, as tables. */
#ifndef TP_REPORT_VIEWS_FILING_H
#define TP_REPORT_VIEWS_FILING_H

#include "models/case.h"
#include "report/document/page.h"
#include "run/run.h"

/* The totals that the scenario states, what is filed of each before and by this answer (NULL: none
 * yet), and what is left. Nothing where it states none. */
void tp_filing_totals(tp_page *page, const tp_case *c, const tp_result *result);
/* Loans that are filed, each with its total. Nothing where none is. */
void tp_filing_loans(tp_page *page, const tp_run *run);

#endif
