/* Looks among a network's optima for one that keeps the misfit rows too.
 *
 * The optimal face is the network with everything fixed that its multipliers decide, so it is a
 * network again. On it the broken rows are priced, more dearly while they stay broken, and the
 * network is solved for these prices. What is found is as good as before and as well proved: the
 * misfit rows have multiplier 0. Finding nothing means nothing. */
#ifndef TP_SOLVE_SIDE_ROWS_OPTIMAL_FACE_H
#define TP_SOLVE_SIDE_ROWS_OPTIMAL_FACE_H

#include "solve/network/network.h"

/* task: sides set. best: the network's optimum; its x is replaced if *found. */
tp_status tp_optimal_face_search(tp_network *network, const tp_task *task, tp_solution *best,
                                 bool *found, tp_err *err);

#endif
