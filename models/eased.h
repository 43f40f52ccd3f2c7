/* Bounds on the loans of a line that hold in principle: the loans of demands with an exception from
 * the bound do not count (rules/exceptions.c). The bound on all loans of the line then leaves those
 * demands what they need, and a row holds the others. Units: slots. Source: models/README.md, 4
 * Room. */
#ifndef TP_MODELS_EASED_H
#define TP_MODELS_EASED_H

#include "models/rule.h"

/* Does the bound of this rule not count the demand's loans? Only live demands. */
bool tp_is_eased(const tp_case *c, int rule, int32_t demand);
/* Σ n of such demands of the line. */
int64_t tp_eased_need(const tp_case *c, int rule, int32_t line);

typedef struct tp_eased_bound {
    int rule;
    int32_t line;
    int64_t most;
    int32_t term_months; /* counts demands of at most this term; 0: of any */
} tp_eased_bound;
/* Σ Y of the demands that count <= most, where their columns may exceed it. The origin's subject is
 * the line, its part the term. */
tp_status tp_eased_row(tp_case *c, tp_program *program, const tp_eased_bound *bound, tp_err *err);

/* The same from the answer: Σ n of live demands excepted from the rule; Σ Y of the others. */
int64_t tp_measure_eased_need(const tp_measure *m, int rule, int32_t line);
int64_t tp_measure_uneased(const tp_measure *m, const tp_eased_bound *bound);

#endif
