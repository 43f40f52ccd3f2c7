/* Filing instead of approval (备案): an item is a total that the committee has approved for a
 * system for some years; moves inside the system that stay within it are filed, all others are
 * approved. Source: models/README.md, 15 Filing. */
#ifndef TP_MODELS_RULES_FILING_H
#define TP_MODELS_RULES_FILING_H

#include "models/measure.h"

typedef enum tp_filing_beyond { TP_FILING_APPROVAL, TP_FILING_NONE } tp_filing_beyond;

typedef struct tp_filing {
    const char *name, *basis;
    tp_where where;
    int64_t total;         /* slots, over all the years */
    int64_t filed, booked; /* of it: before there were books, and in the ledger */
    tp_date from, until;
    int beyond; /* tp_filing_beyond: what exceeds the total */
    tp_pos pos;
} tp_filing;

/* The items in order, tp_filing each; also before anything is bound. */
const tp_list *tp_filings_stated(const tp_binding *b);
const tp_list *tp_filings_of(const tp_scenario *scenario);
/* What is left of its total; never below 0. */
int64_t tp_filing_left(const tp_filing *item);
/* Does it hold on the day? */
bool tp_filing_holds(const tp_filing *item, tp_date on);
/* The first item that holds on as_of and matches the line; -1: none. */
int32_t tp_filing_of_line(const tp_binding *b, int32_t line);
/* What the ledger calls it by, as reason of a loan that is filed: name and basis as the scenario
 * states them, "{name: …, basis: …}"; NULL: memory is out. */
const char *tp_filing_text(const tp_filing *item, tp_arena *arena);

/* What of an answer is filed. */
typedef struct tp_filing_split {
    int32_t *item;    /* [n_demands] of its loan, which is filed as a whole; -1: it is approved */
    int64_t *deposit; /* [n_lines] what of a deposit stands behind loans that are filed */
    int64_t *moved;   /* [items] slots that are filed */
} tp_filing_split;

/* From loans and the backing: in canonical order a loan is filed if slots of its own system stand
 * behind all of it and what is left of the total suffices. Lives in the arena. */
tp_status tp_filing_divide(tp_filing_split *out, const tp_binding *b, const tp_result *answer,
                           tp_arena *arena, tp_err *err);

#endif
