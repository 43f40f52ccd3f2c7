/* Columns: one const table describes a CSV file or sheet.
 *
 * The table drives header matching (any order, English or Chinese names), cell parsing with a
 * diagnostic at every fault, and the reference page. A row is filled into a C struct, one at a
 * time, so that a reader of a million rows keeps only what it wants to keep.
 *
 *     static const tp_column columns[] = {
 *         {.name = "unit", .zh = "单位编码", .type = TP_COL_CODE, .required = true,
 *          .offset = offsetof(row, unit), .doc = {"…", "…"}}, …};
 *     const tp_columns scores = {"scores", "评分", columns, 4, sizeof(row), true, {"…", "…"}};
 *
 *     tp_tables_get(&table, tables, &scores, arena, diags, err);      (read/tables.h)
 *     tp_rows_open(&rows, &scores, table, arena, diags, err);
 *     for (size_t i = 0; i < table->rows; i++)
 *         if (tp_rows_read(&rows, i, &row, diags)) …
 *
 * Source: scenarios/DATA.md. */
#ifndef TP_READ_COLUMNS_H
#define TP_READ_COLUMNS_H

#include "read/schema.h"
#include "read/table.h"

typedef enum tp_column_type {
    TP_COL_CODE,    /* const char *: as TEXT, but without line breaks and tabs */
    TP_COL_TEXT,    /* const char *; NULL if empty. Borrowed from the table */
    TP_COL_WHOLE,   /* int64_t; TP_INT_NONE if empty */
    TP_COL_DECIMAL, /* tp_dec; TP_DEC_NONE if empty */
    TP_COL_DATE,    /* tp_date; TP_DATE_NONE if empty */
    TP_COL_ENUM     /* int: index into choices; -1 if empty */
} tp_column_type;

typedef struct tp_column {
    const char *name; /* the English header */
    const char *zh;   /* Chinese headers, the proper one first: "投放领域|领域" */
    tp_column_type type;
    size_t offset;            /* of the field in the row's struct */
    bool required;            /* the column must be there and its cells filled */
    const char *fallback;     /* what an empty cell or absent column stands for; NULL: none */
    int64_t least, most;      /* WHOLE; DECIMAL in millionths; both 0: no range */
    const tp_choice *choices; /* ENUM: ends with {NULL, NULL} */
    bool late;    /* came after the first release: where no row has a value other than the fallback,
                     the canonical form leaves it out, and identities stay what they were */
    tp_words doc; /* one sentence each, for the reference page */
} tp_column;

typedef struct tp_columns {
    const char *name, *zh; /* name of the file or sheet: "posts", "编制" */
    const tp_column *items;
    size_t count;
    size_t size;   /* of the row's struct */
    bool required; /* the table must be there and have a row */
    tp_words doc;
} tp_columns;

/* A table seen through its columns. Borrows both. */
typedef struct tp_rows {
    const tp_columns *columns;
    const tp_table *table;
    tp_arena *arena;  /* positions are made here */
    const char *file; /* the table's file, copied to the arena */
    int32_t *place;   /* [columns->count] column of the table, -1: absent */
    bool complete;    /* every required column is there */
    bool sound;       /* and the header had no other fault */
    void *blank;      /* a row whose cells are all empty */
    /* Of rows given one after another: */
    size_t given;
    tp_cell *row;                            /* the one at hand */
    int32_t *line_at, *column_at, *lines_at; /* where cells stood: of rows, of cells; see .c */
    bool unnamed, *filled; /* has a header cell no name; which columns have a cell with a text */
    int32_t header_below;  /* a row near the top that names columns where the first names none */
    size_t looked;         /* at so many rows for it */
} tp_rows;

/* Matches the header. Unknown, duplicate, unnamed and missing columns are diagnostics; TP_OK then
 * too, so that the cells are checked as well: the caller looks at diags->errors. */
tp_status tp_rows_open(tp_rows *rows, const tp_columns *columns, const tp_table *table,
                       tp_arena *arena, tp_diags *diags, tp_err *err);
/* Fills *out (size columns->size). Every wrong cell is a diagnostic; its field is "none". False if
 * any cell of the row was wrong or a required one is missing. */
bool tp_rows_read(const tp_rows *rows, size_t index, void *out, tp_diags *diags);
/* The same for a table whose rows are still to come (tp_csv_begin), or any other: begin, each row
 * with next, and report when the last one was given: what is wrong with the header may depend on
 * them. Positions of rows given can be asked for (tp_rows_pos), their cells not. */
typedef enum tp_row_state { TP_ROW_NONE, TP_ROW_GOOD, TP_ROW_WRONG } tp_row_state;
tp_status tp_rows_begin(tp_rows *rows, const tp_columns *columns, const tp_table *table,
                        tp_arena *arena, tp_err *err);
tp_status tp_rows_next(tp_rows *rows, void *out, tp_row_state *state, tp_diags *diags, tp_err *err);
void tp_rows_report(tp_rows *rows, tp_diags *diags);

/* Is the column in the header? (By English name.) */
bool tp_rows_given(const tp_rows *rows, const char *name);
/* Position of a cell; of the row's first cell if the column is NULL or absent. */
tp_pos tp_rows_pos(const tp_rows *rows, size_t index, const char *name);

/* Reference page of the tables, Markdown: one section each with every column. */
void tp_columns_page(tp_buf *out, const tp_columns *const *tables, size_t count, tp_lang lang);

/* A text as it is quoted in messages: at most 40 characters, line breaks shown as spaces. In
 * `buffer`, which holds TP_SHOWN bytes. */
enum { TP_SHOWN = 176 };
const char *tp_shown(const char *text, char buffer[TP_SHOWN]);

#endif
