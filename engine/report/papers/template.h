/* An empty workbook of a dataset's tables, for offices that keep none: every sheet with its
 * headers, what each column holds as a comment, lists to choose from, ranges, headers that cannot
 * be changed, and an example row to be deleted. With the examples in it, it is a dataset that
 * passes check. */
#ifndef TP_REPORT_PAPERS_TEMPLATE_H
#define TP_REPORT_PAPERS_TEMPLATE_H

#include "report/document/page.h"

tp_status tp_template_bytes(tp_buf *out, tp_lang lang, tp_arena *arena, tp_err *err);

#endif
