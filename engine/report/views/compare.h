/* The page of a comparison: what differs in the inputs, the figures side by side, and unit by unit
 * what all runs do, what only some do, what one alone does. Source: engine/report/REPORTS.md.
 *
 * Differences are to the baseline, the first run. Runs are called by their scenario's name, with
 * the beginning of their id where names are not enough. */
#ifndef TP_REPORT_VIEWS_COMPARE_H
#define TP_REPORT_VIEWS_COMPARE_H

#include "explain/compare.h"
#include "report/document/page.h"

typedef struct tp_compare_page_options {
    bool all; /* movements that are alike everywhere, too */
} tp_compare_page_options;

tp_status tp_compare_page(tp_page *page, const tp_comparison *comparison,
                          const tp_compare_page_options *options, tp_arena *arena, tp_err *err);

/* What a row of a comparison is, and who moves: a unit, two units, or pools by their scopes. */
extern const tp_words tp_movement_words[TP_MOVEMENTS];
tp_words tp_compared_name(tp_page *page, const tp_comparison *c, const tp_compared_row *row);
/* A run's count in a row; words where it refuses the demand or decides nothing of the loan. */
void tp_compared_count(tp_view *view, const tp_compared_row *row, size_t run);

/* Used by the files that make up the page. */
typedef struct tp_compare_rows {
    const tp_comparison *of;
    tp_page *page;
    const char **label; /* [n_runs] */
    bool all;
} tp_compare_rows;
void tp_compare_figures(const tp_compare_rows *rows);
void tp_compare_movements(const tp_compare_rows *rows);
void tp_compare_years(const tp_compare_rows *rows);
tp_status tp_compare_passed(const tp_compare_rows *rows, tp_err *err);

#endif
