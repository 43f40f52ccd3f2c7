/* The first sheet of a workbook made from a page: facts without a title, the sentences, and what
 * unit and note each table has. */
#ifndef TP_REPORT_WRITERS_XLSX_ABOUT_H
#define TP_REPORT_WRITERS_XLSX_ABOUT_H

#include "report/document/page.h"

/* A view of `out`, which lives in the page's arena. */
const tp_view *tp_xlsx_about(tp_page *out, const tp_page *page);
/* Facts that need no sheet of their own. */
bool tp_xlsx_belongs_to_about(const tp_view *view);

#endif
