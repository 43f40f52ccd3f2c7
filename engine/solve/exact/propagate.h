/* Exact tightening of boxes and row sides by what the rows imply for whole numbers.
 *
 * Deterministic and idempotent in effect: the same program and boxes give the same result, so a
 * replay of certificates repeats it. Every whole point within rows and boxes stays.
 * Per row: sides are rounded to what the free columns can reach (their coefficients' gcd), columns
 * are cut to what the rest of the row leaves them. */
#ifndef TP_SOLVE_EXACT_PROPAGATE_H
#define TP_SOLVE_EXACT_PROPAGATE_H

#include "lp/program.h"

typedef struct tp_space {
    const tp_program *program;
    int64_t *lo, *hi;         /* [n_cols] */
    int64_t *row_lo, *row_hi; /* [n_rows] */
} tp_space;

/* One row: its sides rounded to what its free columns can reach, its columns cut to what the rest
 * of it leaves them. True if anything moved. */
bool tp_propagate_row(tp_space *space, int32_t row, bool *empty);

/* *empty: no whole point exists. Overflowing figures leave their row as it is. */
void tp_propagate(tp_space *space, bool *empty);

#endif
