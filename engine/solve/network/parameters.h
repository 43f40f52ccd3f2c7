/* Columns that stand for a total of others: parameters. With their values given, the rows they
 * stand in bound sums of the other columns, so that a program with shares of a total is a network
 * for every value of it (totals/parametric.h).
 *
 * Recognised from the matrix: a column is a parameter if an equation of ±1 gives it as the sum of
 * columns that all stand in other equations too (so the equation would cross those balances), and
 * if column and equation have the same origin.
 * Internal to solve/. Source: engine/MEASUREMENTS.md. */
#ifndef TP_SOLVE_NETWORK_PARAMETERS_H
#define TP_SOLVE_NETWORK_PARAMETERS_H

#include "domain/result.h"
#include "lp/program.h"

typedef struct tp_parameters {
    const tp_program *program;
    /* The program less its parameters: the same columns and rows; rows that had a parameter are
     * open, their entries ±1 where they were all ±unit. */
    tp_program *rest;
    int32_t count;
    int32_t col[TP_PARAMETERS_MOST];
    int32_t defined_by[TP_PARAMETERS_MOST]; /* row */
    int32_t n_rows;
    int32_t *row;  /* [n_rows] rows with a parameter, ascending */
    int64_t *unit; /* [n_rows] 0: entries of several sizes, the row stays open */
    int64_t (*coef)[TP_PARAMETERS_MOST]; /* [n_rows] of the parameters */
    bool *bound;                         /* [program rows] has a parameter */
} tp_parameters;

/* *out = NULL if the program has none. */
tp_status tp_parameters_find(tp_parameters **out, const tp_program *program, tp_arena *arena,
                             tp_err *err);

/* Sides of row[at] in the rest, for parameters anywhere in the given boxes: row_lo and row_hi are
 * the row's own sides. Exact for whole numbers: every point of the program within the boxes keeps
 * them. False if a figure is out of range. */
bool tp_parameters_sides(const tp_parameters *p, int32_t at, const int64_t *box_lo,
                         const int64_t *box_hi, int64_t row_lo, int64_t row_hi, int64_t *lo,
                         int64_t *hi);

/* Gives the parameters of a point the values its other columns make. */
void tp_parameters_complete(const tp_parameters *p, int64_t *x);

#endif
