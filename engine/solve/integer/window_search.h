/* The search of a program with rows that are shares of a total (rounded_total.h), window by window
 * of that total. Internal to solve/integer.
 *
 * The window that may hold the best point is split at the relaxation's value of the total, until it
 * is a single value: there the shares are plain rows, and what the rounding leaves open is a small
 * search. Values one by one are too many where the total tells little: then windows of a few values
 * are searched as they are, larger ones as more of them turn out open. */
#ifndef TP_SOLVE_INTEGER_WINDOW_SEARCH_H
#define TP_SOLVE_INTEGER_WINDOW_SEARCH_H

#include "solve/integer/subproblem.h"

/* Searches the task for points that are still wanted; what it finds is offered. *bound: no wanted
 * point is below (in the subproblem's costs). */
typedef tp_status (*tp_window_leaf)(tp_subproblem *level, const tp_task *task, bool *complete,
                                    tp_wide *bound);

/* *complete: nothing wanted is left. Otherwise the best points, the bound and the total's box are
 * what the subproblem goes on with. Nothing is done where there is no such total. */
tp_status tp_window_search(tp_subproblem *level, tp_window_leaf leaf, bool *complete);

#endif
