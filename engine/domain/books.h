/* The ledger's positions as a run needs them: what is lent and borrowed, what each pool holds.
 * The store makes it (store/ledger.h); the session reconciles a dataset and a scenario with it.
 * Texts are codes, so that the books do not depend on any dataset. Source:
 * engine/store/LEDGER.md. */
#ifndef TP_DOMAIN_BOOKS_H
#define TP_DOMAIN_BOOKS_H

#include "base/date.h"
#include "base/number.h"

typedef struct tp_books_line {
    const char *unit, *category;
    int64_t lent, borrowed;
    int64_t reclaimed;  /* ownership gone to the pool by reclaim, in all */
    int64_t authorised; /* what is left of it in the ledger, after reclaim */
    int64_t regrouped;  /* of it: what approved reorganisations brought, less what they took */
} tp_books_line;

typedef struct tp_books_pool {
    const char *scope, *category, *ring; /* ring "" if none */
    int64_t balance;
} tp_books_pool;

/* A demand that something was lent under, and stands: known by its number and its unit. */
typedef struct tp_books_demand {
    const char *demand, *unit;
    int64_t count;      /* in all, whatever has gone back since */
    tp_date on;         /* of the latest of these loans */
    const char *notice; /* and its notice: "2026-3"; "" if none */
} tp_books_demand;

/* A loan that runs and when it falls due. */
typedef struct tp_books_running {
    const char *loan, *demand; /* number of its entry, the demand's; demand "" if none */
    const char *unit, *category;
    tp_date due;
    int64_t count;
} tp_books_running;

/* An item of a reorganisation that was approved and stands. */
typedef struct tp_books_item {
    const char *text; /* as the scenario stated it */
    tp_date on;
    int64_t approval;
} tp_books_item;

/* A loan that was filed and stands, by the item it was filed under. */
typedef struct tp_books_filed {
    const char *text; /* {name: …, basis: …} as the ledger has it */
    tp_date on;
    int64_t count;
} tp_books_filed;

typedef struct tp_books {
    const char *head;           /* hash of the newest entry; "" when the journal is empty */
    tp_date on;                 /* date of the latest entry that stands; none: empty */
    int64_t loans;              /* how many loans are running */
    const tp_books_line *lines; /* only lines with something lent, borrowed, reclaimed or
                                   reorganised */
    size_t n_lines;
    const tp_books_pool *pools; /* pools that any entry names */
    size_t n_pools;
    const tp_books_demand *demands;
    size_t n_demands;
    const tp_books_item *items; /* reorganisations that stand */
    size_t n_items;
    const tp_books_filed *filed; /* in the order of their entries */
    size_t n_filed;
    const tp_books_running *running; /* opening loans have no day and are left out */
    size_t n_running;
} tp_books;

#endif
