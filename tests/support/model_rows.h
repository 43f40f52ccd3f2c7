/* The program that glpsol makes of a model in MathProg and the data of a case, against the case's
 * own: row for row, after naming. Rows are brought to one form (totals put in, what is fixed moved
 * to the sides, divided by the size of the entries, sides that the boxes keep left out), one side
 * each; then the two sets must be the same, columns must be able to go as far, and slots be worth
 * as much. */
#ifndef TP_TESTS_MODEL_ROWS_H
#define TP_TESTS_MODEL_ROWS_H

#include "run/session.h"

enum { MODEL_RULES = 96 };

typedef struct model_of {
    const char *model; /* its path */
    const tp_run *run;
    size_t tier;  /* at the last one whatever any goal adds is there */
    bool changed; /* a text was left out of it: that it reads what is not there differs, too */
} model_of;

/* NULL: the same program; else what differs first, in the arena. said: rows of the case's program
 * that say something are added, by rule; NULL: not wanted. Fails the test where glpsol makes
 * nothing of it. */
const char *model_rows_differ(const tp_case *c, const model_of *of, unsigned said[MODEL_RULES],
                              tp_arena *arena);
/* The same of what a slot is worth alone. */
const char *model_worth_differs(const tp_case *c, const model_of *of, tp_arena *arena);

#endif
