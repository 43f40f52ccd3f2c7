/* A unit's statement, and what the pools lent, by sector and year. */
#ifndef TP_REPORT_VIEWS_STATEMENT_H
#define TP_REPORT_VIEWS_STATEMENT_H

#include "report/views/ledger.h"

/* Whose slots it holds, since when, until when, under which notice; what of its own is out, where,
 * and who borrows there; its entries. */
void tp_statement_page(tp_page *page, const tp_ledger *ledger, const char *unit,
                       const tp_unit_names *names, tp_date on);

/* Slots lent by sector and the year of posting, what was undone left out. */
typedef struct tp_lent_by {
    const char **sectors, **years;             /* in order of first loan; ascending */
    const tp_words *sector_words, *year_words; /* what they are called */
    size_t n_sectors, n_years;
    int64_t *count; /* [n_sectors * n_years] */
} tp_lent_by;
tp_status tp_lent_by_sector(tp_lent_by *out, const tp_ledger *ledger, tp_arena *arena, tp_err *err);
/* As a table, and as a picture (nothing where nothing was lent). */
void tp_lent_by_page(tp_page *page, const tp_lent_by *lent);
void tp_lent_by_picture(tp_buf *out, const tp_lent_by *lent);

#endif
