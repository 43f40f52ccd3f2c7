/* What papers say of evaluations that are not final and decide something: to the unit, in its
 * notice or reply, and to the committee. */
#ifndef TP_REPORT_PAPERS_UNSETTLED_H
#define TP_REPORT_PAPERS_UNSETTLED_H

#include "report/papers/papers.h"

/* What the unit's decides, in the paper's language: "用编申请的受理、可存入的编制数"; "" if
 * nothing. */
const char *tp_unsettled_decides(tp_paper *paper, const tp_papers *papers, int32_t unit);
/* A paragraph to the unit, with the date and the status; none if it decides nothing of the unit. */
void tp_unsettled_part(tp_paper *paper, const tp_papers *papers, int32_t unit);

#endif
