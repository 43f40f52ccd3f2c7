/* Facts that come from elsewhere than the dataset's files: outcomes computed by an evaluation,
 * issues kept by the store. Given to a dataset right after loading, before anything is derived from
 * it; its identity is taken anew, so the same facts have the same identity wherever they came from.
 *
 * What speaks of units the dataset does not have is left out (a warning each for outcomes: an
 * evaluation may cover more units than a scenario, but seldom should).
 * Owns: texts are copied into the dataset's arena. */
#ifndef TP_DOMAIN_SUPPLY_H
#define TP_DOMAIN_SUPPLY_H

#include "domain/dataset.h"

typedef struct tp_given_outcome {
    const char *unit, *grade; /* grade NULL: none */
    tp_date evaluated_on;
    tp_dec score, saturation; /* TP_DEC_NONE: none */
    tp_pos pos;               /* where it is explained */
} tp_given_outcome;

/* Takes the place of every outcome the dataset had. */
tp_status tp_dataset_set_outcomes(tp_dataset *data, const tp_given_outcome *outcomes, size_t count,
                                  tp_diags *diags, tp_err *err);

typedef struct tp_given_issue {
    const char *code, *unit, *text;
    tp_issue_class issue_class;
    tp_date found_on, due_on, closed_on; /* due_on set; closed_on may be none */
} tp_given_issue;

/* An issue the dataset has too is taken as given here (its closing, for one); others are added.
 * Issues only the dataset has stay. */
tp_status tp_dataset_merge_issues(tp_dataset *data, const tp_given_issue *issues, size_t count,
                                  tp_err *err);

#endif
