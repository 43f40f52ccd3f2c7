/* The parts of a Word document that hold the paper. */
#ifndef TP_REPORT_WRITERS_DOCX_BODY_H
#define TP_REPORT_WRITERS_DOCX_BODY_H

#include "report/document/paper.h"

#define TP_DOCX_DECLARATION "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
#define TP_DOCX_NAMESPACES                                                                         \
    " xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\""                    \
    " xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\""

/* The text. Its section refers to rId1, rId2 (heads of right and left pages), rId3, rId4 (feet). */
void tp_docx_body(tp_buf *out, const tp_paper *paper);
void tp_docx_footer(tp_buf *out, bool even);
void tp_docx_header(tp_buf *out, const tp_paper *paper);

extern const char tp_docx_styles[], tp_docx_settings[], tp_docx_fonts[];

#endif
