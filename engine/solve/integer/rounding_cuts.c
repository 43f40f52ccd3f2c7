#include "solve/integer/cut_row.h"

#include "solve/relaxation/relax.h"

#include <math.h>
#include <string.h>

enum { DIVISORS = 6, SUBSTITUTIONS = 64, DENSE_MIN = 400 };
#define COEF_MAX ((tp_wide)1 << 44)
#define SIDE_MAX ((tp_wide)1 << 52)

tp_status tp_cutter_create(tp_cutter **out, const tp_task *task, tp_arena *arena, tp_err *err)
{
    tp_cutter *c = tp_arena_alloc(arena, sizeof *c);
    if (!c)
        return tp_fail_nomem(err);
    size_t n = (size_t)task->program->n_cols + 1;
    c->lo = task->lo;
    c->hi = task->hi;
    c->n_cols = task->program->n_cols;
    c->n_rows = task->program->n_rows;
    c->arena = arena;
    c->value = tp_arena_array(arena, n, sizeof *c->value);
    c->touched = tp_arena_array(arena, n, sizeof *c->touched);
    c->in_touched = tp_arena_array(arena, n, sizeof *c->in_touched);
    c->cut = tp_arena_array(arena, n, sizeof *c->cut);
    c->base_row = tp_arena_array(arena, SUBSTITUTIONS + 1, sizeof *c->base_row);
    c->base_factor = tp_arena_array(arena, SUBSTITUTIONS + 1, sizeof *c->base_factor);
    c->row_room = task->program->n_rows + TP_RELAX_MORE_ROWS;
    c->work = tp_arena_array(arena, n, sizeof *c->work);
    if (!c->work || !c->value || !c->touched || !c->in_touched || !c->cut || !c->base_row ||
        !c->base_factor)
        return tp_fail_nomem(err);
    *out = c;
    return tp_program_columns(&c->columns, task->program, arena, err);
}

static tp_status room_for_reasons(tp_cutter *c, tp_err *err)
{
    size_t rows = (size_t)c->rows_kept + SUBSTITUTIONS + 2;
    for (int which = 0; which < 2; which++) {
        c->why_row[which] = tp_arena_array(c->arena, rows, sizeof(int32_t));
        c->why_y[which] = tp_arena_array(c->arena, rows, sizeof(tp_wide));
        if (!c->why_row[which] || !c->why_y[which])
            return tp_fail_nomem(err);
    }
    return TP_OK;
}

tp_status tp_cutter_room(tp_cutter *c, int32_t rows, tp_err *err)
{
    if (rows <= c->rows_kept)
        return TP_OK;
    c->rows_kept = rows + rows / 2;
    c->lambda = tp_arena_array(c->arena, (size_t)c->rows_kept + 2, sizeof *c->lambda);
    c->upper = tp_arena_array(c->arena, (size_t)c->rows_kept + 2, sizeof *c->upper);
    if (!c->lambda || !c->upper)
        return tp_fail_nomem(err);
    return tp_reason_wanted(c) ? room_for_reasons(c, err) : TP_OK;
}

tp_status tp_cutter_witness(tp_cutter *c, tp_cut_witness witness, tp_err *err)
{
    c->form = tp_arena_array(c->arena, (size_t)c->n_cols + 1, sizeof *c->form);
    c->witness = witness;
    return c->form ? room_for_reasons(c, err) : tp_fail_nomem(err);
}

void tp_cutter_clear(tp_cutter *c)
{
    c->n_base = 0;
    for (int32_t k = 0; k < c->n_touched; k++) {
        c->value[c->touched[k]] = 0;
        c->in_touched[c->touched[k]] = false;
    }
    c->n_touched = 0;
    c->side = 0;
}

void tp_cutter_add(tp_cutter *c, const tp_program *p, int32_t row, tp_wide factor, tp_wide side)
{
    for (int64_t k = p->start[row]; k < p->start[row + 1]; k++) {
        int32_t j = p->entries[k].col;
        if (!c->in_touched[j]) {
            c->in_touched[j] = true;
            c->touched[c->n_touched++] = j;
        }
        c->value[j] += factor * p->entries[k].coef;
    }
    c->side += factor * side;
}

bool tp_cutter_up(const tp_cutter *c, int32_t j, const double *x)
{
    return x[j] - (double)c->lo[j] > (double)c->hi[j] - x[j];
}

