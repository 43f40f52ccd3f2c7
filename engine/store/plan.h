/* What an approval posts: positions the run started from, and the movements it decides. Plain
 * values, so that posting knows nothing of how runs are made. */
#ifndef TP_STORE_PLAN_H
#define TP_STORE_PLAN_H

#include "store/ledger.h"

/* A loan that ran before the books were opened (loans.csv). */
typedef struct tp_plan_loan {
    const char *loan;   /* its number there */
    const char *demand; /* what the books call it by */
    const char *unit, *category;
    int64_t count;
    tp_date due;
} tp_plan_loan;

/* A line as the run found it, before reclaim: those that move, lend or borrow. */
typedef struct tp_plan_line {
    const char *unit, *category;
    int64_t authorised, lent, borrowed;
    tp_account pool;
} tp_plan_line;

typedef struct tp_plan_pool {
    const char *scope, *ring, *category;
    int64_t opening; /* free balance before anything moves */
} tp_plan_pool;

typedef struct tp_plan_move {
    tp_journal_kind kind; /* reorganise and succeed, return and renewal, reclaim, deposit, people,
                             transfer and conversion, loan, in this order */
    const char *category;
    int64_t count; /* > 0; a succession's may be 0 */
    tp_account from, to;
    const char *demand, *sector; /* loans; else NULL */
    int32_t term_months;
    const char *loan;   /* returns and renewals: number of its entry, or of loans.csv; else NULL */
    const char *unit;   /* a renewal's, which moves nothing; else NULL */
    tp_date due_on;     /* of a renewal */
    const char *reason; /* of a reorganisation or expiry: its item as the scenario states it; of a
                           loan that is filed: name and basis of its total; else NULL */
} tp_plan_move;

typedef struct tp_plan {
    tp_plan_line *lines;
    tp_plan_pool *pools;
    tp_plan_move *moves;
    tp_plan_loan *loans; /* line by line */
    size_t n_lines, n_pools, n_moves, n_loans;
    size_t lines_capacity, pools_capacity, moves_capacity;
} tp_plan;

typedef struct tp_plan_terms {
    int64_t approval;
    tp_date on;
    const char *by;
} tp_plan_terms;

struct tp_posting;
/* Writes the plan's entries: what the books do not know yet as openings, then the movements, with
 * notice numbers by unit and due dates by term. TP_E_REFUSED, with messages, where the run's start
 * and the books disagree. */
tp_status tp_plan_post(const tp_plan *plan, const tp_plan_terms *terms, const tp_ledger *ledger,
                       struct tp_posting *posting, tp_err *err);

#endif
