/* An import as a page: what each table and column was taken for, how sure that is, the first rows
 * as they come out, what was altered, what to look at, what must be answered. */
#ifndef TP_REPORT_VIEWS_IMPORT_H
#define TP_REPORT_VIEWS_IMPORT_H

#include "import/import.h"
#include "report/document/page.h"

typedef struct tp_import_page_options {
    bool all;      /* every altered cell and finding, not only the first ones */
    bool proposal; /* tables, columns and first rows too */
} tp_import_page_options;

void tp_import_page(tp_page *page, const tp_import *import, const tp_import_page_options *options);

#endif
