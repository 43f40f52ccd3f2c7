/* Blocks of a program: columns tied together by rows. Internal to solve/.
 *
 * Rows are those of a task's program, then those of its cuts. Only free columns (lo < hi) tie. */
#ifndef TP_SOLVE_SIDE_ROWS_BLOCKS_H
#define TP_SOLVE_SIDE_ROWS_BLOCKS_H

#include "solve/solver.h"

typedef struct tp_row_view {
    const tp_entry *entries;
    int64_t count;
    int64_t lo, hi;
} tp_row_view;

typedef struct tp_blocks {
    const tp_task *task;
    int32_t n_cols, n_rows; /* rows: of the program and of the cuts */
    int32_t *root;          /* [n_cols] union-find: the smallest column of the set */
    int32_t *block;         /* [n_cols] number of the block, -1: fixed */
    int32_t *local;         /* [n_cols] place within the block */
    int32_t n_blocks;
    int32_t *first_col, *cols; /* [n_blocks + 1] into cols: columns block by block */
    int32_t *first_row, *rows; /* [n_blocks + 1] into rows: the active rows, likewise */
} tp_blocks;

tp_status tp_blocks_init(tp_blocks *b, const tp_task *task, tp_arena *arena, tp_err *err);
tp_row_view tp_blocks_row(const tp_blocks *b, int32_t row);
/* Whether x keeps the row; true where a figure leaves 128 bits (the caller checks at the end). */
bool tp_blocks_keeps(const tp_blocks *b, int32_t row, const int64_t *x);
/* Whether boxes leave the row any say. */
bool tp_blocks_binds(const tp_blocks *b, int32_t row);
/* Block of the first free column of a row; -1: none. */
int32_t tp_blocks_of_row(const tp_blocks *b, int32_t row);

void tp_blocks_tie(tp_blocks *b, int32_t row);
/* Numbers the blocks and lists their columns and active rows. */
void tp_blocks_list(tp_blocks *b, const bool *active);

/* The block as a program of its own: its columns first, then fixed ones standing for what fixed
 * columns add to a row. Rows in the order listed. */
tp_status tp_blocks_extract(const tp_blocks *b, int32_t block, tp_task *sub, tp_arena *arena,
                            tp_err *err);

#endif
