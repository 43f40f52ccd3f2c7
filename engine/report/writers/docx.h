/* A paper as a Word document that staff can edit and seal. Same paper, same bytes. */
#ifndef TP_REPORT_WRITERS_DOCX_H
#define TP_REPORT_WRITERS_DOCX_H

#include "base/err.h"
#include "report/document/paper.h"

/* Written aside and renamed. TP_E_IO when it cannot be written. */
tp_status tp_docx_write(const char *path, const tp_paper *paper, tp_err *err);

/* The same in memory. */
tp_status tp_docx_bytes(tp_buf *out, const tp_paper *paper, tp_err *err);
#define TP_DOCX_TYPE "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

#endif
