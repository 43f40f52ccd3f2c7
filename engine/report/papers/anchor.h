/* The head of all books on paper, so that whoever holds it can ask whether the books still do. */
#ifndef TP_REPORT_PAPERS_ANCHOR_H
#define TP_REPORT_PAPERS_ANCHOR_H

#include "report/document/paper.h"

/* Its first digits in small print; NULL or "": nothing. */
void tp_anchor_note(tp_paper *paper, const char *head);

#endif
