#include "solve/held/lagrangian.h"

#include <string.h>

#define UNIT_MOST 1000000000

int64_t tp_lagrangian_unit(const tp_parameters *p)
{
    int64_t all = 1;
    for (int32_t k = 0; k < p->n_rows; k++) {
        if (!p->unit[k])
            continue;
        all = p->unit[k] / tp_gcd(all, p->unit[k]) * all;
        if (all > UNIT_MOST || all <= 0)
            return 0;
    }
    return all;
}

static bool add(tp_wide *sum, tp_wide a, tp_wide b)
{
    tp_wide product;
    return !__builtin_mul_overflow(a, b, &product) && !__builtin_add_overflow(*sum, product, sum);
}

/* One row's share: its inner side where there is one, else its own, linear in the parameters. */
static bool add_row(tp_lagrangian *out, const tp_held *h, int32_t k, int64_t y, int64_t unit)
{
    const tp_parameters *p = h->parameters;
    int32_t i = p->row[k];
    int64_t inner = y > 0 ? h->inner_lo[k] : h->inner_hi[k];
    int64_t own = y > 0 ? h->space.row_lo[i] : h->space.row_hi[i];
    if (inner != TP_INF && inner != -TP_INF)
        return add(&out->constant, (tp_wide)y * unit, inner);
    if (own == TP_INF || own == -TP_INF || !p->unit[k])
        return false;
    tp_wide rate = (tp_wide)y * (unit / p->unit[k]);
    bool ok = add(&out->constant, rate, own);
    for (int32_t a = 0; a < p->count && ok; a++)
        ok = add(&out->slope[a], -rate, p->coef[k][a]);
    return ok;
}

tp_status tp_lagrangian_of(tp_lagrangian *out, const tp_part_view *view, const tp_held *h,
                           const int64_t *y, int64_t unit, tp_arena *arena, tp_err *err)
{
    const tp_parameters *p = h->parameters;
    const tp_program *rest = p->rest;
    tp_dual_bound bound;
    *out = (tp_lagrangian){0};
    /* Rows with parameters count through their lines alone. */
    int64_t *row_lo = tp_arena_array(arena, (size_t)rest->n_rows + 1, sizeof *row_lo);
    int64_t *row_hi = tp_arena_array(arena, (size_t)rest->n_rows + 1, sizeof *row_hi);
    if (!row_lo || !row_hi)
        return tp_fail_nomem(err);
    memcpy(row_lo, view->row_lo, (size_t)rest->n_rows * sizeof *row_lo);
    memcpy(row_hi, view->row_hi, (size_t)rest->n_rows * sizeof *row_hi);
    for (int32_t k = 0; k < p->n_rows; k++)
        row_lo[p->row[k]] = row_hi[p->row[k]] = 0;
    tp_dual_problem q = {rest, view->cost, view->lo, view->hi, row_lo, row_hi};
    tp_status st = tp_dual_bound_of(&bound, &q, y, 1, false, arena, err);
    if (st)
        return st;
    bool ok =
        add(&out->constant, bound.numerator, unit) && add(&out->constant, view->constant, unit);
    for (int32_t k = 0; k < p->n_rows && ok; k++)
        if (y[p->row[k]])
            ok = add_row(out, h, k, y[p->row[k]], unit);
    return ok ? TP_OK : tp_fail(err, TP_E_INPUT, "multipliers make no line");
}

tp_wide tp_lagrangian_least(const tp_lagrangian *line, int32_t count, const int64_t *lo,
                            const int64_t *hi)
{
    tp_wide v = line->constant;
    for (int32_t k = 0; k < count; k++)
        v += line->slope[k] * (line->slope[k] > 0 ? lo[k] : hi[k]);
    return v;
}