void tp_cutter_row(tp_cutter *c)
{
    memset(c->work, 0, (size_t)c->n_cols * sizeof *c->work);
}

tp_status tp_cutter_keep(tp_cutter *c, tp_program *p, const double *x, int32_t *added, tp_err *err)
{
    int64_t n = 0, gcd = 0;
    double left = 0, norm = 0;
    tp_wide limit = (tp_wide)1 << 62;
    if (c->side >= limit || c->side <= -limit)
        return TP_OK;
    for (int32_t j = 0; j < c->n_cols; j++) {
        if (c->work[j] == 0)
            continue;
        if (c->work[j] >= limit || c->work[j] <= -limit)
            return TP_OK;
        gcd = tp_gcd(gcd, (int64_t)c->work[j]);
        c->cut[n++] = (tp_entry){j, (int64_t)c->work[j]};
        c->n_cut = n;
        left += (double)c->work[j] * x[j];
        norm += (double)c->work[j] * (double)c->work[j];
    }
    if (n == 0 || n > DENSE_MIN + c->n_cols / 4 || (left - (double)c->side) / sqrt(norm) < 1e-4)
        return TP_OK;
    for (int64_t k = 0; k < n; k++)
        if (c->cut[k].coef / gcd > COEF_MAX || c->cut[k].coef / gcd < -COEF_MAX)
            return TP_OK;
    tp_wide side = tp_floor_div(c->side, gcd);
    if (side > SIDE_MAX || side < -SIDE_MAX)
        return TP_OK;
    if (tp_program_row(p, -TP_INF, (int64_t)c->side, (tp_origin){.maker = -1}, c->cut, n) < 0)
        return tp_fail_nomem(err);
    ++*added;
    return TP_OK;
}

static bool interior(const tp_cutter *c, int32_t j, const double *x)
{
    return x[j] > (double)c->lo[j] + 1e-6 && x[j] < (double)c->hi[j] - 1e-6;
}

static void lean_on(tp_cutter *c, int32_t row, tp_wide factor)
{
    c->base_row[c->n_base] = row;
    c->base_factor[c->n_base++] = factor;
}

/* Replaces columns of size that an equality with coefficient ±1 defines. */
static bool substitute(tp_cutter *c, const tp_program *p, int32_t row, const double *x)
{
    int done = 0;
    for (int32_t k = 0; k < c->n_touched && done < SUBSTITUTIONS; k++) {
        int32_t j = c->touched[k];
        tp_wide v = c->value[j];
        if (v == 0 || !interior(c, j, x))
            continue;
        for (int64_t e = c->columns.start[j]; e < c->columns.start[j + 1]; e++) {
            int32_t i = c->columns.row[e];
            int64_t a = c->columns.coef[e];
            if (i == row || p->row_lo[i] != p->row_hi[i] || (a != 1 && a != -1))
                continue;
            tp_cutter_add(c, p, i, a > 0 ? -v : v, p->row_hi[i]);
            lean_on(c, i, a > 0 ? -v : v);
            done++;
            break;
        }
    }
    return done > 0;
}

/* The row's side once each column is measured from its nearer end. */
static tp_wide side_from_ends(const tp_cutter *c, const double *x)
{
    tp_wide b = c->side;
    for (int32_t k = 0; k < c->n_touched; k++) {
        int32_t j = c->touched[k];
        b -= c->value[j] * (tp_cutter_up(c, j, x) ? c->hi[j] : c->lo[j]);
    }
    return b;
}

/* Rounds Σ value·x <= side with divisor d: coefficients into c->cut, or 0 if x keeps the cut. */
static int64_t round_by(tp_cutter *c, tp_wide d, const double *x, tp_wide *side, double *violation)
{
    tp_wide b = side_from_ends(c, x);
    tp_wide whole = tp_floor_div(b, d), rest = b - whole * d;
    if (rest == 0)
        return 0;
    tp_wide right = whole * (d - rest);
    int64_t n = 0;
    double left = 0, norm = 0;
    for (int32_t k = 0; k < c->n_touched; k++) {
        int32_t j = c->touched[k];
        bool up = tp_cutter_up(c, j, x);
        tp_wide a = up ? -c->value[j] : c->value[j];
        tp_wide q = tp_floor_div(a, d), r = a - q * d;
        tp_wide coef = q * (d - rest) + (r > rest ? r - rest : 0);
        if (coef == 0)
            continue;
        if (up)
            coef = -coef;
        if (coef > COEF_MAX || coef < -COEF_MAX)
            return 0;
        right += coef * (up ? c->hi[j] : c->lo[j]);
        c->cut[n++] = (tp_entry){j, (int64_t)coef};
        left += (double)coef * x[j];
        norm += (double)coef * (double)coef;
    }
    if (n == 0 || right > SIDE_MAX || right < -SIDE_MAX)
        return 0;
    *violation = (left - (double)right) / sqrt(norm);
    *side = right;
    return *violation > 1e-4 ? n : 0;
}

