/* What changed between two datasets: units and lines new, gone, renamed; authorised and in-post
 * figures; what that does to vacancies and their age. */
#ifndef TP_REPORT_VIEWS_CHANGES_H
#define TP_REPORT_VIEWS_CHANGES_H

#include "domain/dataset.h"
#include "report/document/page.h"

/* `arena` for what passes. Returns how many differences there are. */
size_t tp_changes_page(tp_page *page, const tp_dataset *before, const tp_dataset *after,
                       tp_arena *arena);

#endif
