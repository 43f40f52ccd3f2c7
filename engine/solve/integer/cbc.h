/* A second search for whole answers, by Cbc where the library was built with it. Internal to
 * solve/integer.
 *
 * It takes over from our own branch and bound where that does not come to an end soon. Cbc works in
 * doubles: points are offered to the subproblem, which checks them in integers, and "nothing better
 * is left" is a claim that a proof must bear out before anything is called optimal (solve/prove).
 * One search at a time in a process, since Cbc keeps state of its own; the others wait, and go on
 * asking whether to stop. */
#ifndef TP_SOLVE_INTEGER_CBC_H
#define TP_SOLVE_INTEGER_CBC_H

#include "solve/integer/subproblem.h"

bool tp_cbc_there(void);

/* Searches the subproblem as it is cut and boxed now. *complete: it says that nothing wanted is
 * left. TP_E_SOLVER: it gave up, and said nothing. */
tp_status tp_cbc_search(tp_subproblem *level, bool *complete);

#endif
