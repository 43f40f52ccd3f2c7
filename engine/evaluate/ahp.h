/* Weights from pairwise judgements: the analytic hierarchy process.
 *
 * Weights are the principal eigenvector of the reciprocal matrix, normalised to sum 1; λmax its
 * eigenvalue, CI = (λmax − n)/(n − 1), CR = CI / RI(n). Doubles stay inside: what leaves is
 * exact. λmax, CI and CR are rounded half up to millionths. Weights leave twice: `shares`, in
 * 10⁻¹², are what scores are computed with (so that a score does not feel the cut in its sixth
 * digit), `weights`, in millionths, are what is shown. Both are cut to their digits and the units
 * missing to 1 go to the largest remainders, among equals to the earlier one; both sum to
 * exactly 1. Source: engine/evaluate/EVALUATION.md; T. L. Saaty, A scaling method for priorities in
 * hierarchical structures, Journal of Mathematical Psychology 15 (1977) 234–281. */
#ifndef TP_EVALUATE_AHP_H
#define TP_EVALUATE_AHP_H

#include "base/err.h"
#include "base/number.h"

#define TP_AHP_ONE INT64_C(1000000000000)
enum { TP_AHP_MOST = 15, TP_AHP_PAIRS = TP_AHP_MOST * (TP_AHP_MOST - 1) / 2 };

/* A judgement "row is num/den times as important as column", exact; both positive. */
typedef struct tp_judgement {
    int64_t num, den;
} tp_judgement;

/* "3", "1/3", "2.5": at most 6 fractional digits; TP_PARSE_RANGE outside 1/9 … 9. */
tp_parse tp_judgement_parse(const char *text, size_t length, tp_judgement *out);
enum { TP_JUDGEMENT_TEXT = 48 };
size_t tp_judgement_format(tp_judgement judgement, char *buffer); /* "3", "1/3", "5/2" */

typedef struct tp_ahp {
    int n;
    int64_t shares[TP_AHP_MOST]; /* sum exactly TP_AHP_ONE */
    tp_dec weights[TP_AHP_MOST]; /* sum exactly TP_DEC_ONE */
    tp_dec lambda_max, ci, cr;   /* ci, cr 0 for n < 3 */
} tp_ahp;

/* `upper`: the upper triangle row by row, n(n−1)/2 judgements. 1 ≤ n ≤ TP_AHP_MOST. */
tp_status tp_ahp_solve(tp_ahp *out, const tp_judgement *upper, int n, tp_err *err);

/* The judgement whose change lowers CR most, and the value on Saaty's scale (1/9 … 9) to give it:
 * of the values that bring CR to the limit the one nearest the present (on the scale's own steps;
 * among equally near ones the more consistent), else the one with the lowest CR. Pairs that lower
 * it equally: the earlier one. */
typedef struct tp_ahp_advice {
    int row, column; /* row < column, from 0 */
    tp_judgement from, to;
    tp_dec cr;   /* after the change */
    bool enough; /* cr <= limit */
} tp_ahp_advice;
tp_status tp_ahp_advise(tp_ahp_advice *out, const tp_judgement *upper, int n, tp_dec limit,
                        tp_err *err);

/* Saaty's random index in millionths for n = 3 … 15; 0 below. */
tp_dec tp_ahp_random_index(int n);

#endif
