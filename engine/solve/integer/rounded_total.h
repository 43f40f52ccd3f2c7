/* A total that rows are shares of, and what these rows say while it is in a window.
 *
 * Shares bind sums of columns to a total: g·f(x) + c·total <= side. With the total anywhere in a
 * window, f is at most a whole number, which the relaxation does not know: it takes fractions of a
 * slot in every such row at once, and neither cuts nor cases within the rows find them all. Here
 * the rows are derived, rounded for the window, and the relaxation is asked with them.
 * Internal to solve/. */
#ifndef TP_SOLVE_INTEGER_ROUNDED_TOTAL_H
#define TP_SOLVE_INTEGER_ROUNDED_TOTAL_H

#include "lp/proof.h"
#include "solve/relaxation/relax.h"

/* A row of the task rounded to form·x >= bound. */
typedef struct tp_rounded_row {
    int32_t row;
    bool upper; /* from its upper side: form = -f */
    int64_t unit, coef;
    tp_form form;
} tp_rounded_row;

typedef struct tp_rounded_total {
    tp_task task;  /* program, cost, boxes and sides */
    int32_t total; /* column; -1: there is none */
    tp_rounded_row *rows;
    int32_t n_rows;
    tp_program *program;      /* the task's rows, then the derived ones */
    int64_t *lo, *hi;         /* [n_cols, and n_rows more] boxes of the window at hand */
    int64_t *row_lo, *row_hi; /* [rows of the program] */
    tp_relax *relax;          /* over the program, with further columns; NULL: not open */
    tp_arena *arena;
    tp_err *err;
} tp_rounded_total;

/* The column that most rows are shares of: two rows where it is the sum of many columns, else
 * `least`. Sides and cost of the task are set. */
tp_status tp_rounded_total_find(tp_rounded_total *out, const tp_task *task, int32_t least,
                                tp_arena *arena, tp_err *err);
/* Derives the rows and opens the relaxation. *fine = false: a figure is out of range. */
tp_status tp_rounded_total_open(tp_rounded_total *r, bool *fine);
/* Boxes and sides of a window; *fine = false: one is out of range. */
tp_status tp_rounded_total_window(tp_rounded_total *r, int64_t from, int64_t to, bool *fine);
void tp_rounded_total_close(tp_rounded_total *r);

#endif
