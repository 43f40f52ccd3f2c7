/* The program of one tier as text for other solvers, and the map from its names to what they mean.
 * Source: engine/run/RESULTS.md, `turnpool model`.
 *
 * Costs are written in the goal's unit as exact decimals of at most 6 digits. Rows open on both
 * sides are left out. A constant of the objective is the cost of a column fixed to 1. */
#ifndef TP_LP_WRITE_H
#define TP_LP_WRITE_H

#include "lp/program.h"

/* Free MPS. MPS has no agreed way to say "maximise": a maximised goal is written negated, and a
 * comment says so. */
tp_status tp_write_mps(tp_buf *out, const tp_program *program, const tp_objective *objective,
                       const char *title, tp_err *err);
/* CPLEX LP. */
tp_status tp_write_lp(tp_buf *out, const tp_program *program, const tp_objective *objective,
                      const char *title, tp_err *err);
/* CSV: kind, name, rule, unit, category, demand, item, zh, en, place. */
tp_status tp_write_name_map(tp_buf *out, const tp_program *program, tp_err *err);

#endif
