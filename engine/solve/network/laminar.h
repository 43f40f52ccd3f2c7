/* Rows of ±1 arranged as two forests by inclusion of their columns: the structure of a network.
 * Internal to solve/; see network/network.h. */
#ifndef TP_SOLVE_NETWORK_LAMINAR_H
#define TP_SOLVE_NETWORK_LAMINAR_H

#include "lp/program.h"

/* Where a column stands: its innermost row in each family, with the sign it has there once rows
 * are flipped.
 * link: a second top row of the first family (sign opposite), then no second family. */
typedef struct tp_forest_column {
    int32_t first, second, link; /* rows; -1: none */
    signed char first_sign, second_sign;
} tp_forest_column;

typedef struct tp_forest {
    int32_t nodes;            /* rows kept */
    int32_t *node;            /* [n_rows] its number, -1: left out (cannot bind, or does not fit) */
    int32_t *parent;          /* [n_rows] row around it in its family, -1: top */
    signed char *flip;        /* [n_rows] +1, -1 */
    tp_forest_column *column; /* [n_cols] */
    int64_t misfits;          /* rows that could bind and fit neither family */
} tp_forest;

/* Least and most a row's activity can be within the boxes. */
void tp_row_reach(const tp_program *program, int32_t row, const int64_t *lo, const int64_t *hi,
                  tp_wide *least, tp_wide *most);

tp_status tp_forest_grow(tp_forest *out, const tp_program *program, tp_arena *arena, tp_err *err);

#endif
