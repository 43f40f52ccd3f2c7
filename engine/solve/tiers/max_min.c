#include "solve/tiers/max_min.h"

#include "solve/mip.h"

#include <string.h>

int tp_fraction_compare(tp_fraction a, tp_fraction b)
{
    tp_wide l = (tp_wide)a.top * b.bottom, r = (tp_wide)b.top * a.bottom;
    return (l > r) - (l < r);
}

tp_wide tp_fraction_floor6(tp_fraction f)
{
    return tp_floor_div((tp_wide)f.top * TP_DEC_ONE, f.bottom);
}

static const tp_fraction one = {1, 1};

tp_status tp_ratio_of(tp_fraction *out, const tp_tier_spec *spec, const tp_program *p,
                      const int64_t *x, tp_err *err)
{
    *out = one;
    for (size_t g = 0; g < spec->n_groups; g++) {
        const tp_ratio_group *group = &spec->groups[g];
        tp_wide activity;
        if (!tp_program_activity(p, group->row, x, &activity) ||
            activity + group->base >= (tp_wide)TP_INF || activity + group->base <= -(tp_wide)TP_INF)
            return tp_fail(err, TP_E_OVERFLOW, "activity of a group");
        tp_fraction f = {(int64_t)(activity + group->base), group->total};
        if (tp_fraction_compare(f, *out) < 0)
            *out = f;
    }
    return TP_OK;
}

tp_fraction tp_ratio_at_most(const tp_tier_spec *spec, tp_wide top, tp_wide bottom)
{
    tp_fraction best = {0, 0};
    for (size_t g = 0; g < spec->n_groups; g++) {
        tp_wide product;
        if (__builtin_mul_overflow(top, (tp_wide)spec->groups[g].total, &product))
            return (tp_fraction){0, 0};
        tp_wide k = tp_floor_div(product, bottom);
        if (k <= -(tp_wide)TP_INF || k >= (tp_wide)TP_INF)
            continue;
        tp_fraction f = {(int64_t)k, spec->groups[g].total};
        if (!best.bottom || tp_fraction_compare(f, best) > 0)
            best = f;
    }
    return best;
}

tp_fraction tp_ratio_below(const tp_tier_spec *spec, tp_fraction f)
{
    tp_fraction best = {0, 0};
    for (size_t g = 0; g < spec->n_groups; g++) {
        tp_wide k = tp_ceil_div((tp_wide)f.top * spec->groups[g].total, f.bottom) - 1;
        tp_fraction c = {(int64_t)k, spec->groups[g].total};
        if (!best.bottom || tp_fraction_compare(c, best) > 0)
            best = c;
    }
    return best;
}

tp_fraction tp_ratio_above(const tp_tier_spec *spec, tp_fraction f)
{
    tp_fraction best = {0, 0};
    for (size_t g = 0; g < spec->n_groups; g++) {
        tp_wide k = tp_floor_div((tp_wide)f.top * spec->groups[g].total, f.bottom) + 1;
        tp_fraction c = {(int64_t)k, spec->groups[g].total};
        if (!best.bottom || tp_fraction_compare(c, best) < 0)
            best = c;
    }
    return best;
}

tp_status tp_ratio_raised(int64_t **out, const tp_held *h, const tp_tier_spec *spec, tp_fraction f,
                          tp_arena *arena, tp_err *err)
{
    size_t rows = (size_t)h->space.program->n_rows;
    int64_t *lo = tp_arena_array(arena, rows + 1, sizeof *lo);
    if (!lo)
        return tp_fail_nomem(err);
    memcpy(lo, h->space.row_lo, rows * sizeof *lo);
    for (size_t g = 0; g < spec->n_groups && f.bottom; g++) {
        int64_t need;
        tp_status st = tp_ratio_need(&spec->groups[g], f.top, f.bottom, 0, &need, err);
        if (st)
            return st;
        if (need > lo[spec->groups[g].row])
            lo[spec->groups[g].row] = need;
    }
    *out = lo;
    return TP_OK;
}

tp_status tp_ratio_proof(tp_wide *numerator, const tp_held *h, const tp_tier_spec *spec,
                         tp_fraction f, const tp_multipliers *m, tp_arena *arena, tp_err *err)
{
    tp_held at = *h;
    tp_status st = tp_ratio_raised(&at.space.row_lo, h, spec, f, arena, err);
    tp_dual_bound bound;
    tp_wide rounded;
    int64_t *zero = tp_arena_array(arena, (size_t)h->before->n_cols + 1, sizeof *zero);
    if (!st && !zero)
        return tp_fail_nomem(err);
    if (!st && m->tree) {
        tp_proof_found found;
        st = tp_held_tree(&found, &at, NULL, m, arena, err);
        *numerator = !st && found.empty;
        return st;
    }
    if (!st)
        st = tp_held_bound(&bound, &rounded, &at, zero, m, arena, err);
    if (!st)
        *numerator = bound.numerator;
    return st;
}

