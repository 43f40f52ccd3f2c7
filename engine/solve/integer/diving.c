/* Diving: the nearly whole columns of the relaxation are fixed, the rest solved again, until a
 * whole point is reached or nothing fits. A heuristic: what it finds is offered, its failures mean
 * nothing. */
#include "solve/integer/diving.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { DIVE_STEPS = 200, DIVE_TROUBLES = 6 };

static double fraction(double v)
{
    return v - floor(v);
}

static bool fractional(double v)
{
    double f = fraction(v);
    return f > 1e-6 && f < 1 - 1e-6;
}

typedef struct choice {
    double distance;
    int32_t col;
} choice;

static int by_distance(const void *a, const void *b)
{
    const choice *p = a, *q = b;
    if (p->distance != q->distance)
        return p->distance < q->distance ? -1 : 1;
    return (p->col > q->col) - (p->col < q->col);
}

static int32_t fractions(const tp_subproblem *l, const double *x, choice *out)
{
    int32_t n = 0;
    for (int32_t j = 0; j < l->program->n_cols; j++)
        if (fractional(x[j]))
            out[n++] = (choice){fabs(x[j] - nearbyint(x[j])), j};
    qsort(out, (size_t)n, sizeof *out, by_distance);
    return n;
}

typedef struct dive {
    int64_t *lo, *hi, *keep_lo, *keep_hi, *sides;
    choice *choices;
} dive;

static bool dive_init(dive *d, const tp_subproblem *l)
{
    size_t n = (size_t)l->program->n_cols + 1, m = 2 * ((size_t)l->program->n_rows + 1);
    d->lo = tp_arena_array(l->arena, n, sizeof *d->lo);
    d->hi = tp_arena_array(l->arena, n, sizeof *d->hi);
    d->keep_lo = tp_arena_array(l->arena, n, sizeof *d->lo);
    d->keep_hi = tp_arena_array(l->arena, n, sizeof *d->hi);
    d->sides = tp_arena_array(l->arena, m, sizeof *d->sides);
    d->choices = tp_arena_array(l->arena, n, sizeof *d->choices);
    return d->lo && d->hi && d->keep_lo && d->keep_hi && d->sides && d->choices;
}

/* Fixes the columns nearest to whole numbers; after trouble one only, and the other way round. */
static bool dive_fix(dive *d, const tp_subproblem *l, const double *x, int32_t n, int trouble)
{
    size_t size = (size_t)l->program->n_cols * sizeof *d->lo;
    int32_t batch = trouble ? 1 : n / 6 + 1;
    memcpy(d->keep_lo, d->lo, size);
    memcpy(d->keep_hi, d->hi, size);
    for (int32_t k = 0; k < batch; k++) {
        int32_t j = d->choices[k].col;
        double v =
            trouble > 1 ? (fraction(x[j]) < 0.5 ? ceil(x[j]) : floor(x[j])) : nearbyint(x[j]);
        if (v < (double)d->lo[j] || v > (double)d->hi[j])
            continue;
        d->lo[j] = d->hi[j] = (int64_t)v;
    }
    if (tp_subproblem_propagate(l, d->lo, d->hi, d->sides))
        return true;
    memcpy(d->lo, d->keep_lo, size);
    memcpy(d->hi, d->keep_hi, size);
    return false;
}

tp_status tp_dive(tp_subproblem *l)
{
    dive d;
    if (!dive_init(&d, l))
        return tp_fail_nomem(l->err);
    size_t size = (size_t)l->program->n_cols * sizeof *d.lo;
    memcpy(d.lo, l->lo, size);
    memcpy(d.hi, l->hi, size);
    int trouble = 0, troubles = 0;
    double *x = tp_arena_array(l->arena, (size_t)l->program->n_cols + 1, sizeof *x);
    int32_t n = 0;
    if (!x)
        return tp_fail_nomem(l->err);
    for (int step = 0; step < DIVE_STEPS && troubles < DIVE_TROUBLES; step++) {
        tp_relax_point point;
        tp_status st = tp_subproblem_relax(l, d.lo, d.hi, &point);
        if (st || l->stopped)
            return st;
        bool lost = point.status != TP_RELAXED_OPTIMAL || tp_subproblem_floor(l, &point) > l->most;
        if (lost && step == 0)
            return TP_OK;
        if (lost) {
            memcpy(d.lo, d.keep_lo, size);
            memcpy(d.hi, d.keep_hi, size);
            trouble++;
            troubles++;
        } else {
            trouble = 0;
            if (tp_subproblem_round(l, point.x))
                return TP_OK;
            memcpy(x, point.x, (size_t)l->program->n_cols * sizeof *x);
            n = fractions(l, x, d.choices);
        }
        while (n > 0 && troubles < DIVE_TROUBLES && !dive_fix(&d, l, x, n, trouble)) {
            trouble++;
            troubles++;
        }
    }
    return TP_OK;
}
