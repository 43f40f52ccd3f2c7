/* A network and some rows over it: the rows are priced, the network answers.
 *
 * For any prices of the side rows the network over the priced costs gives a Lagrangian bound and,
 * with its potentials, multipliers of all rows that prove it. Prices come from a small linear
 * program, the core: the columns that are near to being changed, all others standing where the
 * network has them (sifting; Bixby et al., Very large-scale linear programming: a case study in
 * combining interior point and simplex methods, 1992). Network and core are solved in turn until
 * the core's value is the bound. What is left is rounding: the core is searched for a whole point
 * of that value, else everything that reduced costs do not fix. */
#ifndef TP_SOLVE_SIDE_ROWS_PRICING_H
#define TP_SOLVE_SIDE_ROWS_PRICING_H

#include "solve/network/network.h"

/* Whether the program is large and the side rows are few. */
bool tp_pricing_pays(const tp_network *network, const tp_task *task);

/* task: sides set, over the network's program or one with further rows. *done = false if this does
 * not come to an end: use another method, *out is void then. */
tp_status tp_price_side_rows(tp_network *network, const tp_task *task, tp_solution *out, bool *done,
                             tp_arena *arena, tp_err *err);

#endif
