/* A table found on a sheet: where it stands, and what its columns and rows are taken for.
 *
 * layout.c finds it, meaning.c proposes what its columns are, map.c puts what the planner decided
 * in place of that, rows.c says what each row is. Columns and rows are those of the grid. */
#ifndef TP_IMPORT_BLOCK_H
#define TP_IMPORT_BLOCK_H

#include "import/words.h"

enum { TP_GROUP_LEVELS = 5, TP_HEADER_ROWS = 8 };

typedef struct tp_block_column {
    int32_t column;
    const char *header;                 /* its texts from top to bottom, joined by "/" */
    const char *pieces[TP_HEADER_ROWS]; /* the same in the form of tp_plain_header */
    size_t n_pieces;
    tp_field_id field;
    const char *category; /* "": none */
    bool total;           /* the sum of others: compared, not kept */
    bool decided;         /* by the planner, or by the very word */
    int sure;             /* 3 certain … 1 doubtful, 0 not known */
    tp_words reason;
} tp_block_column;

typedef enum tp_row_role {
    TP_ROW_OUTSIDE, /* of every table: titles, notes */
    TP_ROW_HEADER,
    TP_ROW_DATA,
    TP_ROW_TOTAL,
    TP_ROW_GROUP, /* a heading over the rows that follow; may carry their sums */
    TP_ROW_SUM,   /* a unit whose figures are the sum of the units indented below it */
    TP_ROW_NOTE,
    TP_ROW_NUMBERING /* 甲 乙 1 2 … */
} tp_row_role;

typedef struct tp_block {
    const tp_grid *grid;
    size_t grid_index;     /* among all grids of all files */
    int nth;               /* 1-based among the tables of its sheet */
    size_t head, head_end; /* rows of the header: [head, head_end), indices into grid->rows */
    size_t first, end;     /* rows below it */
    int32_t left, right;
    tp_import_kind kind;
    int kind_sure;
    tp_words kind_reason;
    tp_block_column *columns;
    size_t n_columns;
    const char *category;                /* of figures without one; NULL: not known */
    const char *category_from;           /* the text that says so */
    tp_field_id groups[TP_GROUP_LEVELS]; /* what headings say, by tp_enumerated */
    bool grouped[TP_GROUP_LEVELS];       /* are there any */
    bool groups_decided;
    bool indented;           /* parents by indentation */
    tp_field_id sheet_field; /* what the sheet's name says of all its units; NONE: nothing */
    uint8_t *roles;          /* [end - first] tp_row_role */
    bool rows_known;         /* roles are as the columns say */
    bool decided;            /* it has a place in the planner's map */
} tp_block;

typedef struct tp_blocks {
    tp_block *items;
    size_t count, capacity;
} tp_blocks;

/* Finds the tables of a grid and appends them. false: memory is out. */
bool tp_layout_find(tp_blocks *out, const tp_grid *grid, size_t grid_index,
                    const tp_lexicon *lexicon, tp_arena *arena);
/* Proposes kind, columns and category of a block. */
bool tp_meaning_propose(tp_block *block, const tp_lexicon *lexicon, tp_arena *arena);
/* Says what each row is, and what headings and indentation mean where nobody decided. Blocks may
 * be taken by several threads at once. */
bool tp_rows_classify(tp_block *block);
/* The same unless it is known. */
bool tp_rows_know(tp_block *block);

/* The column of a field; NULL. */
const tp_block_column *tp_block_column_of(const tp_block *block, tp_field_id field);
/* The cell of a column in a row of the grid. */
bool tp_is_figure(tp_field_id field); /* one of the counts of posts that are kept */
static inline const tp_grid_cell *tp_block_cell(const tp_block *block, size_t row,
                                                const tp_block_column *column)
{
    return tp_grid_at(block->grid, row, column->column);
}

#endif
