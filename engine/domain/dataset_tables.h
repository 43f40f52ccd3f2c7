/* The tables of a dataset: one const table each, and the struct a row of it is read into.
 * For the dataset_* files, and for whoever shows tables cell by cell. Source: scenarios/DATA.md. */
#ifndef TP_DOMAIN_DATASET_TABLES_H
#define TP_DOMAIN_DATASET_TABLES_H

#include "domain/dataset.h"
#include "read/columns.h"

typedef enum tp_data_table {
    TP_TABLE_UNITS,
    TP_TABLE_POSTS,
    TP_TABLE_VACANCIES,
    TP_TABLE_OUTCOMES,
    TP_TABLE_ISSUES,
    TP_TABLE_DEMANDS,
    TP_TABLE_ATTRITION,
    TP_TABLE_LIMITS,
    TP_TABLE_FINDINGS,
    TP_TABLE_LOANS,
    TP_TABLES
} tp_data_table;

/* Tables from here on came after the first release: without a row the canonical form has no section
 * for them, and identities stay what they were. */
enum { TP_LATE_TABLES = TP_TABLE_FINDINGS };

extern const tp_columns *const tp_data_tables[TP_TABLES];
extern const tp_choice tp_measure_choices[]; /* of a limit; ends with {NULL, NULL} */

/* The unit of the template's example rows: who leaves them in is told. */
#define TP_EXAMPLE_UNIT_ZH "市文化馆（示例，请删去本行）"
#define TP_EXAMPLE_UNIT_EN "Example unit (delete this row)"

/* Rows as read: texts are NULL if empty, numbers and dates "none". */
typedef struct tp_unit_row {
    const char *unit, *name, *kind, *system, *level, *region, *parent, *entry_standard;
} tp_unit_row;

typedef struct tp_post_row {
    const char *unit, *category;
    int64_t authorised, in_post, committed, lent, borrowed, cap, standard, frozen;
} tp_post_row;

typedef struct tp_vacancy_row {
    const char *unit, *category;
    int64_t count;
    tp_date since;
} tp_vacancy_row;

typedef struct tp_outcome_row {
    const char *unit, *grade;
    tp_date evaluated_on, objected_on;
    tp_dec score, saturation;
    int status;
} tp_outcome_row;

typedef struct tp_issue_row {
    const char *issue, *unit, *text;
    int issue_class;
    tp_date found_on, due_on, closed_on;
} tp_issue_row;

typedef struct tp_demand_row {
    const char *demand, *unit, *category, *sector, *document;
    int64_t quantity, minimum, term_months;
    int demand_class;
    tp_date filed_on;
} tp_demand_row;

typedef struct tp_attrition_row {
    const char *unit, *category;
    tp_date on;
    int64_t count;
} tp_attrition_row;

typedef struct tp_limit_row_read {
    const char *name, *unit, *kind, *system, *level, *region, *parent, *category, *sector;
    int demand_class, measure;
    int64_t at_least, at_most, period;
} tp_limit_row_read;

typedef struct tp_finding_row {
    const char *unit, *finding, *source;
    tp_date from, until;
    int effect;
    tp_dec factor;
} tp_finding_row;

typedef struct tp_loan_row {
    const char *loan, *unit, *category, *demand;
    int64_t count;
    tp_date due;
} tp_loan_row;

#endif
