#include "solve/held/partition.h"

#include "solve/exact/multipliers.h"
#include "solve/held/lagrangian.h"

#include <string.h>

/* *numerator: cost·x >= *numerator / *scale. The line holds for every value in the part, so its
 * sides cross nowhere else than the space's own. */
static tp_status line_bound(tp_wide *numerator, tp_wide *scale, tp_part_view *view,
                            const tp_held *h, const tp_proof_part *part, const int64_t *y,
                            tp_arena *arena, tp_err *err)
{
    const tp_parameters *p = h->parameters;
    int64_t unit = tp_lagrangian_unit(p), lo[TP_PARAMETERS_MOST] = {0},
            hi[TP_PARAMETERS_MOST] = {0};
    tp_lagrangian line;
    if (!unit)
        return tp_fail(err, TP_E_INPUT, "a linear part where there are no lines");
    tp_status st = tp_lagrangian_of(&line, view, h, y, unit, arena, err);
    if (st)
        return st;
    for (int32_t k = 0; k < p->count; k++) {
        lo[k] = tp_larger(part->lo[k], h->space.lo[p->col[k]]);
        hi[k] = tp_smaller(part->hi[k], h->space.hi[p->col[k]]);
    }
    *numerator = tp_lagrangian_least(&line, p->count, lo, hi);
    *scale = (tp_wide)part->scale * unit;
    return TP_OK;
}

/* bound->numerator: scale·cost·x >= numerator for all of the part's points; for a linear part only
 * bound->bound is given. */
static tp_status bound_of(tp_dual_bound *out, tp_part_view *view, const tp_held *h,
                          const int64_t *cost, const tp_proof_part *part, int32_t count,
                          bool want_reduced, tp_arena *arena, tp_err *err)
{
    const tp_program *rest = h->parameters->rest;
    tp_status st = tp_part_sides(view, h, part->lo, part->hi, arena, err);
    if (st || (part->empty && view->crossed))
        return st;
    if (part->scale <= 0)
        return tp_fail(err, TP_E_INPUT, "scale of a part is not positive");
    st = tp_part_costs(view, h, part->empty ? NULL : cost, part->scale, part->y, count, arena, err);
    if (st)
        return st;
    int64_t *y = tp_arena_array(arena, (size_t)rest->n_rows + 1, sizeof *y);
    if (!y)
        return tp_fail_nomem(err);
    int32_t rows = count < rest->n_rows ? count : rest->n_rows;
    if (rows)
        memcpy(y, part->y, (size_t)rows * sizeof *y);
    tp_wide scale = part->scale;
    if (part->linear) {
        *out = (tp_dual_bound){0};
        st = line_bound(&out->numerator, &scale, view, h, part, y, arena, err);
    } else {
        tp_dual_problem q = {rest, view->cost, view->lo, view->hi, view->row_lo, view->row_hi};
        st = tp_dual_bound_of(out, &q, y, 1, want_reduced, arena, err);
        if (!st && __builtin_add_overflow(out->numerator, view->constant, &out->numerator))
            st = tp_fail(err, TP_E_OVERFLOW, "bound of a part");
    }
    if (!st)
        out->bound = tp_ceil_div(out->numerator, scale);
    if (!st && part->empty && out->numerator <= 0)
        st = tp_fail(err, TP_E_INPUT, "a part is not shown to be empty");
    return st;
}

/* Every value of the parameters lies in just one part: disjoint, as many values as the range. */
static bool covered(const tp_held *h, const tp_multipliers *m)
{
    const tp_parameters *p = h->parameters;
    tp_wide all = 1, sum = 0;
    for (int32_t k = 0; k < p->count; k++)
        all *= (tp_wide)h->space.hi[p->col[k]] - h->space.lo[p->col[k]] + 1;
    for (size_t a = 0; a < m->n_parts; a++) {
        tp_wide size = 1;
        for (int32_t k = 0; k < p->count; k++) {
            int64_t lo = tp_larger(m->parts[a].lo[k], h->space.lo[p->col[k]]);
            int64_t hi = tp_smaller(m->parts[a].hi[k], h->space.hi[p->col[k]]);
            size *= lo > hi ? 0 : (tp_wide)hi - lo + 1;
        }
        sum += size;
        for (size_t b = 0; b < a; b++) {
            bool apart = false;
            for (int32_t k = 0; k < p->count; k++)
                apart |=
                    m->parts[a].hi[k] < m->parts[b].lo[k] || m->parts[b].hi[k] < m->parts[a].lo[k];
            if (!apart)
                return false;
        }
    }
    return sum == all;
}

static tp_status check_cover(const tp_held *h, const tp_multipliers *m, tp_err *err)
{
    if (!h->parameters || !covered(h, m))
        return tp_fail(err, TP_E_INPUT, "the parts of a proof do not cover the parameters");
    return TP_OK;
}

tp_status tp_parts_bound(tp_wide *rounded, const tp_held *h, const int64_t *cost,
                         const tp_multipliers *m, tp_arena *arena, tp_err *err)
{
    int64_t step = tp_cost_gcd(cost, h->before->n_cols);
    tp_status st = check_cover(h, m, err);
    (void)arena;
    *rounded = (tp_wide)1 << 100;
    for (size_t a = 0; a < m->n_parts && !st; a++) {
        const tp_proof_part *part = &m->parts[a];
        tp_arena *scratch = tp_arena_create();
        tp_dual_bound bound;
        tp_part_view view;
        st = scratch ? bound_of(&bound, &view, h, cost, part, m->count, false, scratch, err)
                     : tp_fail_nomem(err);
        tp_wide here = st || part->empty ? *rounded : tp_round_up_to(bound.bound, step);
        *rounded = here < *rounded ? here : *rounded;
        tp_arena_free(scratch);
    }
    return st;
}

