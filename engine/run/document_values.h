/* Values of a stored document, each held against what the dataset and the format allow: what does
 * not fit is a diagnostic, and reading goes on. Internal to run/. */
#ifndef TP_RUN_DOCUMENT_VALUES_H
#define TP_RUN_DOCUMENT_VALUES_H

#include "run/run.h"

#include <jansson.h>

typedef struct tp_reader {
    tp_run *run;
    const tp_dataset *data;
    tp_arena *arena;
    tp_diags *diags;
    tp_err *err;
    bool lenient; /* a reference: unknown names are skipped */
    bool nomem;
} tp_reader;

void tp_reader_wrong(tp_reader *r, const char *key);
const char *tp_reader_text(tp_reader *r, const json_t *object, const char *key);
const char *tp_reader_kept(tp_reader *r, const json_t *object, const char *key);
int64_t tp_reader_int(tp_reader *r, const json_t *object, const char *key);
tp_wide tp_reader_dec6(tp_reader *r, const json_t *object, const char *key);
const json_t *tp_reader_array(tp_reader *r, const json_t *object, const char *key);
void tp_reader_unknown(tp_reader *r, const char *what, const char *name);
/* `key`: where the unit stands ("unit", "from"); its category stands beside it. */
int32_t tp_reader_line(tp_reader *r, const json_t *item, const char *key);
int32_t tp_reader_demand(tp_reader *r, const json_t *item);
/* `months` and `due` of a loan (document_expiry.c). */
void tp_reader_months(tp_reader *r, const json_t *item, tp_result *result, int32_t d);
/* `expiry`: running loans that fall due (document_expiry.c). */
void tp_reader_expiry(tp_reader *r, const json_t *root, tp_result *result);
/* `filed` of a loan, and the totals it is filed under (document_filing.c). */
void tp_reader_filed(tp_reader *r, const json_t *item, tp_result *result, int32_t d);
void tp_reader_filing(tp_reader *r, const json_t *root, tp_result *result);
/* TP_DATE_NONE if it is null or absent. */
tp_date tp_reader_day(tp_reader *r, const json_t *object, const char *key);
int64_t tp_reader_count(tp_reader *r, const json_t *object, const char *key);

#endif
