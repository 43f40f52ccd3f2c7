/* The tables of evidence: scores.csv and workload.csv, one const table each; the reference page and
 * the readers follow from them. */
#ifndef TP_EVALUATE_EVIDENCE_TABLES_H
#define TP_EVALUATE_EVIDENCE_TABLES_H

#include "evaluate/evidence.h"
#include "read/columns.h"

typedef struct tp_score_row {
    const char *unit, *indicator, *source, *value;
} tp_score_row;

typedef struct tp_work_row {
    const char *unit, *task;
    int64_t year;
    tp_dec volume, hours_each, difficulty;
} tp_work_row;

extern const tp_columns tp_score_columns, tp_workload_columns;

/* What reading carries along. Internal to evidence*.c. */
typedef struct tp_evidence_reader {
    const tp_spec *spec;
    tp_evidence *evidence;
    tp_arena *scratch;
    tp_diags *diags;
    tp_err *err;
    tp_ids *sources;
    bool sound; /* the spec has no error: a value can be told right from wrong */
} tp_evidence_reader;

/* Rows into evidence->scores, evidence->works, in file order; faults are diagnostics. */
tp_status tp_evidence_read_scores(tp_evidence_reader *reader, const tp_table *table);
tp_status tp_evidence_read_works(tp_evidence_reader *reader, const tp_table *table);

#endif
