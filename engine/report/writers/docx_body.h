/* The parts of a Word document that hold the paper. */
#ifndef TP_REPORT_WRITERS_DOCX_BODY_H
#define TP_REPORT_WRITERS_DOCX_BODY_H

#include "report/document/paper.h"

void tp_docx_body(tp_buf *out, const tp_paper *paper);
void tp_docx_footer(tp_buf *out);
void tp_docx_header(tp_buf *out, const tp_paper *paper);

#endif
