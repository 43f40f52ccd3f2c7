/* Gomory's mixed-integer cut as an exact rounding. With integer λ: Σ λ_i·(A_i x - r_i) = 0, where
 * the row activity r_i is a whole variable between the row's sides. Dividing by the denominator K
 * of the tableau row and rounding (as in cuts.c) gives a row over x and r; putting A_i x back for
 * r_i makes it one over x. Nothing of the doubles is left in it but the choice of λ and K. */
#include "solve/integer/cut_row.h"

#include "solve/exact/multipliers.h"

#include <math.h>

#define SCALE_LIMIT ((int64_t)10000000)

typedef struct rounding {
    tp_wide divisor, rest; /* of the side */
} rounding;

static tp_wide rounded(const rounding *r, tp_wide a)
{
    tp_wide q = tp_floor_div(a, r->divisor), part = a - q * r->divisor;
    return q * (r->divisor - r->rest) + (part > r->rest ? part - r->rest : 0);
}

/* The side a row activity is measured from: the nearer finite one. */
static bool upper_side(const tp_program *p, int32_t i, double activity)
{
    if (p->row_lo[i] == -TP_INF)
        return true;
    if (p->row_hi[i] == TP_INF)
        return false;
    return activity - (double)p->row_lo[i] > (double)p->row_hi[i] - activity;
}

static double activity_of(const tp_program *p, int32_t i, const double *x)
{
    double sum = 0;
    for (int64_t k = p->start[i]; k < p->start[i + 1]; k++)
        sum += (double)p->entries[k].coef * x[p->entries[k].col];
    return sum;
}

/* Σ λ_i·A_i into the cutter's row; λ scaled by K, kept in c->lambda. False: out of range. */
static bool add_up(tp_cutter *c, const tp_program *p, const double *multipliers, int64_t scale)
{
    tp_cutter_clear(c);
    for (int32_t i = 0; i < p->n_rows; i++) {
        double v = nearbyint(multipliers[i] * (double)scale);
        if (!(fabs(v) < 1e15))
            return false;
        c->lambda[i] = (int64_t)v;
        if (c->lambda[i])
            tp_cutter_add(c, p, i, c->lambda[i], 0);
    }
    return true;
}

static tp_wide whole_part(const rounding *r, tp_wide a)
{
    tp_wide q = tp_floor_div(a, r->divisor);
    return q + (a - q * r->divisor > r->rest);
}

/* Why the rounded row holds: the rows' own sides make up for what their activities are over. */
static bool explain(tp_cutter *c, const tp_program *p, int sign, const rounding *r, tp_wide whole,
                    const double *x)
{
    tp_reason_begin(c, whole, r->rest - r->divisor, r->rest);
    for (int32_t k = 0; k < c->n_touched; k++) {
        int32_t j = c->touched[k];
        bool up = tp_cutter_up(c, j, x);
        tp_reason_col(c, j, whole_part(r, up ? -sign * c->value[j] : sign * c->value[j]), up);
    }
    for (int32_t i = 0; i < p->n_rows; i++) {
        if (!c->lambda[i])
            continue;
        tp_wide a = (tp_wide)(c->upper[i] ? sign : -sign) * c->lambda[i];
        tp_wide over = a - tp_floor_div(a, r->divisor) * r->divisor;
        int which = over > r->rest ? 0 : 1;
        tp_wide y = which ? over : r->divisor - over;
        tp_reason_row(c, p, i, whole_part(r, a), c->upper[i]);
        tp_reason_lean(c, which, i, c->upper[i] ? -y : y);
    }
    return tp_reason_fits(c);
}

