/* Building a dataset from its tables, wherever these come from. Inside the dataset_* files only.
 *
 * Each table is taken apart (dataset_take.c), then looked up, sorted into canonical order and let
 * go (the steps below, one table after another). Rows with a wrong cell are kept as far as their
 * keys are good, so that what refers to them is judged rightly; with any error the dataset is
 * thrown away at the end. */
#ifndef TP_DOMAIN_DATASET_BUILD_H
#define TP_DOMAIN_DATASET_BUILD_H

#include "domain/dataset_tables.h"

/* Where tables come from: as tp_tables_begin and tp_tables_end. */
typedef tp_status (*tp_table_getter)(const tp_table **out, void *from, tp_data_table which,
                                     tp_arena *arena, tp_diags *diags, tp_err *err);
typedef tp_status (*tp_table_ender)(const tp_table *table, tp_data_table which, tp_diags *diags,
                                    tp_err *err);

typedef struct tp_builder {
    tp_dataset *data;
    tp_diags *diags;
    tp_err *err;
    tp_arena *passing;     /* of the table at hand */
    tp_rows view;          /* the table at hand */
    bool blind[TP_TABLES]; /* a table was not read whole: what is missing in it proves nothing */
    bool quiet;
    int32_t last_unit; /* found last */
    tp_ids *aliases; /* names of units, and codes without leading zeros; NULL: not asked for yet */
    int32_t *alias_unit; /* [aliases] the first unit it may mean */
    bool names_told;     /* the table at hand has names where codes belong */
    int suggestions;     /* how many more "did you mean" over all units we can afford */
} tp_builder;

/* The rows of the table at hand. */
typedef struct tp_kept {
    char *rows; /* [count] of the table's row struct */
    bool *good; /* [count] no cell was wrong */
    size_t count;
} tp_kept;

typedef struct tp_build_task {
    tp_arena *arena; /* of the dataset */
    tp_table_getter getter;
    tp_table_ender getter_end;
    void *from;
    size_t bytes; /* of all tables, if they may be taken by several threads; 0: they may not */
    bool without_outcomes;
    bool quiet; /* no warnings: they were given when the files were read */
} tp_build_task;

/* A table taken apart. What it reports is apart by where it is found, in the order it is told. */
typedef struct tp_taken {
    tp_arena *arena; /* of all that is here */
    bool there;
    tp_rows view;
    tp_kept kept;
    tp_diags from_file, from_header, from_cells;
    tp_status status;
    tp_err err;
} tp_taken;

/* `most`: how many diagnostics of a code are listed. What fails is in taken->status. */
void tp_take_table(tp_taken *taken, const tp_build_task *task, tp_data_table which, size_t most);
void tp_taken_free(tp_taken *taken);
/* All at once, if that is worth a thread and may be (*all). */
tp_status tp_take_tables(tp_taken taken[TP_TABLES], const tp_build_task *task, size_t most,
                         bool *all, tp_err *err);

tp_status tp_build_dataset(tp_dataset **out, const tp_build_task *task, tp_diags *diags,
                           tp_err *err);

/* One a table: what was read goes to the dataset. */
tp_status tp_build_units(tp_builder *b, const tp_kept *kept);
tp_status tp_build_lines(tp_builder *b, const tp_kept *kept);
tp_status tp_build_lots(tp_builder *b, const tp_kept *kept);
tp_status tp_build_outcomes(tp_builder *b, const tp_kept *kept);
tp_status tp_build_issues(tp_builder *b, const tp_kept *kept);
tp_status tp_build_demands(tp_builder *b, const tp_kept *kept);
tp_status tp_build_departures(tp_builder *b, const tp_kept *kept);
tp_status tp_build_limits(tp_builder *b, const tp_kept *kept);
tp_status tp_build_verdicts(tp_builder *b, const tp_kept *kept);
tp_status tp_build_loans(tp_builder *b, const tp_kept *kept);

/* Steps they share. A reference that does not resolve is reported and TP_ID_NONE. */
int32_t tp_build_unit_of(tp_builder *b, size_t i, const char *code, const char *column);
int32_t tp_build_line_of(tp_builder *b, size_t i, const char *unit, const char *category);
/* Id of a name, TP_ID_NONE for NULL; false when memory is out. What *id was may be a guess: rows
 * that follow each other mostly agree. */
bool tp_build_name(tp_builder *b, const char *name, int32_t *id);
/* A copy in the dataset's arena, NULL for NULL; false when memory is out. */
bool tp_build_text(tp_builder *b, const char *text, const char **copy);
/* A warning at a column of row i, unless quiet. */
void tp_build_warn(tp_builder *b, size_t i, const char *column, const tp_msg *msg);
/* Reports at column of row i; `other` (if not NULL) is a row whose position is argument {0}. */
void tp_build_error(tp_builder *b, size_t i, const char *column, const tp_msg *msg,
                    const size_t *other, const char *text);
/* Reports the texts of a column that come back, at their rows: {0} where it was first, {1} the
 * text. `offset` is its place in a row of `size` bytes. False when memory is out. */
bool tp_build_unique(tp_builder *b, const tp_kept *kept, size_t size, size_t offset,
                     const char *column, const tp_msg *twice);

#endif
