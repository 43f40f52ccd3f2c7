/* What another answer changes: figures with their difference, and every count that is not the same,
 * gains first. For one run against its baseline, as a page that is asked again and again shows it;
 * compare.h sets several runs side by side. */
#ifndef TP_REPORT_VIEWS_CHANGE_H
#define TP_REPORT_VIEWS_CHANGE_H

#include "explain/compare.h"
#include "report/document/page.h"

/* Adds to a page that stands: "figures" (all of the baseline's where both runs are one), "inputs"
 * (keys that differ), "pools" (that do not end as they did), "gains" and "losses" (demands),
 * "givers" (deposits and reclaims). The runs of the comparison: baseline, then the other. */
void tp_change_views(tp_page *page, const tp_comparison *comparison);

#endif
