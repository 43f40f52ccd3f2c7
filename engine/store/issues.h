/* The rectification ledger (问题台账) in the store: issues found by evaluation, each closed one by
 * one with its date and the document it rests on. Append-only: what was found is never edited, a
 * mistaken closing is taken back by a reopening. Source: engine/evaluate/EVALUATION.md.
 *
 * A run takes the ledger into account: tp_issues_given goes into tp_session_options.issues.
 * Errors: what the user got wrong is TP_E_INPUT or TP_E_REFUSED with a message in the store's
 * diags. Owns: what is returned lives in the arena given. */
#ifndef TP_STORE_ISSUES_H
#define TP_STORE_ISSUES_H

#include "domain/supply.h"
#include "store/store.h"

typedef struct tp_issue_entry {
    tp_given_issue issue;  /* closed_on: by its latest closing; none while it is open */
    const char *reference; /* of the latest closing or reopening, "" if there is none */
    const char *recorded_by;
    const char *source;
    int32_t events; /* closings and reopenings in all */
} tp_issue_entry;

typedef struct tp_issue_query {
    tp_date on;              /* as things stood that day; none: as they stand now */
    int issue_class;         /* tp_issue_class; -1: all */
    const char *unit;        /* NULL: all */
    bool open_only, overdue; /* overdue: open and past due on `on` (which must then be given) */
} tp_issue_query;

/* In natural order of their codes. */
tp_status tp_issues_list(tp_store *store, const tp_issue_query *query, tp_arena *arena,
                         tp_issue_entry **out, size_t *count, tp_err *err);

typedef struct tp_issues_import {
    const tp_dataset *data;  /* whose issues are taken */
    const char *source;      /* named in the ledger */
    const char *recorded_at; /* time as the store keeps it */
    const char *recorded_by;
    size_t added, closed, same; /* what was done */
} tp_issues_import;

/* New issues are added; one that is there already must say the same (else TP_E_REFUSED naming every
 * difference, and nothing is imported); a closing the file has and the ledger lacks is added. */
tp_status tp_issues_take(tp_store *store, tp_issues_import *import, tp_err *err);

typedef struct tp_issue_change {
    const char *issue;
    tp_date on;
    const char *reference; /* required */
    const char *recorded_by, *recorded_at;
    bool reopen;
} tp_issue_change;
tp_status tp_issue_record(tp_store *store, const tp_issue_change *change, tp_err *err);

/* One event of an issue's history. */
typedef struct tp_issue_event {
    const char *kind; /* "close", "reopen" */
    tp_date on;
    const char *reference, *recorded_by, *recorded_at;
} tp_issue_event;
tp_status tp_issue_history(tp_store *store, const char *issue, tp_arena *arena,
                           tp_issue_event **out, size_t *count, tp_err *err);

/* Every issue of the ledger, for a run or an evaluation. */
tp_status tp_issues_given(tp_store *store, tp_arena *arena, tp_given_issue **out, size_t *count,
                          tp_err *err);

#endif
