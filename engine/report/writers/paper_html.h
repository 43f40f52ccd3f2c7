/* A paper as one HTML file to look at and to print: no script, nothing from elsewhere. */
#ifndef TP_REPORT_WRITERS_PAPER_HTML_H
#define TP_REPORT_WRITERS_PAPER_HTML_H

#include "report/document/paper.h"

void tp_paper_html(tp_buf *out, const tp_paper *paper);

#endif
