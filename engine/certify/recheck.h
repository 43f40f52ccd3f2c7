/* Rules recomputed from the data: the measuring half of every rule over an answer, in integers.
 * Trusts neither the solver nor the program's rows nor the case. Source: models/README.md,
 * engine/run/RESULTS.md. */
#ifndef TP_CERTIFY_RECHECK_H
#define TP_CERTIFY_RECHECK_H

#include "models/goal.h"

typedef struct tp_recheck {
    tp_findings findings;   /* empty: the answer keeps every rule */
    size_t of_first_period; /* so many of them, the first, are about period 1 */
    int rules_checked;
    tp_wide *tiers; /* [n_tiers of the scenario] values measured from the answer */
    size_t n_tiers;
} tp_recheck;

/* Measures an answer of status optimal or feasible. Findings and figures live in the arena. The
 * `final` of each of the answer's tiers is compared with what is measured. */
tp_status tp_recheck_run(tp_recheck *out, const tp_dataset *data, const tp_scenario *scenario,
                         const tp_reference *reference, const tp_result *answer, tp_arena *arena,
                         tp_err *err);

/* What a finding's rule is called. */
tp_words tp_finding_rule(const tp_finding *finding);

/* Part of tp_recheck_run: backing adds up, and every category balances. */
tp_status tp_recheck_backing(const tp_measure *m, tp_findings *out, tp_err *err);

#endif
