/* Workings shared by the kinds of cuts. Internal to solve/. */
#ifndef TP_SOLVE_INTEGER_CUT_ROW_H
#define TP_SOLVE_INTEGER_CUT_ROW_H

#include "solve/integer/cuts.h"

struct tp_cutter {
    const int64_t *lo, *hi;
    tp_matrix_columns columns;
    int32_t n_cols, n_rows; /* rows the program had at first */
    tp_arena *arena;
    /* A row being worked on: Σ value·x <= side. */
    tp_wide *value; /* [n_cols], 0 outside touched */
    int32_t *touched, n_touched;
    bool *in_touched;
    tp_wide side;
    tp_entry *cut;
    /* Gomory: multipliers and sides of the rows, the cut being put together. */
    int32_t row_room;
    int64_t *lambda;
    bool *upper;
    tp_wide *work; /* [n_cols] over the touched */
};

void tp_cutter_clear(tp_cutter *c);
/* Adds factor × row, and factor × side to the side. */
void tp_cutter_add(tp_cutter *c, const tp_program *p, int32_t row, tp_wide factor, tp_wide side);
/* Whether x is nearer to the upper end of column j's box. */
bool tp_cutter_up(const tp_cutter *c, int32_t j, const double *x);
/* Clears the cut being put together. */
void tp_cutter_row(tp_cutter *c);
/* Appends Σ work·x <= side if x breaks it and its figures are handy. */
tp_status tp_cutter_keep(tp_cutter *c, tp_program *p, const double *x, int32_t *added, tp_err *err);

#endif
