/* What the scenario's reorganisation moved, as a table. */
#ifndef TP_REPORT_VIEWS_REGROUP_H
#define TP_REPORT_VIEWS_REGROUP_H

#include "domain/dataset.h"
#include "domain/scenario.h"
#include "report/document/page.h"

/* Of one unit, or of all (TP_ID_NONE). Nothing where nothing was moved. `data` are those after the
 * reorganisation. */
void tp_regroup_table(tp_page *page, const tp_dataset *data, const tp_scenario *scenario,
                      int32_t unit);

#endif
