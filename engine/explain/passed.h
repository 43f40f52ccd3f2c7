/* How the time passed against what a plan foresaw: what is otherwise on the day of a later period.
 *
 * Foreseen is what the plan's facts and its own decisions up to then lead to: people leave as
 * stated, those taken on are in post, loans go back as posts fall vacant. A difference is a fact of
 * the later run's data or ledger that is not so; without any, the rest of the plan keeps its word.
 * Lines and demands are matched by code. Owns: everything lives in the arena given. */
#ifndef TP_EXPLAIN_PASSED_H
#define TP_EXPLAIN_PASSED_H

#include "run/run.h"

typedef enum tp_passed_kind {
    TP_PASSED_PEOPLE,     /* of a line: in post and committed */
    TP_PASSED_AUTHORISED, /* likewise */
    TP_PASSED_BORROWED,
    TP_PASSED_LENT,
    TP_PASSED_LINE,     /* the line is there in one of the two only */
    TP_PASSED_FILED,    /* a demand nobody foresaw */
    TP_PASSED_GONE,     /* a demand that is asked no more, though something of it was open */
    TP_PASSED_QUANTITY, /* it asks for another number than was left of it */
    TP_PASSED_REFUSED,  /* foreseen to be admitted, now refused */
    TP_PASSED_ADMITTED, /* foreseen to be refused, now admitted */
    TP_PASSED_POOL,     /* what the pool has free */
    TP_PASSED_KINDS
} tp_passed_kind;

typedef struct tp_passed {
    tp_passed_kind kind;
    const char *unit, *name, *category; /* of lines and demands; "" for pools */
    const char *of;                     /* code of the demand; scope of the pool */
    int64_t foreseen, is;
} tp_passed;

/* The period (from 0, not the first) of the plan that begins on the later run's day; -1: none, then
 * there is nothing to compare. */
int tp_passed_period(const tp_run *plan, const tp_run *now);
/* Differences by kind, then in input order. Both runs must have an answer. */
tp_status tp_passed_find(tp_passed **out, size_t *count, const tp_run *plan, const tp_run *now,
                         tp_arena *arena, tp_err *err);

#endif
