/* The search for whole answers. Internal to solve/; see integer/solver.c for the door.
 *
 * A subproblem is reduced, its relaxation solved and cut; good answers are looked for by repairing,
 * diving and searching near the best one; boxes are tightened to what could still be better, and
 * the search starts again on the smaller task while that shrinks it; what is left is searched by
 * branch and bound. */
#ifndef TP_SOLVE_INTEGER_SEARCH_H
#define TP_SOLVE_INTEGER_SEARCH_H

#include "solve/integer/subproblem.h"

tp_status tp_search(tp_search_outcome *out, const tp_search_order *order, tp_arena *arena,
                    tp_err *err);

#endif
