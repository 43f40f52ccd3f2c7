/* The tables of a run's page, one function each; used by run.c alone. Every function adds its
 * table to the page. */
#ifndef TP_REPORT_VIEWS_RUN_ROWS_H
#define TP_REPORT_VIEWS_RUN_ROWS_H

#include "report/document/page.h"
#include "report/views/run_stop.h"

typedef struct tp_run_rows {
    const tp_run *run;
    tp_page *page;
    bool all;
    bool named; /* some unit has a name besides its code */
    bool rings; /* some pool is ring-fenced */
    tp_stoppers *stoppers;
} tp_run_rows;

/* Sums over demands, by class and in all. */
typedef struct tp_demand_sums {
    int64_t demands, asked, own, lent, missing, refused;
} tp_demand_sums;
tp_demand_sums tp_run_sums(const tp_run *run, int demand_class); /* -1: all */

void tp_rows_totals(tp_run_rows *rows);
void tp_rows_pools(tp_run_rows *rows);
/* A sentence for each pool that has nothing to lend while demands lack something. */
void tp_rows_empty_pools(tp_run_rows *rows);
void tp_rows_deposits(tp_run_rows *rows);
tp_status tp_rows_loans(tp_run_rows *rows, tp_err *err);
void tp_rows_denied(tp_run_rows *rows);
void tp_rows_exceptions(tp_run_rows *rows); /* nothing where there is none */
void tp_rows_transfers(tp_run_rows *rows);
void tp_rows_conversions(tp_run_rows *rows);
void tp_rows_moves(tp_run_rows *rows);
void tp_rows_reclaims(tp_run_rows *rows);
void tp_rows_categories(tp_run_rows *rows);
void tp_rows_tiers(tp_run_rows *rows);
void tp_rows_backing(tp_run_rows *rows);
void tp_rows_conflict(tp_run_rows *rows);

/* Columns "unit" (code) and, if units have names, "name"; and their figures. */
void tp_rows_unit_columns(const tp_run_rows *rows, tp_view *view, unsigned flags);
void tp_rows_unit(const tp_run_rows *rows, tp_view *view, int32_t unit);
/* A pool's scope as a person says it: the one scope of `by: all` and the empty one have words. */
tp_words tp_rows_scope(const tp_run *run, const char *scope);

#endif
