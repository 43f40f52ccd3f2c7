/* Between an answer and the program's columns. */
#ifndef TP_RUN_COLUMNS_H
#define TP_RUN_COLUMNS_H

#include "models/case.h"

/* Writes the columns an answer determines (deposits, loans tranche by tranche in order, transfers,
 * closing balances, minimum switches) and marks them in known[n_cols]; the others, which goals
 * made for themselves, are left as they are. TP_E_INPUT if a count has no column to stand in. */
tp_status tp_columns_set(int64_t *x, bool *known, const tp_case *c, const tp_result *result,
                         tp_err *err);

/* Makes the columns x[n_cols] of a case's program say no worse of its movements than is true:
 * tranches are filled in order, minimum switches and the goals' own columns set to the best. Every
 * row stays kept, no tier's value gets worse. For use as tp_tiers_task.tidy; user: the tp_case. */
void tp_columns_tidy(const void *user, int64_t *x);

#endif