/* Largest candidate the proof leaves possible: its bound is linear in θ along the raised sides. */
static tp_fraction root_of(const tp_held *h, const tp_tier_spec *spec, tp_fraction f,
                           const tp_multipliers *m, tp_wide numerator)
{
    tp_wide above = -numerator, slope = 0;
    tp_fraction below = tp_ratio_below(spec, f);
    for (size_t g = 0; g < spec->n_groups; g++) {
        const tp_ratio_group *group = &spec->groups[g];
        int64_t need;
        if (group->row >= m->count || m->y[group->row] <= 0)
            continue;
        if (tp_ratio_need(group, f.top, f.bottom, 0, &need, NULL))
            return below;
        if (need <= h->space.row_lo[group->row])
            continue; /* stands whatever θ is */
        above += (tp_wide)m->y[group->row] * (need + group->base);
        slope += (tp_wide)m->y[group->row] * group->total;
    }
    if (slope <= 0)
        return below;
    tp_fraction at = tp_ratio_at_most(spec, above, slope);
    return at.bottom && tp_fraction_compare(at, below) < 0 ? at : below;
}

typedef struct quest {
    const tp_held *held;
    const tp_tier_spec *spec;
    tp_ratio_outcome *out;
    tp_arena *arena;
    tp_fraction floor;   /* θ of the best point so far; bottom 0: no point */
    tp_fraction ceiling; /* θ >= ceiling is impossible; bottom 0: nothing known */
    bool by_search;      /* the ceiling was found by branch and bound */
} quest;

static tp_status keep_multipliers(tp_multipliers *to, const tp_solution *s, int32_t rows,
                                  tp_arena *arena, tp_err *err)
{
    int64_t *y = tp_arena_array(arena, (size_t)rows + 1, sizeof *y);
    if (!y)
        return tp_fail_nomem(err);
    memcpy(y, s->y, (size_t)rows * sizeof *y);
    *to = (tp_multipliers){.scale = s->scale, .count = rows, .y = y};
    return TP_OK;
}

static tp_status keep_point(quest *q, const int64_t *x, tp_err *err)
{
    size_t n = (size_t)q->held->before->n_cols;
    tp_fraction theta;
    tp_status st = tp_ratio_of(&theta, q->spec, q->held->space.program, x, err);
    if (st || (q->floor.bottom && tp_fraction_compare(theta, q->floor) <= 0))
        return st;
    if (!q->out->x && !(q->out->x = tp_arena_array(q->arena, n + 1, sizeof *x)))
        return tp_fail_nomem(err);
    memcpy(q->out->x, x, n * sizeof *x);
    q->floor = theta;
    return TP_OK;
}

/* Whether the multipliers rule out θ >= f in the present space. A solver's are a hint: what they do
 * not prove was shown by its search alone. */
static tp_status rules_out(const quest *q, tp_fraction f, const tp_solution *s, bool *out,
                           tp_arena *scratch, tp_err *err)
{
    const tp_multipliers m = {
        .scale = s->scale, .count = q->held->space.program->n_rows, .y = s->y};
    tp_wide numerator = 0;
    *out = false;
    if (!s->scale)
        return TP_OK;
    tp_status st = tp_ratio_proof(&numerator, q->held, q->spec, f, &m, scratch, err);
    *out = !st && numerator > 0;
    return st == TP_E_INPUT || st == TP_E_OVERFLOW ? TP_OK : st;
}

/* Is there a whole point with θ >= f? (bottom 0: any point.) */
static tp_status try_theta(quest *q, tp_fraction f, tp_solved *status, tp_err *err)
{
    const tp_held *h = q->held;
    tp_arena *scratch = tp_arena_create();
    if (!scratch)
        return tp_fail_nomem(err);
    int64_t *row_lo;
    tp_status st = tp_ratio_raised(&row_lo, h, q->spec, f, scratch, err);
    int64_t *zero = tp_arena_array(scratch, (size_t)h->before->n_cols + 1, sizeof *zero);
    tp_solution s = {0};
    if (!st && !zero)
        st = tp_fail_nomem(err);
    if (!st) {
        tp_task task = {.program = h->space.program,
                        .cost = zero,
                        .lo = h->space.lo,
                        .hi = h->space.hi,
                        .row_lo = row_lo,
                        .row_hi = h->space.row_hi,
                        .stop = h->task->stop,
                        .progress = h->task->progress};
        st = tp_mip_solve(h->network, &task, &s, scratch, err);
    }
    q->out->nodes += s.nodes;
    q->out->stopped = s.stopped;
    q->out->method = s.method;
    *status = s.status;
    if (!st && s.x)
        st = keep_point(q, s.x, err);
    bool shown = false;
    if (!st && s.status == TP_SOLVED_INFEASIBLE)
        st = rules_out(q, f, &s, &shown, scratch, err);
    if (!st && s.status == TP_SOLVED_INFEASIBLE) {
        q->ceiling = f;
        q->by_search = !shown;
        tp_multipliers *to = f.bottom ? &q->out->multipliers : &q->out->farkas;
        if (shown)
            st = keep_multipliers(to, &s, h->space.program->n_rows, q->arena, err);
        if (shown && f.bottom)
            q->out->next = f;
    }
    tp_arena_free(scratch);
    return st;
}

