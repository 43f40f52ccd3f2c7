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
    int64_t n_cut;
    /* The rows it was put together from, and why it holds. */
    int32_t *base_row;
    tp_wide *base_factor;
    int n_base;
    tp_cut_witness witness;
    tp_wide *form; /* [n_cols] */
    int32_t *why_row[2];
    tp_wide *why_y[2];
    tp_cut_reason reason;
    /* Gomory: multipliers and sides of the rows, the cut being put together. */
    int32_t row_room, rows_kept; /* rows there may be; that the arrays have room for */
    int64_t *lambda;
    bool *upper;
    tp_wide *work; /* [n_cols] over the touched */
};

/* Room for multipliers of so many rows; what was there of them is forgotten. */
tp_status tp_cutter_room(tp_cutter *c, int32_t rows, tp_err *err);
void tp_cutter_clear(tp_cutter *c);
/* The reason of the cut being put together (cut_reason.c): π times the distance of a column, or a
 * row's activity, from that end of its range; multipliers of rows in a case; whether it can be
 * told; telling, once the cut is in the program. */
bool tp_reason_wanted(const tp_cutter *c);
void tp_reason_begin(tp_cutter *c, tp_wide at, tp_wide low, tp_wide high);
void tp_reason_col(tp_cutter *c, int32_t col, tp_wide pi, bool from_high);
void tp_reason_row(tp_cutter *c, const tp_program *p, int32_t row, tp_wide pi, bool from_high);
void tp_reason_lean(tp_cutter *c, int which, int32_t row, tp_wide y);
bool tp_reason_fits(const tp_cutter *c);
tp_status tp_reason_tell(tp_cutter *c, tp_err *err);
/* Adds factor × row, and factor × side to the side. */
void tp_cutter_add(tp_cutter *c, const tp_program *p, int32_t row, tp_wide factor, tp_wide side);
/* Whether x is nearer to the upper end of column j's box. */
bool tp_cutter_up(const tp_cutter *c, int32_t j, const double *x);
/* Clears the cut being put together. */
void tp_cutter_row(tp_cutter *c);
/* Appends Σ work·x <= side if x breaks it and its figures are handy. */
tp_status tp_cutter_keep(tp_cutter *c, tp_program *p, const double *x, int32_t *added, tp_err *err);

#endif
