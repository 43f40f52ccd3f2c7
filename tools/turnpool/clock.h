/* The one place where the program looks at the clock. TURNPOOL_TODAY=YYYY-MM-DD stands in for it:
 * for training and tests. */
#ifndef TP_TOOLS_CLOCK_H
#define TP_TOOLS_CLOCK_H

#include "base/date.h"

/* Now, as the store keeps times: 2026-06-30T08:00:00Z. */
enum { TP_TIME_TEXT = 32 };
void tp_cli_now(char out[TP_TIME_TEXT]);
tp_date tp_cli_today(void); /* where the user is */
/* What TURNPOOL_TODAY says; none: the clock counts. */
tp_date tp_cli_stand_in(void);

#endif
