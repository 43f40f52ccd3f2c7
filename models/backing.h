/* Whose slots stand behind each loan. Source: engine/run/RESULTS.md, backing. */
#ifndef TP_MODELS_BACKING_H
#define TP_MODELS_BACKING_H

#include "models/case.h"

/* Fills answer->backing; deposits and loans stand. In time linear in lines and loans. */
tp_status tp_backing_match(tp_result *answer, const tp_case *c, tp_arena *arena, tp_err *err);

#endif