/* What is left of a part at cost·x <= most, in the space. */
static tp_status tighten(tp_held *h, const tp_proof_part *part, tp_part_view *view,
                         const tp_dual_bound *bound, tp_wide most, int32_t count, bool *exact,
                         tp_arena *arena, tp_err *err)
{
    const tp_parameters *p = h->parameters;
    int64_t *y;
    int32_t rows = count < p->rest->n_rows ? count : p->rest->n_rows;
    tp_status st =
        tp_part_copy(&y, part->y, rows < p->rest->n_rows ? rows : p->rest->n_rows, arena, err);
    if (!st && rows < p->rest->n_rows)
        return tp_fail(err, TP_E_INPUT, "too few multipliers in a part");
    if (!st)
        st = tp_dual_tighten(bound, y, part->scale, most, p->rest, view->lo, view->hi, view->row_lo,
                             view->row_hi, exact, err);
    if (st)
        return st;
    memcpy(h->space.lo, view->lo, (size_t)p->rest->n_cols * sizeof *view->lo);
    memcpy(h->space.hi, view->hi, (size_t)p->rest->n_cols * sizeof *view->hi);
    for (int32_t i = 0; i < p->rest->n_rows; i++) {
        if (p->bound[i])
            continue;
        h->space.row_lo[i] = view->row_lo[i];
        h->space.row_hi[i] = view->row_hi[i];
    }
    for (int32_t k = 0; k < p->n_rows; k++) {
        h->inner_lo[k] = view->row_lo[p->row[k]];
        h->inner_hi[k] = view->row_hi[p->row[k]];
    }
    return TP_OK;
}

/* With every parameter's value known, the inner sides are sides of the rows themselves. */
static bool write_through(tp_held *h)
{
    const tp_parameters *p = h->parameters;
    for (int32_t k = 0; k < p->count; k++)
        if (h->space.lo[p->col[k]] != h->space.hi[p->col[k]])
            return false;
    for (int32_t k = 0; k < p->n_rows; k++) {
        tp_wide fixed = 0, lo, hi;
        for (int32_t a = 0; a < p->count; a++)
            fixed += (tp_wide)p->coef[k][a] * h->space.lo[p->col[a]];
        lo = fixed + (tp_wide)p->unit[k] * h->inner_lo[k];
        hi = fixed + (tp_wide)p->unit[k] * h->inner_hi[k];
        int32_t i = p->row[k];
        if (p->unit[k] && h->inner_lo[k] != -TP_INF && lo > h->space.row_lo[i])
            h->space.row_lo[i] = (int64_t)lo;
        if (p->unit[k] && h->inner_hi[k] != TP_INF && hi < h->space.row_hi[i])
            h->space.row_hi[i] = (int64_t)hi;
    }
    return true;
}

tp_status tp_parts_hold(tp_held *h, const int64_t *cost, const tp_multipliers *m, tp_wide most,
                        bool *exact, bool *implied, tp_arena *arena, tp_err *err)
{
    const tp_parameters *p = h->parameters;
    int64_t step = tp_cost_gcd(cost, h->before->n_cols);
    int64_t lo[TP_PARAMETERS_MOST], hi[TP_PARAMETERS_MOST];
    size_t left = 0, last = 0;
    tp_status st = check_cover(h, m, err);
    *exact = *implied = false;
    for (size_t a = 0; a < m->n_parts && !st; a++) {
        const tp_proof_part *part = &m->parts[a];
        tp_arena *scratch = tp_arena_create();
        tp_dual_bound bound;
        tp_part_view view;
        st = !scratch      ? tp_fail_nomem(err)
             : part->empty ? TP_OK
                           : bound_of(&bound, &view, h, cost, part, m->count, false, scratch, err);
        bool reaches = !st && !part->empty && tp_round_up_to(bound.bound, step) <= most;
        for (int32_t k = 0; k < p->count && reaches; k++) {
            lo[k] = left && lo[k] < part->lo[k] ? lo[k] : part->lo[k];
            hi[k] = left && hi[k] > part->hi[k] ? hi[k] : part->hi[k];
        }
        left += reaches;
        last = reaches ? a : last;
        tp_arena_free(scratch);
    }
    if (st)
        return st;
    if (!left)
        return tp_fail(err, TP_E_INPUT, "the value to hold lies beyond the proven bound");
    for (int32_t k = 0; k < p->count; k++) {
        h->space.lo[p->col[k]] = tp_larger(h->space.lo[p->col[k]], lo[k]);
        h->space.hi[p->col[k]] = tp_smaller(h->space.hi[p->col[k]], hi[k]);
    }
    if (left > 1 || m->parts[last].linear)
        return TP_OK;
    tp_dual_bound bound;
    tp_part_view view;
    st = bound_of(&bound, &view, h, cost, &m->parts[last], m->count, true, arena, err);
    if (!st)
        st = tighten(h, &m->parts[last], &view, &bound, most, m->count, implied, arena, err);
    if (!st && *implied && write_through(h))
        *exact = true;
    return st;
}
