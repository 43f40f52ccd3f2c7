/* The linear relaxation behind its own small interface: the only door to engines for linear
 * programs.
 *
 * Internal to solve/. Doubles appear here and nowhere else; whatever comes back is a hint that the
 * caller checks in integers. A relaxation belongs to the thread that opened it. After any call
 * that returns TP_E_SOLVER the relaxation is void: close it (which is always allowed).
 * Errors: TP_E_SOLVER for what an engine refuses, TP_E_OVERFLOW for what no double can hold. */
#ifndef TP_SOLVE_RELAXATION_RELAX_H
#define TP_SOLVE_RELAXATION_RELAX_H

#include "solve/relaxation/spec.h"

tp_status tp_relax_open(tp_relax **out, const tp_relax_spec *spec, tp_arena *arena, tp_err *err);
void tp_relax_close(tp_relax *r); /* accepts NULL */
/* Whether what was cut in this one should be searched by another engine, and which. */
bool tp_relax_tree_engine(const tp_relax *r, const tp_relax_engine **engine);

/* Solves from the basis of the last call. The arrays of *out live in the relaxation. */
tp_status tp_relax_solve(tp_relax *r, tp_relax_point *out, tp_err *err);
tp_status tp_relax_box(tp_relax *r, int32_t col, int64_t lo, int64_t hi, tp_err *err);

/* Dual steps from the present basis, at most so many: STOPPED where they do not suffice; `value` is
 * set in any case, the arrays only for OPTIMAL. */
tp_status tp_relax_probe(tp_relax *r, int steps, tp_relax_point *out, tp_err *err);
/* Keeps the present basis; goes back to the one kept. */
tp_status tp_relax_remember(tp_relax *r, tp_err *err);
tp_status tp_relax_recall(tp_relax *r, tp_err *err);

/* After INFEASIBLE: multipliers [n_rows] that the engine says show it.
 * *found = false: it has none. */
tp_status tp_relax_ray(tp_relax *r, double *ray, bool *found, tp_err *err);

/* Adds row `row` of the program it was opened with (rows are only ever appended to that). */
tp_status tp_relax_add(tp_relax *r, const tp_program *program, int32_t row, tp_err *err);

/* Before and after tp_relax_tableau for one and the same basis. An engine that does not show its
 * tableau lends its basis to one that does. */
tp_status tp_relax_tableau_open(tp_relax *r, tp_err *err);
void tp_relax_tableau_close(tp_relax *r);
/* Multipliers that the last optimal basis gives column `col` in terms of rows: with them the rows
 * add up to the column plus columns that stand on a side. *basic: whether there are any. */
tp_status tp_relax_tableau(tp_relax *r, int32_t col, double *multipliers, bool *basic, tp_err *err);

/* Name and version of each engine there is; NULL beyond the last. */
const char *tp_relax_version(int engine, const char **name);

#endif
