/* What stops a demand that is short. */
#ifndef TP_REPORT_VIEWS_RUN_STOP_H
#define TP_REPORT_VIEWS_RUN_STOP_H

#include "run/run.h"

/* What keeps a demand that is short from getting more, in a few words: the line's own bound, a pool
 * with nothing to lend, a limit. NULLs: nothing found. Made once for all demands of a run. */
typedef struct tp_stoppers tp_stoppers;
tp_status tp_stoppers_create(tp_stoppers **out, const tp_run *run, tp_arena *arena, tp_err *err);
tp_status tp_stoppers_of(tp_stoppers *stoppers, int32_t demand, tp_words *out, tp_err *err);

#endif
