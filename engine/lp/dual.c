#include "lp/dual.h"

#include <string.h>

static bool mul_add(tp_wide *sum, tp_wide a, tp_wide b)
{
    tp_wide product;
    return !__builtin_mul_overflow(a, b, &product) && !__builtin_add_overflow(*sum, product, sum);
}

static tp_status check_sides(const tp_dual_problem *q, const int64_t *y, tp_err *err)
{
    for (int32_t i = 0; i < q->program->n_rows; i++) {
        int64_t side = y[i] > 0 ? q->row_lo[i] : q->row_hi[i];
        if (y[i] && (side == -TP_INF || side == TP_INF))
            return tp_fail(err, TP_E_INPUT, "multiplier of row %d leans on an open side", (int)i);
    }
    return TP_OK;
}

/* K·c - y·A, and the rows' share of the bound. */
static tp_status price_wide(const tp_dual_problem *q, const int64_t *y, int64_t scale,
                            tp_wide *reduced, tp_wide *numerator, tp_err *err)
{
    const tp_program *p = q->program;
    for (int32_t j = 0; j < p->n_cols; j++)
        reduced[j] = q->cost ? (tp_wide)q->cost[j] * scale : 0;
    for (int32_t i = 0; i < p->n_rows; i++) {
        if (y[i] == 0)
            continue;
        if (!mul_add(numerator, y[i], y[i] > 0 ? q->row_lo[i] : q->row_hi[i]))
            return tp_fail(err, TP_E_OVERFLOW, "bound of row %d", (int)i);
        for (int64_t k = p->start[i]; k < p->start[i + 1]; k++)
            if (!mul_add(&reduced[p->entries[k].col], -(tp_wide)y[i], p->entries[k].coef))
                return tp_fail(err, TP_E_OVERFLOW, "reduced cost in row %d", (int)i);
    }
    for (int32_t j = 0; j < p->n_cols; j++)
        if (reduced[j] && !mul_add(numerator, reduced[j], reduced[j] > 0 ? q->lo[j] : q->hi[j]))
            return tp_fail(err, TP_E_OVERFLOW, "bound of column %d", (int)j);
    return TP_OK;
}

/* The same where every reduced cost fits 64 bits; false: one does not. A product of two figures of
 * 64 bits always fits 128, so that only sums need to be watched. */
static bool price(const tp_dual_problem *q, const int64_t *y, int64_t scale, int64_t *reduced,
                  tp_wide *numerator)
{
    const tp_program *p = q->program;
    bool over = false;
    tp_wide sum = 0;
    if (!q->cost)
        memset(reduced, 0, (size_t)p->n_cols * sizeof *reduced);
    else if (scale == 1)
        memcpy(reduced, q->cost, (size_t)p->n_cols * sizeof *reduced);
    else
        for (int32_t j = 0; j < p->n_cols; j++)
            over |= __builtin_mul_overflow(q->cost[j], scale, &reduced[j]);
    for (int32_t i = 0; i < p->n_rows && !over; i++) {
        if (y[i] == 0)
            continue;
        int64_t term;
        over |= __builtin_add_overflow(
            sum, (tp_wide)y[i] * (y[i] > 0 ? q->row_lo[i] : q->row_hi[i]), &sum);
        for (int64_t k = p->start[i]; k < p->start[i + 1]; k++) {
            int64_t *of = &reduced[p->entries[k].col];
            over |= __builtin_mul_overflow(y[i], p->entries[k].coef, &term) ||
                    __builtin_sub_overflow(*of, term, of);
        }
    }
    for (int32_t j = 0; j < p->n_cols && !over; j++)
        if (reduced[j])
            over |= __builtin_add_overflow(
                sum, (tp_wide)reduced[j] * (reduced[j] > 0 ? q->lo[j] : q->hi[j]), &sum);
    *numerator = sum;
    return !over;
}

tp_status tp_dual_bound_of(tp_dual_bound *out, const tp_dual_problem *q, const int64_t *y,
                           int64_t scale, bool want_reduced, tp_arena *arena, tp_err *err)
{
    memset(out, 0, sizeof *out);
    if (scale <= 0)
        return tp_fail(err, TP_E_INPUT, "scale of multipliers is not positive");
    tp_status st = check_sides(q, y, err);
    if (st)
        return st;
    size_t n = (size_t)q->program->n_cols + 1;
    int64_t *reduced = tp_arena_array(arena, n, sizeof *reduced);
    if (!reduced)
        return tp_fail_nomem(err);
    tp_wide sum = 0;
    if (price(q, y, scale, reduced, &sum)) {
        out->reduced = want_reduced ? reduced : NULL;
    } else {
        tp_wide *wide = tp_arena_array(arena, n, sizeof *wide);
        if (!wide)
            return tp_fail_nomem(err);
        sum = 0;
        st = price_wide(q, y, scale, wide, &sum, err);
        if (st)
            return st;
        out->wide = want_reduced ? wide : NULL;
    }
    out->numerator = sum;
    out->bound = scale == 1 ? sum : tp_ceil_div(sum, scale);
    return TP_OK;
}

/* side + slack / rate, or `keep` where that is no tighter. */
static int64_t reach(int64_t side, tp_wide slack, tp_wide rate, int64_t keep)
{
    tp_wide size = rate > 0 ? rate : -rate, steps = slack < size ? 0 : slack / size;
    if (rate > 0) {
        if (steps >= (tp_wide)TP_INF - side)
            return keep;
        int64_t at = (int64_t)(side + steps);
        return at < keep ? at : keep;
    }
    if (steps >= (tp_wide)side + TP_INF)
        return keep;
    int64_t at = (int64_t)(side - steps);
    return at > keep ? at : keep;
}

tp_status tp_dual_tighten(const tp_dual_bound *bound, const int64_t *y, int64_t scale, tp_wide most,
                          const tp_program *p, int64_t *lo, int64_t *hi, int64_t *row_lo,
                          int64_t *row_hi, bool *exact, tp_err *err)
{
    tp_wide ceiling, slack;
    if (!bound->reduced && !bound->wide)
        return tp_fail(err, TP_E_INTERNAL, "tightening needs the reduced costs");
    if (__builtin_mul_overflow(most, (tp_wide)scale, &ceiling) ||
        __builtin_sub_overflow(ceiling, bound->numerator, &slack))
        return tp_fail(err, TP_E_OVERFLOW, "slack of a held tier");
    if (slack < 0)
        return tp_fail(err, TP_E_INPUT, "the value to hold lies beyond the proven bound");
    for (int32_t j = 0; j < p->n_cols; j++) {
        tp_wide d = bound->reduced ? bound->reduced[j] : bound->wide[j];
        if (d > 0)
            hi[j] = reach(lo[j], slack, d, hi[j]);
        else if (d < 0)
            lo[j] = reach(hi[j], slack, d, lo[j]);
    }
    for (int32_t i = 0; i < p->n_rows; i++) {
        if (y[i] > 0)
            row_hi[i] = reach(row_lo[i], slack, y[i], row_hi[i]);
        else if (y[i] < 0)
            row_lo[i] = reach(row_hi[i], slack, y[i], row_lo[i]);
    }
    if (exact)
        *exact = slack == 0;
    return TP_OK;
}