/* Why rounding by d gives a cut; false: in figures too large to say. */
static bool explain(tp_cutter *c, tp_wide d, const double *x)
{
    tp_wide b = side_from_ends(c, x);
    tp_wide whole = tp_floor_div(b, d), rest = b - whole * d;
    tp_reason_begin(c, whole, rest - d, rest);
    for (int32_t k = 0; k < c->n_touched; k++) {
        int32_t j = c->touched[k];
        bool up = tp_cutter_up(c, j, x);
        tp_wide a = up ? -c->value[j] : c->value[j], pi = tp_floor_div(a, d);
        tp_reason_col(c, j, pi + (a - pi * d > rest), up);
    }
    for (int k = 0; k < c->n_base; k++)
        tp_reason_lean(c, 1, c->base_row[k], -c->base_factor[k]);
    return tp_reason_fits(c);
}

static tp_status best_rounding(tp_cutter *c, tp_program *p, const double *x, int32_t *added,
                               tp_err *err)
{
    tp_wide tried[DIVISORS], best = 0, side;
    int n_tried = 0;
    double most = 0, violation;
    for (int32_t k = 0; k < c->n_touched && n_tried < DIVISORS; k++) {
        int32_t j = c->touched[k];
        tp_wide d = c->value[j] < 0 ? -c->value[j] : c->value[j];
        bool known = d <= 1 || !interior(c, j, x);
        for (int t = 0; t < n_tried && !known; t++)
            known = tried[t] == d;
        if (known)
            continue;
        tried[n_tried++] = d;
        if (round_by(c, d, x, &side, &violation) && violation > most) {
            most = violation;
            best = d;
        }
    }
    if (!best)
        return TP_OK;
    int64_t n = round_by(c, best, x, &side, &violation);
    tp_origin origin = {.maker = -1};
    c->n_cut = n;
    if (tp_reason_wanted(c) && !explain(c, best, x))
        return TP_OK;
    if (tp_program_row(p, -TP_INF, (int64_t)side, origin, c->cut, n) < 0)
        return tp_fail_nomem(err);
    ++*added;
    return tp_reason_wanted(c) ? tp_reason_tell(c, err) : TP_OK;
}

static bool sized(const tp_program *p, int32_t i)
{
    for (int64_t k = p->start[i]; k < p->start[i + 1]; k++)
        if (p->entries[k].coef > 1 || p->entries[k].coef < -1)
            return true;
    return false;
}

static tp_status cut_side(tp_cutter *c, tp_program *p, int32_t i, int sign, const double *x,
                          int32_t *added, tp_err *err)
{
    tp_cutter_clear(c);
    tp_cutter_add(c, p, i, sign, sign > 0 ? p->row_hi[i] : p->row_lo[i]);
    lean_on(c, i, sign);
    double activity = 0;
    for (int32_t k = 0; k < c->n_touched; k++)
        activity += (double)c->value[c->touched[k]] * x[c->touched[k]];
    if (activity < (double)c->side - 1e-6 * (1 + fabs((double)c->side)))
        return TP_OK; /* slack: nothing to round */
    int32_t before = *added;
    tp_status st = best_rounding(c, p, x, added, err);
    if (!st && *added == before && substitute(c, p, i, x))
        st = best_rounding(c, p, x, added, err);
    return st;
}

tp_status tp_cutter_run(tp_cutter *c, tp_program *p, const double *x, int32_t *added, tp_err *err)
{
    tp_status st = TP_OK;
    *added = 0;
    for (int32_t i = 0; i < c->n_rows && !st; i++) {
        if (!sized(p, i))
            continue;
        if (p->row_hi[i] != TP_INF)
            st = cut_side(c, p, i, 1, x, added, err);
        if (!st && p->row_lo[i] != -TP_INF)
            st = cut_side(c, p, i, -1, x, added, err);
    }
    tp_cutter_clear(c);
    return st;
}
