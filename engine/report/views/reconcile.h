/* Differences between a new month's tables and the ledger, as a list to settle. */
#ifndef TP_REPORT_VIEWS_RECONCILE_H
#define TP_REPORT_VIEWS_RECONCILE_H

#include "report/document/page.h"
#include "store/names.h"
#include "workspace/reconcile.h"

void tp_reconcile_page(tp_page *page, const tp_difference *items, size_t count,
                       const tp_unit_names *names);
/* The command that settles it by an entry; "" where none does. In the page's arena. */
const char *tp_reconcile_command(tp_page *page, const tp_difference *d);

#endif