/* The next θ to try: below the ceiling, above the floor; bottom 0: there is none. */
static tp_status next_theta(const quest *q, tp_fraction *f, tp_err *err)
{
    *f = one;
    if (q->ceiling.bottom) {
        *f = tp_ratio_below(q->spec, q->ceiling);
        if (!q->by_search) {
            tp_wide numerator;
            tp_arena *scratch = tp_arena_create();
            if (!scratch)
                return tp_fail_nomem(err);
            tp_status st = tp_ratio_proof(&numerator, q->held, q->spec, q->ceiling,
                                          &q->out->multipliers, scratch, err);
            tp_arena_free(scratch);
            if (st)
                return st;
            *f = root_of(q->held, q->spec, q->ceiling, &q->out->multipliers, numerator);
        } else if (f->bottom && tp_fraction_compare(*f, q->floor) > 0) {
            tp_wide bottom = (tp_wide)2 * q->floor.bottom * q->ceiling.bottom;
            tp_wide top = (tp_wide)q->floor.top * q->ceiling.bottom +
                          (tp_wide)q->ceiling.top * q->floor.bottom;
            tp_fraction middle = tp_ratio_at_most(q->spec, top, bottom);
            if (middle.bottom && tp_fraction_compare(middle, q->floor) > 0)
                *f = middle;
        }
    }
    if (!f->bottom || tp_fraction_compare(*f, q->floor) <= 0)
        *f = (tp_fraction){0, 0};
    return TP_OK;
}

/* The multipliers rule out `next`; do they rule out everything above θ*? The proof is linear in θ,
 * so what it says at its own ceiling it may also say lower down. */
static tp_status settle(quest *q, tp_err *err)
{
    tp_ratio_outcome *out = q->out;
    out->status = TP_SOLVED_OPTIMAL;
    out->theta = q->floor;
    out->proven = true;
    if (tp_fraction_compare(q->floor, one) >= 0) {
        out->certified = true;
        out->next = (tp_fraction){0, 0};
        out->multipliers = (tp_multipliers){0};
        return TP_OK;
    }
    if (!out->next.bottom)
        return TP_OK;
    tp_fraction root;
    tp_wide numerator;
    tp_arena *scratch = tp_arena_create();
    if (!scratch)
        return tp_fail_nomem(err);
    tp_status st =
        tp_ratio_proof(&numerator, q->held, q->spec, out->next, &out->multipliers, scratch, err);
    tp_arena_free(scratch);
    if (st)
        return st;
    root = root_of(q->held, q->spec, out->next, &out->multipliers, numerator);
    out->certified = tp_fraction_compare(root, q->floor) <= 0;
    tp_fraction least = tp_ratio_above(q->spec, root);
    if (least.bottom && tp_fraction_compare(least, out->next) < 0)
        out->next = least; /* the smallest candidate the proof rules out */
    return TP_OK;
}

tp_status tp_ratio_solve(tp_ratio_outcome *out, const tp_held *held, const int64_t *start,
                         tp_arena *arena, tp_err *err)
{
    memset(out, 0, sizeof *out);
    quest q = {.held = held, .spec = &held->task->tiers[held->tiers], .out = out, .arena = arena};
    tp_solved solved = TP_SOLVED_FEASIBLE;
    tp_status st = start ? keep_point(&q, start, err) : try_theta(&q, q.floor, &solved, err);
    if (st)
        return st;
    if (!out->x) {
        out->status = solved == TP_SOLVED_INFEASIBLE ? solved : TP_SOLVED_NONE;
        return TP_OK;
    }
    for (;;) {
        tp_fraction f;
        st = next_theta(&q, &f, err);
        if (st)
            return st;
        if (!f.bottom)
            return settle(&q, err);
        st = try_theta(&q, f, &solved, err);
        if (st)
            return st;
        if (solved == TP_SOLVED_FEASIBLE || solved == TP_SOLVED_NONE)
            break;
    }
    out->status = TP_SOLVED_FEASIBLE;
    out->theta = q.floor;
    return TP_OK;
}
