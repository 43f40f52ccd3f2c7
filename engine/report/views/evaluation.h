/* Pages of an evaluation: the ranking and what it rests on, one unit's explanation, judgement
 * matrices. No figure is computed here. Borrows the evaluation; texts live in the page's arena. */
#ifndef TP_REPORT_VIEWS_EVALUATION_H
#define TP_REPORT_VIEWS_EVALUATION_H

#include "evaluate/evaluate.h"
#include "report/document/page.h"

typedef struct tp_evaluation_page_options {
    bool all; /* weights, saturation and peers of every unit as well */
} tp_evaluation_page_options;

/* Views: summary grades ranking missing [weights saturation peers]. */
tp_status tp_evaluation_page(tp_page *page, const tp_evaluation *evaluation,
                             const tp_evaluation_page_options *options, tp_err *err);
/* Why one unit got its grade. Views: unit leaves scores issues workload peers. */
tp_status tp_evaluation_unit_page(tp_page *page, const tp_evaluation *evaluation, int32_t unit,
                                  tp_err *err);
/* Views: consistency weights advice. */
tp_status tp_ahp_page(tp_page *page, const tp_matrices *matrices, tp_err *err);

#endif
