/* What every tier is worth in the answer, once nothing moves any more. Internal to solve/. */
#ifndef TP_SOLVE_TIERS_FINALS_H
#define TP_SOLVE_TIERS_FINALS_H

#include "solve/tiers.h"

/* Fills `final` of the answer's tiers from its point. */
tp_status tp_tiers_finals(tp_tiers_answer *out, const tp_tiers_task *task, tp_err *err);

#endif
