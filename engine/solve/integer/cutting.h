/* The cutting-plane loop of a subproblem, and what one passes on to the next task.
 * Internal to solve/integer. */
#ifndef TP_SOLVE_INTEGER_CUTTING_H
#define TP_SOLVE_INTEGER_CUTTING_H

#include "solve/integer/subproblem.h"

/* Cuts, first those carried over from earlier tasks, while they raise the bound. */
tp_status tp_cutting_loop(tp_subproblem *level, tp_relax_point *point);

/* Fills what the subproblem learnt into the outcome (inheritance.c). */
tp_status tp_pass_on(tp_subproblem *level, tp_search_outcome *out);

#endif
