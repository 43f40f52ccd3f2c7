#include "solve/exact/multipliers.h"

#include <math.h>

enum { N_SCALES = 7 };
#define DENOMINATOR_MAX 2000000
#define SCALE_MAX 2000000000
#define Y_MAX 4e18

int64_t tp_cost_gcd(const int64_t *cost, int32_t n)
{
    int64_t g = 0, last = 0;
    for (int32_t j = 0; j < n && g != 1; j++) {
        if (cost[j] == last)
            continue; /* like costs stand together */
        last = cost[j];
        g = tp_gcd(last, g);
    }
    return g ? g : 1;
}

tp_wide tp_round_up_to(tp_wide value, int64_t step)
{
    return tp_ceil_div(value, step) * step;
}

/* Smallest denominator that meets v within its accuracy as a double; 0: none. */
static int64_t denominator(double v)
{
    double accuracy = 1e-9 * (1.0 + fabs(v));
    double rest = v;
    int64_t q0 = 0, q1 = 1;
    for (int step = 0; step < 24; step++) {
        double whole = floor(rest);
        if (step) {
            if (whole > DENOMINATOR_MAX)
                return 0;
            int64_t q = (int64_t)whole * q1 + q0;
            q0 = q1;
            q1 = q;
        }
        if (q1 > DENOMINATOR_MAX)
            return 0;
        double scaled = v * (double)q1;
        if (fabs(scaled - nearbyint(scaled)) <= accuracy * (double)q1)
            return q1;
        rest = 1.0 / (rest - whole);
        if (!isfinite(rest))
            return 0;
    }
    return 0;
}

int64_t tp_common_denominator(const double *y, int32_t n, double unit)
{
    int64_t all = 1;
    for (int32_t i = 0; i < n; i++) {
        double v = y[i] / unit;
        if (v == nearbyint(v) || fabs(v * (double)all - nearbyint(v * (double)all)) < 1e-9)
            continue;
        int64_t q = denominator(v);
        if (!q)
            return 0;
        int64_t factor = q / tp_gcd(all, q);
        if (factor > SCALE_MAX / all)
            return 0;
        all *= factor;
    }
    return all;
}

/* Rounds to multiples of 1/scale, dropping what leans on an open side. */
static bool round_all(const tp_dual_problem *q, const double *y, int64_t scale, int64_t *out)
{
    for (int32_t i = 0; i < q->program->n_rows; i++) {
        double v = y[i] * (double)scale;
        if (!(fabs(v) < Y_MAX))
            return false;
        out[i] = (int64_t)nearbyint(v);
        if ((out[i] > 0 && q->row_lo[i] == -TP_INF) || (out[i] < 0 && q->row_hi[i] == TP_INF))
            out[i] = 0;
    }
    return true;
}

/* a/k > b/l for positive scales; on overflow the smaller scale is kept. */
static bool proves_more(tp_wide a, int64_t k, tp_wide b, int64_t l)
{
    tp_wide left, right;
    if (__builtin_mul_overflow(a, (tp_wide)l, &left) ||
        __builtin_mul_overflow(b, (tp_wide)k, &right))
        return false;
    return left > right;
}

tp_status tp_multipliers_prove(tp_proved *out, const tp_dual_problem *q, const double *y,
                               tp_arena *arena, tp_err *err)
{
    *out = (tp_proved){0};
    int32_t rows = q->program->n_rows;
    int64_t unit = q->cost ? tp_cost_gcd(q->cost, q->program->n_cols) : 1;
    int64_t scales[N_SCALES] = {
        tp_common_denominator(y, rows, (double)unit), 1, 12, 1000, 1000000, 1000000000, 0};
    int64_t *trial = tp_arena_array(arena, (size_t)rows + 1, sizeof *trial);
    if (!trial)
        return tp_fail_nomem(err);
    for (int s = 0; s < N_SCALES; s++) {
        if (!scales[s] || (s && scales[s] == scales[0]) || !round_all(q, y, scales[s], trial))
            continue;
        tp_dual_bound bound;
        tp_status st = tp_dual_bound_of(&bound, q, trial, scales[s], false, arena, err);
        if (st == TP_E_OVERFLOW)
            continue;
        if (st)
            return st;
        if (out->scale && !proves_more(bound.numerator, scales[s], out->numerator, out->scale))
            continue;
        if (!out->y && !(out->y = tp_arena_array(arena, (size_t)rows + 1, sizeof *out->y)))
            return tp_fail_nomem(err);
        for (int32_t i = 0; i < rows; i++)
            out->y[i] = trial[i];
        out->scale = scales[s];
        out->numerator = bound.numerator;
        out->bound = tp_round_up_to(bound.bound, unit);
        if (s == 0 && scales[0] <= 1000)
            break; /* the exact duals: rounding them more finely gains nothing */
    }
    return TP_OK;
}

tp_wide tp_share_of(tp_wide size, tp_dec share)
{
    /* In two parts, so that no product leaves 128 bits. */
    return size / TP_DEC_ONE * share + size % TP_DEC_ONE * share / TP_DEC_ONE;
}
