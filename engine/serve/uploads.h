/* Data a planner brought and has not kept yet: tables in the server's own scratch folder, under
 * names of ours. Nothing of what a browser sends is part of a path; a file's name only says which
 * table it is. Drafts are few and bounded; the oldest make room, and all go with the server. Owns:
 * texts live in the arena given. Safe to be called by several threads. */
#ifndef TP_SERVE_UPLOADS_H
#define TP_SERVE_UPLOADS_H

#include "domain/dataset_tables.h"
#include "read/tables.h"
#include "serve/request.h"

enum { TP_DRAFTS = 64, TP_DRAFT_ID = 17, TP_DRAFT_ROWS = 200000 };

typedef struct tp_uploads tp_uploads;

typedef struct tp_draft_data {
    char id[TP_DRAFT_ID];
    const char *path;         /* a folder of CSV files, or a workbook in it */
    const char *name;         /* what it was called, for people */
    const char *slug;         /* the scenario it was made from; "" */
    char before[TP_DRAFT_ID]; /* the draft that cells were edited of; "" */
    bool registers;           /* the office's own, still to be imported: no dataset yet */
} tp_draft_data;

tp_status tp_uploads_create(tp_uploads **out, const char *scratch, tp_err *err);
void tp_uploads_free(tp_uploads *uploads); /* removes every draft */

/* The files of a form. Our own tables (CSV files named as them, or one workbook with two sheets or
 * more that are) are a dataset; anything else is registers, unless the form's `as` says which. */
tp_status tp_uploads_take(tp_uploads *uploads, const tp_fields *form, const char *random,
                          tp_draft_data *out, tp_arena *arena, tp_diags *diags, tp_err *err);
/* A copy of a scenario's data, as CSV. */
tp_status tp_uploads_copy(tp_uploads *uploads, const char *path, const char *slug,
                          const char *random, tp_draft_data *out, tp_arena *arena, tp_diags *diags,
                          tp_err *err);
/* The draft of this id; false: none, or put away. */
bool tp_uploads_find(tp_uploads *uploads, const char *id, tp_draft_data *out, tp_arena *arena);
/* The newest first, without those that were edited on. */
size_t tp_uploads_list(tp_uploads *uploads, tp_draft_data out[TP_DRAFTS], tp_arena *arena);

/* The files of registers, as they lie and as people call them. */
typedef struct tp_register_files {
    const char *const *paths, *const *names;
    size_t count;
    bool mapped; /* there is a map.yaml */
} tp_register_files;
tp_status tp_uploads_registers(const tp_draft_data *draft, tp_register_files *out, tp_arena *arena,
                               tp_err *err);
/* A new draft made of another one: begin, fill its folder, end. */
tp_status tp_uploads_begin(tp_uploads *uploads, const char *random, const tp_draft_data *of,
                           tp_draft_data *out, tp_arena *arena, tp_err *err);
tp_status tp_uploads_end(tp_uploads *uploads, const tp_draft_data *draft, tp_err *err);
/* A file of ours in the draft's folder, written aside and renamed. */
bool tp_uploads_put(tp_uploads *uploads, const tp_draft_data *draft, const char *name,
                    const char *text, size_t length);

/* Tables as they stand, cell by cell, with every fault of the dataset. */
typedef struct tp_sheet {
    const tp_columns *columns;
    const tp_table *table; /* NULL: not there */
} tp_sheet;
typedef struct tp_sheets {
    tp_tables *from;
    tp_sheet items[TP_TABLES];
    bool sound; /* the dataset can be used */
    char sha256[TP_SHA256_HEX];
} tp_sheets;
tp_status tp_sheets_open(tp_sheets *out, const char *path, tp_arena *arena, tp_diags *diags,
                         tp_err *err);
void tp_sheets_close(tp_sheets *sheets);
/* What is said of a cell, errors first; NULL: nothing. `row` SIZE_MAX: the header. */
const tp_diag *tp_sheet_fault(const tp_sheet *sheet, size_t row, size_t column,
                              const tp_diags *diags, tp_arena *arena);

typedef struct tp_cell_edit {
    size_t table, row, column;
    const char *text;
} tp_cell_edit;
/* A new draft: the tables of `of` as CSV with these cells in place of its own. The old one stays as
 * it is, so that its address goes on to say what it said. */
typedef struct tp_edits {
    const tp_draft_data *of;
    const tp_cell_edit *items;
    size_t count;
} tp_edits;
tp_status tp_uploads_edit(tp_uploads *uploads, const tp_edits *edits, const char *random,
                          tp_draft_data *out, tp_arena *arena, tp_diags *diags, tp_err *err);
/* The tables as CSV files in a new folder, each on the disk before this returns. */
/* What an import left beside the tables (map, codes, origins), copied to that folder as well. */
bool tp_sheets_bring_along(const char *from, const char *folder, tp_arena *arena);
tp_status tp_sheets_write(const tp_sheets *sheets, const char *folder, const tp_cell_edit *edits,
                          size_t count, tp_arena *arena, tp_err *err);
/* A folder of files of ours, with them; NULL: nothing. */
void tp_uploads_remove(const char *folder);

#endif
