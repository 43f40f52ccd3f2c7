/* A whole answer for a large program with parameters and misfits, quickly and without a proof.
 *
 * The network without the misfit rows gives a bound, with its proof, and a point. Where the point
 * breaks misfits, switches are set the nearer way and columns moved just far enough, and the
 * network is solved again within the narrower boxes, until nothing is broken.
 * Source: engine/MEASUREMENTS.md. */
#ifndef TP_SOLVE_TOTALS_FIX_AND_OPTIMISE_H
#define TP_SOLVE_TOTALS_FIX_AND_OPTIMISE_H

#include "solve/held/held.h"

/* *done = false: no answer was found this way. out: the answer, and the bound with its parts. */
tp_status tp_fix_and_optimise(const tp_held *held, const int64_t *cost, const tp_stop *stop,
                              tp_solution *out, bool *done, tp_arena *arena, tp_err *err);

#endif
