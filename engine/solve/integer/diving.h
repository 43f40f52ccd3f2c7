/* Diving for a good whole point. Internal to solve/integer. */
#ifndef TP_SOLVE_INTEGER_DIVING_H
#define TP_SOLVE_INTEGER_DIVING_H

#include "solve/integer/subproblem.h"

tp_status tp_dive(tp_subproblem *level);

#endif
