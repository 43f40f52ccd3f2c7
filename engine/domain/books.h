/* The ledger's positions as a run needs them: what is lent and borrowed, what each pool holds.
 * The store makes it (store/ledger.h); the session reconciles a dataset and a scenario with it.
 * Texts are codes, so that the books do not depend on any dataset. Source: engine/store/LEDGER.md.
 */
#ifndef TP_DOMAIN_BOOKS_H
#define TP_DOMAIN_BOOKS_H

#include "base/date.h"
#include "base/number.h"

typedef struct tp_books_line {
    const char *unit, *category;
    int64_t lent, borrowed;
    int64_t reclaimed;  /* ownership gone to the pool by reclaim, in all */
    int64_t authorised; /* what is left of it in the ledger, after reclaim */
} tp_books_line;

typedef struct tp_books_pool {
    const char *scope, *category, *ring; /* ring "" if none */
    int64_t balance;
} tp_books_pool;

typedef struct tp_books {
    const char *head;           /* hash of the newest entry; "" when the journal is empty */
    tp_date on;                 /* date of the latest entry that stands; none: empty */
    int64_t loans;              /* how many loans are running */
    const tp_books_line *lines; /* only lines with something lent, borrowed or reclaimed */
    size_t n_lines;
    const tp_books_pool *pools; /* pools that any entry names */
    size_t n_pools;
} tp_books;

#endif
