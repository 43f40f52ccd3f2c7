/* The page of an outlook: what looking ahead is worth, and how far one must look. */
#ifndef TP_REPORT_VIEWS_OUTLOOK_H
#define TP_REPORT_VIEWS_OUTLOOK_H

#include "explain/outlook.h"
#include "report/document/page.h"

/* The page is initialised here. `tails` may be NULL: not asked for. */
tp_status tp_outlook_page(tp_page *page, const tp_run *run, const tp_yearly *yearly,
                          const tp_tails *tails, tp_arena *arena, tp_err *err);
/* The sentence alone: by how much, in which goal. */
void tp_outlook_say(tp_page *page, const tp_run *run, const tp_yearly *yearly);
/* `looking_ahead`: goal by goal; `looking_ahead_demands`: the demands that differ. */
void tp_outlook_tables(tp_page *page, const tp_run *run, const tp_yearly *yearly);
/* The same as parts of another page. */
void tp_outlook_parts(tp_page *page, const tp_run *run, const tp_yearly *yearly,
                      const tp_tails *tails);

#endif
