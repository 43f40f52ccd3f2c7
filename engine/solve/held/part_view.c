#include "solve/held/part_view.h"

#include <string.h>

tp_status tp_part_copy(int64_t **to, const int64_t *from, int32_t n, tp_arena *arena, tp_err *err)
{
    *to = tp_arena_array(arena, (size_t)n + 1, sizeof **to);
    if (!*to)
        return tp_fail_nomem(err);
    if (n)
        memcpy(*to, from, (size_t)n * sizeof **to);
    return TP_OK;
}

tp_status tp_part_sides(tp_part_view *view, const tp_held *h, const int64_t *lo, const int64_t *hi,
                        tp_arena *arena, tp_err *err)
{
    const tp_parameters *p = h->parameters;
    const tp_program *rest = p->rest;
    *view = (tp_part_view){0};
    tp_status st = tp_part_copy(&view->lo, h->space.lo, rest->n_cols, arena, err);
    if (!st)
        st = tp_part_copy(&view->hi, h->space.hi, rest->n_cols, arena, err);
    if (!st)
        st = tp_part_copy(&view->row_lo, h->space.row_lo, rest->n_rows, arena, err);
    if (!st)
        st = tp_part_copy(&view->row_hi, h->space.row_hi, rest->n_rows, arena, err);
    if (st)
        return st;
    for (int32_t k = 0; k < p->count; k++) {
        int32_t j = p->col[k];
        view->lo[j] = tp_larger(view->lo[j], lo[k]);
        view->hi[j] = tp_smaller(view->hi[j], hi[k]);
        view->crossed |= view->lo[j] > view->hi[j];
    }
    for (int32_t k = 0; k < p->n_rows; k++) {
        int32_t i = p->row[k];
        int64_t row_lo, row_hi;
        if (!tp_parameters_sides(p, k, lo, hi, h->space.row_lo[i], h->space.row_hi[i], &row_lo,
                                 &row_hi))
            return tp_fail(err, TP_E_OVERFLOW, "sides of a row with parameters");
        view->row_lo[i] = tp_larger(row_lo, h->inner_lo[k]);
        view->row_hi[i] = tp_smaller(row_hi, h->inner_hi[k]);
    }
    for (int32_t i = 0; i < rest->n_rows && !view->crossed; i++)
        view->crossed = view->row_lo[i] > view->row_hi[i];
    return TP_OK;
}

tp_status tp_part_costs(tp_part_view *view, const tp_held *h, const int64_t *cost, int64_t scale,
                        const int64_t *y, int32_t count, tp_arena *arena, tp_err *err)
{
    const tp_program *p = h->space.program;
    int32_t n = h->before->n_cols;
    view->cost = tp_arena_array(arena, (size_t)n + 1, sizeof *view->cost);
    if (!view->cost)
        return tp_fail_nomem(err);
    view->constant = 0;
    for (int32_t j = 0; cost && j < n; j++)
        if (__builtin_mul_overflow(cost[j], scale, &view->cost[j]))
            return tp_fail(err, TP_E_OVERFLOW, "costs of a part");
    for (int32_t i = h->before->n_rows; i < count; i++) {
        if (!y[i])
            continue;
        int64_t side = y[i] > 0 ? h->space.row_lo[i] : h->space.row_hi[i];
        tp_wide product;
        if (side == TP_INF || side == -TP_INF)
            return tp_fail(err, TP_E_INPUT, "multiplier of held row %d leans on an open side",
                           (int)i);
        if (__builtin_mul_overflow((tp_wide)y[i], (tp_wide)side, &product) ||
            __builtin_add_overflow(view->constant, product, &view->constant))
            return tp_fail(err, TP_E_OVERFLOW, "costs of a part");
        for (int64_t k = p->start[i]; k < p->start[i + 1]; k++) {
            int64_t *at = &view->cost[p->entries[k].col], step;
            if (__builtin_mul_overflow(y[i], p->entries[k].coef, &step) ||
                __builtin_sub_overflow(*at, step, at))
                return tp_fail(err, TP_E_OVERFLOW, "costs of a part");
        }
    }
    return TP_OK;
}
