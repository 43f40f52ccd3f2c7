/* The ledger as pages: balances, running loans, due lists, the journal, proposals. */
#ifndef TP_REPORT_VIEWS_LEDGER_H
#define TP_REPORT_VIEWS_LEDGER_H

#include "report/document/page.h"
#include "store/approval.h"
#include "store/log.h"
#include "store/movement.h"
#include "store/names.h"

/* What of the ledger to show; NULLs: everything. */
typedef struct tp_ledger_filter {
    const char *unit; /* its code */
    const char *scope, *category;
    const tp_unit_names *names; /* what units are called; NULL: codes alone */
    const tp_log_report *log;   /* who signed what, for the journal; NULL: not shown */
} tp_ledger_filter;

/* Pools, lines and running loans as the ledger stands. */
void tp_ledger_balance_page(tp_page *page, const tp_ledger *ledger, const tp_ledger_filter *filter,
                            tp_date on);
void tp_ledger_due_page(tp_page *page, const tp_ledger *ledger, const tp_due *due, size_t count,
                        tp_date on, const tp_unit_names *names);
void tp_ledger_journal_page(tp_page *page, const tp_ledger *ledger, const tp_ledger_filter *filter);
void tp_ledger_findings_page(tp_page *page, const tp_ledger *ledger, const tp_log_report *log,
                             const tp_ledger_finding *findings, size_t count);
void tp_proposals_page(tp_page *page, const tp_proposal_row *rows, size_t count);

/* "市本级/教育"; the one pool of all has words. In the page's arena. */
tp_words tp_pool_label(tp_page *page, const char *scope, const char *ring);

#endif
