/* From a run to a decision: propose, approve, reject. Source: engine/store/LEDGER.md.
 *
 * Runs, proposals and approvals are never edited. The approver is not the proposer. An approval of
 * a stale run (the ledger moved, or the dataset was replaced since) is TP_E_REFUSED, and the
 * messages show what changed. A partial approval lowers the counts of named demands and deposits;
 * the amended answer is measured against every rule before anything is posted, and what a lowered
 * deposit leaves uncovered is named. Each call is one transaction. */
#ifndef TP_STORE_APPROVAL_H
#define TP_STORE_APPROVAL_H

#include "run/session.h"
#include "store/booking.h"

typedef struct tp_proposal_row {
    int64_t proposal;
    const char *run, *title, *proposed_by;
    tp_date proposed_on;
    int64_t approval;     /* 0: not decided yet */
    const char *decision; /* "", approved, partial, filed, rejected, undone */
} tp_proposal_row;

typedef struct tp_propose_request {
    const char *run; /* full id */
    const char *title, *by;
    tp_date on;
} tp_propose_request;

/* Only an answer can be proposed: a run of status optimal or feasible, once while it is open. */
tp_status tp_propose(tp_store *store, const tp_propose_request *request, int64_t *proposal,
                     tp_err *err);
tp_status tp_proposals_list(tp_store *store, tp_arena *arena, tp_proposal_row **out, size_t *count,
                            tp_err *err);
/* TP_E_INPUT with a message if there is none. */
tp_status tp_proposal_get(tp_store *store, int64_t proposal, tp_arena *arena, tp_proposal_row *out,
                          tp_err *err);

/* One line of a partial approval. */
typedef enum tp_opinion { TP_AGREE, TP_DISAGREE, TP_DEFER, TP_OPINIONS } tp_opinion;
extern const char *const tp_opinion_names[TP_OPINIONS]; /* agree disagree defer */
extern const tp_words tp_opinion_words[TP_OPINIONS];    /* 同意 不同意 暂缓 */

/* On a demand's loan, or, with `demand` NULL, on a line's deposit. */
typedef struct tp_amendment {
    const char *demand;
    tp_opinion opinion;
    int64_t count; /* AGREE: 0 … what the run says; else ignored, 0 is posted */
    const char *unit, *category;
    /* Out of a workbook. */
    bool full;     /* AGREE without a count: what the run says */
    bool stated;   /* `proposed` is what the workbook says was proposed: must be the run's */
    bool unmarked; /* no opinion: decision->unmarked says what that means */
    int64_t proposed;
    tp_pos pos;
} tp_amendment;

typedef enum tp_unmarked { TP_UNMARKED_REFUSE, TP_UNMARKED_AGREE, TP_UNMARKED_DEFER } tp_unmarked;

typedef struct tp_decision {
    int64_t proposal;
    const char *meeting, *by, *reason;
    tp_date on;
    const tp_amendment *changes;
    size_t n_changes;
    bool complete;        /* every loan and deposit of the run must be among the changes */
    bool faulty;          /* some of it could not be read, which was told: TP_E_INPUT, once what
                             contradicts the proposal has been told as well */
    tp_unmarked unmarked; /* what a row without an opinion means */
    bool trim; /* deposits that lowered loans leave unused are not taken, last lines first */
    /* The dataset as it stands now at the run's source, in canonical form; NULL: not looked at. */
    const char *current_sha256;
    tp_blob current;
    tp_booking *booking; /* may be NULL: the summary, or a rehearsal (store/booking.h) */
} tp_decision;

tp_status tp_approve(tp_store *store, const tp_decision *decision, int64_t *approval, tp_err *err);
tp_status tp_reject(tp_store *store, const tp_decision *decision, int64_t *approval, tp_err *err);
/* Enters what of the proposal is filed (备案), without the committee: whoever may post does it, and
 * has not proposed it. The rest is put off: it is run again from the ledger as it then stands. */
tp_status tp_file(tp_store *store, const tp_decision *decision, int64_t *approval, tp_err *err);

/* A stored run opened again with its dataset, scenario and answer. */
typedef struct tp_opened_run {
    tp_store *store; /* borrowed */
    tp_run_record record;
    tp_session *session; /* owned: tp_opened_run_free */
    const tp_run *run;
    tp_session_stored stored; /* the texts it was restored from */
} tp_opened_run;
tp_status tp_run_open(tp_store *store, const char *run, tp_arena *arena, tp_opened_run *out,
                      tp_err *err);
void tp_opened_run_free(tp_opened_run *opened);

/* Compares what the store says of the run with its documents; adds to a report of verification. */
tp_status tp_opened_run_verify(const tp_opened_run *opened, tp_verify_report *report,
                               tp_arena *arena, tp_err *err);

/* The counts approved: the run's, less the changes noted in an approval. */
typedef struct tp_approved {
    int64_t *loan;             /* [n_demands] */
    int64_t *deposit;          /* [n_lines] */
    tp_opinion *opinion;       /* [n_demands] what was said of each demand */
    const tp_backing *backing; /* whose slots stand behind these loans */
    size_t n_backing;
    bool filed; /* what was filed, and nothing else */
} tp_approved;
tp_status tp_approved_of(tp_approved *out, const tp_run *run, const char *changes, tp_arena *arena,
                         tp_err *err);

#endif
