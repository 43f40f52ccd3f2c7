/* Booking from the command line: worked out, shown, confirmed, made, shown again.
 *
 * --dry-run ends after the first showing; --yes takes the place of the question. Where nobody can
 * be asked (no terminal, no answer) and --yes was not given, nothing is booked. */
#ifndef TP_TOOLS_BOOKING_H
#define TP_TOOLS_BOOKING_H

#include "report/document/page.h"
#include "runs.h"
#include "store/booking.h"

typedef struct tp_cli_deed {
    tp_words title; /* of the page */
    tp_date on;     /* a date far from today is pointed out */
    tp_date due_on; /* likewise; none: not part of it */
    tp_status (*book)(tp_store *store, void *request, tp_booking *booking, tp_err *err);
    /* More about it at the head of the page; may be NULL. */
    void (*describe)(tp_page *page, void *request, const tp_booking *booking);
    /* What is said on standard error afterwards; may be NULL. */
    void (*done)(const tp_cli *cli, void *request, const tp_booking *booking);
    void *request;
} tp_cli_deed;

/* With the store open for writing. 0 or the exit code, after telling the user. */
int tp_cli_book(const tp_cli *cli, tp_store *store, const tp_cli_deed *deed);

#endif
