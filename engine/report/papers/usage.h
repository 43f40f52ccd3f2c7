/* Views of the papers: totals by category, and what changes on each line. */
#ifndef TP_REPORT_PAPERS_USAGE_H
#define TP_REPORT_PAPERS_USAGE_H

#include "report/papers/papers.h"

void tp_papers_usage(tp_page *page, const tp_papers *p);
void tp_papers_differences(tp_page *page, const tp_papers *p);

#endif
