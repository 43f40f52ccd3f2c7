/* What one slot more in a column changes, when the totals it counts in move along with it. */
#ifndef TP_MODELS_TOTALS_H
#define TP_MODELS_TOTALS_H

#include "models/case.h"

/* The column of the total and the row that defines it, added to the program at the first call. */
tp_status tp_totals_add(tp_case *c, tp_total_kind kind, tp_program *program, tp_origin origin,
                        tp_err *err);

/* A column that stands for a total. */
bool tp_totals_is(const tp_case *c, int32_t col);
/* The column a share is a share of, by the origin of its row. */
int32_t tp_totals_of_share(const tp_case *c, tp_origin row);
/* A row that only defines a total: no bound of anybody's. */
bool tp_totals_defines(const tp_case *c, int32_t row);

/* The column of the total that `col` is counted in; -1: none. */
int32_t tp_totals_over(const tp_case *c, const tp_matrix_columns *columns, int32_t col);

/* One row that a step changes, and by how much a slot. */
typedef struct tp_step {
    int32_t row;
    int64_t coef;
} tp_step;

/* All rows that one slot more of `col` changes, those defining totals left out; ascending rows of
 * the column, then those of its total. */
tp_status tp_totals_step(const tp_case *c, const tp_matrix_columns *columns, int32_t col,
                         tp_arena *arena, tp_step **out, size_t *count, tp_err *err);

/* A point's totals, once its other columns stand. */
tp_status tp_totals_set(const tp_case *c, int64_t *x, tp_err *err);

#endif
