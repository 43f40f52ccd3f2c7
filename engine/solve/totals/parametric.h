/* Searches the values of a program's parameters (parameters.h), each a network.
 *
 * A box of parameter values is a network with the sides rounded for the box: its optimum bounds
 * what the box holds. The box with the least bound is split until an answer is as good as every
 * bound. Earlier tiers that are held by a row are priced into the costs. Every closed box keeps its
 * multipliers: together they are the proof (held/partition.h).
 * Source: engine/MEASUREMENTS.md. */
#ifndef TP_SOLVE_TOTALS_PARAMETRIC_H
#define TP_SOLVE_TOTALS_PARAMETRIC_H

#include "solve/held/held.h"

/* Minimises cost·x over the held space. *done = false: not a program for this method (further
 * misfits, or an earlier tier held with a concession), or too many boxes; *out is void then.
 * The answer's proof is in out->parts, of out->n_parts. */
tp_status tp_parametric_solve(const tp_held *held, const int64_t *cost, const tp_stop *stop,
                              tp_solution *out, bool *done, tp_arena *arena, tp_err *err);

/* The same over a program with misfits, which are left out: a bound with its proof, and a point
 * that may break them. priced: earlier tiers' held rows are priced in, else left out too; a value
 * that this does not settle keeps its bound (status FEASIBLE). */
typedef struct tp_parametric_relaxed {
    const tp_held *held;
    const int64_t *cost;
    const tp_stop *stop;
    bool priced;
} tp_parametric_relaxed;
tp_status tp_parametric_relax(const tp_parametric_relaxed *task, tp_solution *out, bool *done,
                              tp_arena *arena, tp_err *err);

#endif
