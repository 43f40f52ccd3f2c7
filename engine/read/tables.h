/* Where tables come from: a directory of CSV files or one XLSX workbook; the caller need not know.
 *
 * A table is named by its tp_columns: file posts.csv or 编制.csv, sheet posts or 编制 (letters of
 * either case). Owns: the handle, with what a workbook's sheets share: it must outlive the tables,
 * which live in the arena given to tp_tables_get. */
#ifndef TP_READ_TABLES_H
#define TP_READ_TABLES_H

#include "read/columns.h"
#include "read/source.h"

typedef struct tp_tables tp_tables;

/* TP_E_INPUT with a diagnostic if the path is neither. */
tp_status tp_tables_open(tp_tables **out, const char *path, const tp_source_options *options,
                         tp_diags *diags, tp_err *err);
void tp_tables_free(tp_tables *tables); /* accepts NULL */

/* Reads one table. *out = NULL with TP_OK: it is not there, or is empty (for a required table that
 * is a diagnostic), or could not be read at all (a diagnostic). Faults of single rows are
 * diagnostics, and the other rows are in the table. */
tp_status tp_tables_get(const tp_table **out, tp_tables *tables, const tp_columns *columns,
                        tp_arena *arena, tp_diags *diags, tp_err *err);

/* The same, but the rows of a CSV file are still to come (`rest`, read/csv.h): for the caller to
 * take them, then end. Several tables may be taken at once by threads, each with its own arena and
 * diagnostics, if the path is a directory. */
tp_status tp_tables_begin(const tp_table **out, tp_tables *tables, const tp_columns *columns,
                          tp_arena *arena, tp_diags *diags, tp_err *err);
tp_status tp_tables_end(const tp_table *table, const tp_columns *columns, tp_diags *diags,
                        tp_err *err);
/* Bytes of the files of a directory; 0 for a workbook. */
size_t tp_tables_bytes(const tp_tables *tables);

/* Before tables are read: warns of files or sheets that are nearly, but not quite, named as one of
 * these, or hold such a name; one error for all required ones that are missing (tp_tables_get then
 * says no more of them). */
tp_status tp_tables_review(tp_tables *tables, const tp_columns *const *known, size_t count,
                           tp_diags *diags, tp_err *err);

#endif