/* One direction (sign) of the equation, rounded. */
static tp_status round_row(tp_cutter *c, tp_program *p, int sign, int64_t scale, const double *x,
                           int32_t *added, tp_err *err)
{
    rounding r = {.divisor = scale};
    tp_wide side = 0;
    for (int32_t k = 0; k < c->n_touched; k++) {
        int32_t j = c->touched[k];
        side -= sign * c->value[j] * (tp_cutter_up(c, j, x) ? c->hi[j] : c->lo[j]);
    }
    for (int32_t i = 0; i < p->n_rows; i++)
        if (c->lambda[i])
            side += (tp_wide)sign * c->lambda[i] * (c->upper[i] ? p->row_hi[i] : p->row_lo[i]);
    tp_wide whole = tp_floor_div(side, r.divisor);
    r.rest = side - whole * r.divisor;
    if (r.rest == 0)
        return TP_OK;
    c->side = whole * (r.divisor - r.rest);
    tp_cutter_row(c);
    for (int32_t k = 0; k < c->n_touched; k++) {
        int32_t j = c->touched[k];
        bool up = tp_cutter_up(c, j, x);
        tp_wide coef = rounded(&r, up ? -sign * c->value[j] : sign * c->value[j]);
        coef = up ? -coef : coef;
        c->side += coef * (up ? c->hi[j] : c->lo[j]);
        c->work[j] = coef;
    }
    for (int32_t i = 0; i < p->n_rows; i++) {
        if (!c->lambda[i])
            continue;
        tp_wide a = (tp_wide)-sign * c->lambda[i];
        tp_wide coef = rounded(&r, c->upper[i] ? -a : a);
        coef = c->upper[i] ? -coef : coef;
        c->side += coef * (c->upper[i] ? p->row_hi[i] : p->row_lo[i]);
        for (int64_t k = p->start[i]; k < p->start[i + 1]; k++)
            c->work[p->entries[k].col] += coef * p->entries[k].coef;
    }
    if (tp_reason_wanted(c) && !explain(c, p, sign, &r, whole, x))
        return TP_OK;
    int32_t before = *added;
    tp_status st = tp_cutter_keep(c, p, x, added, err);
    return st || *added == before || !tp_reason_wanted(c) ? st : tp_reason_tell(c, err);
}

static tp_status from_row(tp_cutter *c, tp_program *p, const double *multipliers, const double *x,
                          int32_t *added, tp_err *err)
{
    int32_t before = p->n_rows;
    int64_t scale = tp_common_denominator(multipliers, before, 1.0);
    *added = 0;
    if (scale <= 1 || scale > SCALE_LIMIT || before > c->row_room)
        return TP_OK;
    tp_status st = tp_cutter_room(c, before + 2, err);
    if (st || !add_up(c, p, multipliers, scale))
        return st;
    for (int32_t i = 0; i < before; i++)
        if (c->lambda[i])
            c->upper[i] = upper_side(p, i, activity_of(p, i, x));
    st = round_row(c, p, 1, scale, x, added, err);
    /* The first may have added a row; it has no multiplier. */
    if (!st && *added)
        c->lambda[before] = 0;
    if (!st)
        st = round_row(c, p, -1, scale, x, added, err);
    return st;
}

tp_status tp_cutter_gomory(tp_cutter *c, tp_program *p, tp_relax *relax, const double *x,
                           int32_t most, int32_t *added, tp_err *err)
{
    int32_t rows = p->n_rows, used = 0;
    tp_status st = TP_OK;
    double *multipliers =
        tp_arena_array(c->arena, (size_t)rows + 2 * (size_t)most + 1, sizeof *multipliers);
    if (!multipliers)
        return tp_fail_nomem(err);
    st = tp_relax_tableau_open(relax, err);
    for (int32_t j = 0; j < p->n_cols && used < most && !st; j++) {
        double f = x[j] - floor(x[j]);
        bool basic = false;
        int32_t more = 0;
        if (f < 0.005 || f > 0.995)
            continue;
        used++;
        st = tp_relax_tableau(relax, j, multipliers, &basic, err);
        for (int32_t i = rows; i < p->n_rows; i++)
            multipliers[i] = 0;
        if (!st && basic)
            st = from_row(c, p, multipliers, x, &more, err);
        *added += more;
    }
    tp_relax_tableau_close(relax);
    return st;
}
