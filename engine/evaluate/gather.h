/* Scores read back from workbooks that were filled in: scores.csv made of the rows that hold a
 * value. Columns are found by their headers, in the first rows of any sheet, in any order and among
 * any others, so that a workbook may have been sorted, filtered, or saved as .xls, .ods or CSV.
 * Source: EVALUATION.md. */
#ifndef TP_EVALUATE_GATHER_H
#define TP_EVALUATE_GATHER_H

#include "evaluate/evaluate.h"

typedef struct tp_gathered {
    size_t scores; /* rows with a value */
    size_t blank;  /* rows without */
} tp_gathered;

/* Adds the table to `out`. Every wrong cell is a diagnostic at its place in the workbook; with any,
 * TP_E_INPUT. The evaluation says which units, leaves and sources there are. */
tp_status tp_scores_gather(tp_buf *out, tp_gathered *counts, const tp_evaluation *evaluation,
                           const char *const *files, size_t n_files, const char *encoding,
                           tp_diags *diags, tp_err *err);

#endif
