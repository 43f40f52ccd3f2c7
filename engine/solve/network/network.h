/* Recognises a network inside an integer program, from its matrix alone, and solves it as one.
 *
 * Rows with coefficients ±1 are arranged in two families, each a forest by inclusion of their
 * columns: in the first, columns may also link two top rows (transfers between pools); in the
 * second, signs run against the first. Taking each row less the rows inside it leaves every column
 * at most one entry in each family, of opposite signs: an arc. Row activities are arcs from a row
 * to the one around it, so their bounds are capacities. Pools are the first family; lines, limits
 * and systems nested in each other the second, in any mixture that is a forest.
 * Rows that can never bind are left out, and so are misfits: rows that could bind and do not fit.
 * With misfits the network is a relaxation (side_rows/decomposition.h).
 *
 * The optimum, the point and the multipliers are whole numbers: scale 1.
 * Source: engine/MEASUREMENTS.md; Ahuja, Magnanti, Orlin (1993), sections 11 and 9.6 (nested
 * capacities). */
#ifndef TP_SOLVE_NETWORK_NETWORK_H
#define TP_SOLVE_NETWORK_NETWORK_H

#include "solve/network/parameters.h"
#include "solve/solver.h"

typedef struct tp_network tp_network;

/* *misfits (if not NULL) counts the rows that could bind and do not fit; *out = NULL (and TP_OK) if
 * no row fits. The program must outlive the network and stay as it is; boxes and sides may be
 * tightened from solve to solve. */
tp_status tp_network_recognise(tp_network **out, const tp_program *program, int64_t *misfits,
                               tp_arena *arena, tp_err *err);

/* Whether a parameter costs something: the flow takes that for a cost of its own, whatever its
 * columns add up to, so that its answers and bounds mean nothing. */
bool tp_network_costs_parameter(const tp_network *network, const int64_t *cost);

/* The program's parameters, taken out before it was recognised (parameters.h); NULL: none. A task
 * over the program itself leaves their rows open; one over the rest gives them sides. */
const tp_parameters *tp_network_parameters(const tp_network *network);
/* No misfits: with its parameters' values given (if it has any), the whole program is a network. */
bool tp_network_is_whole(const tp_network *network);

bool tp_network_keeps_row(const tp_network *network, int32_t row);

/* Solves a task over the recognised program, or over one that has it as its first rows (relax, gap
 * and start are of no interest). The point keeps every row the network has; the caller looks at the
 * others. Starts from the tree of the previous solve. Method "network"; INFEASIBLE comes with a
 * Farkas proof in y unless a box itself is empty.
 * TP_E_OVERFLOW: costs too large for this method; use another. */
tp_status tp_network_solve(tp_network *network, const tp_task *task, tp_solution *out,
                           tp_arena *arena, tp_err *err);

#endif
