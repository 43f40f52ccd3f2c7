/* What a scenario decides of running loans that fall due, as a table. */
#ifndef TP_REPORT_VIEWS_EXPIRY_H
#define TP_REPORT_VIEWS_EXPIRY_H

#include "domain/dataset.h"
#include "domain/scenario.h"
#include "report/document/page.h"

/* Of one unit, or of all (TP_ID_NONE). Nothing where no loan falls due, or the scenario does not
 * ask. `data` are those after the expiry. */
void tp_expiry_table(tp_page *page, const tp_dataset *data, const tp_scenario *scenario,
                     int32_t unit);
/* What follows of a loan, in a sentence. */
tp_words tp_expiry_say(tp_page *page, const tp_dataset *data, const tp_scenario *scenario,
                       size_t index);

#endif
