/* The office's own workbooks as a dataset: what is on their sheets is found out (or taken from the
 * planner's map), counted, and written as the tables of scenarios/DATA.md, with the cell every
 * value came from. Reference: IMPORT.md.
 *
 * Steps: tp_import_open reads the files and proposes; tp_import_use lays a reviewed map over the
 * proposal; tp_import_apply makes the tables; tp_import_write puts them into a folder. After each
 * step the structure can be looked at: blocks (mapping, a row's role), the three lists, the tables.
 * Three lists, each with the office's own cell:
 *   asks     what must be answered or mended: nothing is written while there is one (errors)
 *   findings what is taken, but should be looked at: totals that differ, hidden rows (warnings)
 *   altered  what was taken otherwise than it stands: 12人 as 12 (warnings)
 * Owns: the import owns its books; everything else lives in its arena. */
#ifndef TP_IMPORT_IMPORT_H
#define TP_IMPORT_IMPORT_H

#include "base/ids.h"
#include "import/block.h"

typedef struct tp_import_options {
    const char *const *files;
    const char *const *names; /* [n_files] as people know them; NULL: as they are */
    size_t n_files;
    const char *encoding;          /* of text files; NULL: detect */
    const char *folder;            /* where the register of codes is kept; NULL: none yet */
    const struct tp_import *after; /* an import whose codes are used again; NULL: none */
} tp_import_options;

/* Where a value stood. row 0: nowhere (generated, or a default). */
typedef struct tp_from {
    uint16_t grid, column;
    int32_t row;
} tp_from;

typedef struct tp_value {
    const char *text; /* as our own table has it; "" if empty */
    tp_from from;
} tp_value;

enum { TP_IMPORT_MOST_FIELDS = 14 };

/* A table of the dataset as it comes out. */
typedef struct tp_import_table {
    const char *name; /* "posts" */
    tp_field_id fields[TP_IMPORT_MOST_FIELDS];
    size_t n_fields;
    bool used[TP_IMPORT_MOST_FIELDS]; /* some row has it: the column is written */
    tp_value *values;                 /* [rows * n_fields], row-major */
    size_t rows, capacity;
} tp_import_table;

typedef enum tp_import_out {
    TP_OUT_UNITS,
    TP_OUT_POSTS,
    TP_OUT_VACANCIES,
    TP_OUT_OUTCOMES,
    TP_OUT_ISSUES,
    TP_OUT_DEMANDS,
    TP_OUT_ATTRITION,
    TP_OUT_LIMITS,
    TP_OUT_FINDINGS,
    TP_OUT_LOANS,
    TP_OUTS
} tp_import_out;

/* A figure that a total was held against. */
typedef struct tp_import_total {
    tp_from at;
    const char *what; /* "F6:F40" */
    int64_t stated, summed;
} tp_import_total;

typedef struct tp_import_answers {
    tp_ids *names;      /* what the map says of names and kinds of slots */
    const char **codes; /* [names] "U0012" or "new"; NULL: nothing */
    const char **categories;
    size_t n_listed;                 /* names that codes and categories have a place for */
    const char *defaults[TP_FIELDS]; /* region, level, kind, system, category of all; NULL: none */
    int64_t retire_male, retire_female, retire_worker; /* years; the last: women workers */
    bool retire_gradual;                               /* later from 2025 on, as decided in 2024 */
} tp_import_answers;

typedef struct tp_import {
    tp_arena *arena;
    tp_lexicon *lexicon;
    tp_book **books;
    size_t n_books;
    const tp_grid **grids; /* of all books, in order */
    size_t n_grids;
    tp_blocks blocks;
    tp_diags asks, findings, altered;
    tp_import_answers answers;
    const char *folder;
    bool mapped; /* a map was used */
    struct tp_units *units;
    tp_import_table out[TP_OUTS];
    size_t totals_compared, totals_different;
} tp_import;

/* TP_E_INPUT with diagnostics in `diags` if a file cannot be read. */
tp_status tp_import_open(tp_import **out, const tp_import_options *options, tp_diags *diags,
                         tp_err *err);
void tp_import_free(tp_import *import); /* accepts NULL */
/* The planner's map in place of the proposal. Errors of the file are in `diags`. */
tp_status tp_import_use(tp_import *import, const char *map_path, tp_diags *diags, tp_err *err);
/* Decisions one by one, in place of the proposal or the map: what a table is (its columns are then
 * proposed anew), what a column is, what headings of a level are, which code a name has ("new": a
 * new unit). What does not go together is left as it was. false: memory is out. */
typedef struct tp_column_decision {
    tp_field_id field;
    const char *category; /* "": none */
    bool total;
} tp_column_decision;
bool tp_import_decide(tp_import *import, size_t block, tp_import_kind kind);
bool tp_import_decide_column(tp_import *import, size_t block, size_t column,
                             const tp_column_decision *decision);
bool tp_import_decide_heading(tp_import *import, size_t block, int level, tp_field_id field);
bool tp_import_answer(tp_import *import, const char *name, const char *code);
/* The map as it stands now, YAML. */
void tp_import_map(tp_buf *out, const tp_import *import, tp_lang lang);
/* Finds out what each row is, where that is not known yet: what tp_import_map says of headings, and
 * what a page shows of rows, follows from it. tp_import_apply does so itself. */
tp_status tp_import_rows(tp_import *import, tp_err *err);
/* Makes the tables. TP_OK also when there are asks: look at import->asks.errors. */
tp_status tp_import_apply(tp_import *import, tp_err *err);
/* Writes the tables, origins.csv and codes.csv into the folder (made if need be), each aside and
 * renamed. */
tp_status tp_import_write(const tp_import *import, const char *folder, tp_err *err);

/* "台账.xlsx[编制!F12]" parts: the position of a value. */
tp_pos tp_from_pos(const tp_import *import, tp_from from, tp_arena *arena);
/* The columns of our own tables an import writes. */
const tp_field_id *tp_import_out_fields(tp_import_out out, size_t *count);
extern const char *const tp_import_out_names[TP_OUTS];

#endif
