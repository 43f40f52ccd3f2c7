/* What differs between two datasets, cell by cell of their tables. Rows are matched by what names
 * them (a unit's code, a line's unit and category …), so moved rows and other spellings of the same
 * value are no difference.
 * Owns: everything lives in the arena given. */
#ifndef TP_DOMAIN_DATASET_CELLS_H
#define TP_DOMAIN_DATASET_CELLS_H

#include "domain/dataset_tables.h"

typedef enum tp_cell_fate { TP_CELL_CHANGED, TP_CELL_ROW_NEW, TP_CELL_ROW_GONE } tp_cell_fate;

typedef struct tp_cell_change {
    tp_data_table table;
    tp_cell_fate fate;
    const char *row;            /* what names it: "U001 行政" */
    const tp_column *column;    /* NULL: of a whole row */
    const char *before, *after; /* "" if empty; of a whole row what else it says */
} tp_cell_change;

/* By table, then by the rows of `after`, those gone last. */
tp_status tp_dataset_cells(tp_cell_change **out, size_t *count, const tp_dataset *before,
                           const tp_dataset *after, tp_arena *arena, tp_err *err);

#endif
