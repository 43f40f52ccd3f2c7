/* What a proof may lean on: each tightening is followed as the certificate states it, and every
 * side that moves remembers what it follows from. Only what something leans on is written. */
#include "run/vipr_parts.h"

#include <stdlib.h>
#include <string.h>

void tp_vipr_add(tp_vipr *v, tp_wide *sum, tp_wide a, tp_wide b)
{
    tp_wide product;
    v->overflow |=
        __builtin_mul_overflow(a, b, &product) || __builtin_add_overflow(*sum, product, sum);
}

void tp_vipr_touch(tp_vipr *v, int32_t col, tp_wide factor, tp_wide coef)
{
    if (!v->marked[col]) {
        v->marked[col] = true;
        v->touched[v->n_touched++] = col;
    }
    tp_vipr_add(v, &v->dense[col], factor, coef);
}

void tp_vipr_untouch(tp_vipr *v)
{
    while (v->n_touched) {
        int32_t col = v->touched[--v->n_touched];
        v->dense[col] = 0;
        v->marked[col] = false;
    }
}

/* ---- writing a derivation ---- */

void tp_vipr_begin(tp_vipr *v, bool upper, tp_wide side)
{
    tp_buf_format(v->der, "d%d %c ", (int)v->next, upper ? 'L' : 'G');
    tp_buf_int(v->der, side);
}

void tp_vipr_row_form(tp_vipr *v, int32_t row, tp_wide divisor)
{
    const tp_program *p = v->program;
    tp_buf_format(v->der, " %d", (int)(p->start[row + 1] - p->start[row]));
    for (int64_t k = p->start[row]; k < p->start[row + 1]; k++) {
        tp_buf_format(v->der, " %d ", (int)p->entries[k].col);
        tp_buf_int(v->der, p->entries[k].coef / divisor);
    }
}

void tp_vipr_collect(tp_vipr *v)
{
    v->n_terms = 0;
}

tp_status tp_vipr_term_add(tp_vipr *v, int32_t number, tp_wide factor)
{
    if (!tp_arena_grow(v->arena, &v->terms, &v->term_room, v->n_terms, 1))
        return tp_fail_nomem(v->err);
    v->terms[v->n_terms++] = (tp_vipr_term){number, factor};
    return TP_OK;
}

static int by_number(const void *a, const void *b)
{
    const tp_vipr_term *x = a, *y = b;
    return (x->number > y->number) - (x->number < y->number);
}

/* A constraint may stand in a reason once only. */
static void merge_terms(tp_vipr *v)
{
    size_t n = 0;
    if (v->n_terms)
        qsort(v->terms, v->n_terms, sizeof *v->terms, by_number);
    for (size_t k = 0; k < v->n_terms; k++) {
        if (n && v->terms[n - 1].number == v->terms[k].number)
            tp_vipr_add(v, &v->terms[n - 1].factor, v->terms[k].factor, 1);
        else
            v->terms[n++] = v->terms[k];
    }
    size_t kept = 0;
    for (size_t k = 0; k < n; k++)
        if (v->terms[k].factor)
            v->terms[kept++] = v->terms[k];
    v->n_terms = kept;
}

static tp_wide wide_gcd(tp_wide a, tp_wide b)
{
    a = a < 0 ? -a : a;
    b = b < 0 ? -b : b;
    while (b) {
        tp_wide rest = a % b;
        a = b;
        b = rest;
    }
    return a;
}

static void write_fraction(tp_buf *out, tp_wide top, tp_wide bottom)
{
    tp_wide gcd = wide_gcd(top, bottom);
    if (bottom < 0)
        gcd = -gcd;
    tp_buf_int(out, top / gcd);
    if (bottom / gcd == 1)
        return;
    tp_buf_char(out, '/');
    tp_buf_int(out, bottom / gcd);
}

int32_t tp_vipr_end(tp_vipr *v, const char *reason)
{
    tp_buf_format(v->der, " { %s } -1\n", reason);
    v->derived++;
    return v->next++;
}

int32_t tp_vipr_reason(tp_vipr *v, const char *kind, tp_wide divisor)
{
    merge_terms(v);
    tp_buf_format(v->der, " { %s %zu", kind, v->n_terms);
    for (size_t k = 0; k < v->n_terms; k++) {
        tp_buf_format(v->der, " %d ", (int)v->terms[k].number);
        write_fraction(v->der, v->terms[k].factor, divisor);
    }
    tp_buf_text(v->der, " } -1\n");
    v->derived++;
    return v->next++;
}

/* ---- following the tightening ---- */

int32_t tp_vipr_fact_new(tp_vipr *v, tp_vipr_fact fact)
{
    if (!tp_arena_grow(v->arena, &v->facts, &v->fact_room, v->n_facts, 1)) {
        tp_fail_nomem(v->err);
        return -1;
    }
    v->facts[v->n_facts] = fact;
    return (int32_t)v->n_facts++;
}

/* The side in force of a term of this rate, at its least; and the other one. */
static int32_t *side_of(tp_vipr *v, bool row, int32_t target, bool upper)
{
    return upper ? &(row ? v->row_hi : v->hi)[target] : &(row ? v->row_lo : v->lo)[target];
}

/* Where a term of this rate may stand at most: TP_INF and beyond count as nowhere. */
static bool end_of(const tp_vipr *v, int32_t least, int32_t other, tp_wide rate, tp_wide slack,
                   int64_t *out)
{
    tp_wide room = slack / (rate > 0 ? rate : -rate), from = v->facts[least].value;
    if (room >= 2 * (tp_wide)TP_INF)
        return false;
    tp_wide at = rate > 0 ? from + room : from - room;
    if (at >= (tp_wide)TP_INF || at <= -(tp_wide)TP_INF)
        return false;
    *out = (int64_t)at;
    return other < 0 || (rate > 0 ? at < v->facts[other].value : at > v->facts[other].value);
}

typedef struct combination {
    const int32_t *row;
    const int64_t *z;
    size_t count;
    tp_wide slack;
} combination;

static tp_status take_up(tp_vipr *v, combination *c)
{
    const tp_program *p = v->program;
    tp_wide sum = 0;
    for (size_t k = 0; k < c->count; k++) {
        int32_t i = c->row[k], fact = c->z[k] ? *side_of(v, true, i, c->z[k] < 0) : -1;
        if (!c->z[k])
            continue;
        if (fact < 0)
            return tp_fail(v->err, TP_E_INTERNAL, "a combination leans on an open side");
        tp_vipr_add(v, &sum, c->z[k], v->facts[fact].value);
        for (int64_t e = p->start[i]; e < p->start[i + 1]; e++)
            tp_vipr_touch(v, p->entries[e].col, -(tp_wide)c->z[k], p->entries[e].coef);
    }
    for (int32_t k = 0; k < v->n_touched; k++) {
        tp_wide d = v->dense[v->touched[k]];
        if (d)
            tp_vipr_add(v, &sum, d, v->facts[*side_of(v, false, v->touched[k], d < 0)].value);
    }
    c->slack = -sum;
    return TP_OK;
}

/* The step with the sides as they are now. */
static int32_t remember(tp_vipr *v, const combination *c)
{
    tp_vipr_step step = {.rows = tp_arena_array(v->arena, c->count + 1, sizeof *step.rows),
                         .cols =
                             tp_arena_array(v->arena, (size_t)v->n_touched + 1, sizeof *step.cols)};
    if (!step.rows || !step.cols ||
        !tp_arena_grow(v->arena, &v->steps, &v->step_room, v->n_steps, 1)) {
        tp_fail_nomem(v->err);
        return -1;
    }
    for (size_t k = 0; k < c->count; k++)
        if (c->z[k])
            step.rows[step.n_rows++] =
                (tp_vipr_use){c->row[k], *side_of(v, true, c->row[k], c->z[k] < 0), c->z[k]};
    for (int32_t k = 0; k < v->n_touched; k++) {
        int32_t j = v->touched[k];
        tp_wide d = v->dense[j];
        if (d)
            step.cols[step.n_cols++] = (tp_vipr_use){j, *side_of(v, false, j, d < 0), d};
    }
    v->steps[v->n_steps] = step;
    return (int32_t)v->n_steps++;
}

static tp_status reach(tp_vipr *v, const combination *c, bool row, int32_t target, tp_wide rate,
                       int32_t *step)
{
    int64_t at = 0;
    int32_t least = *side_of(v, row, target, rate < 0);
    int32_t *other = side_of(v, row, target, rate > 0);
    if (!end_of(v, least, *other, rate, c->slack, &at))
        return TP_OK;
    if (*step < 0 && (*step = remember(v, c)) < 0)
        return TP_E_NOMEM;
    int32_t fact = tp_vipr_fact_new(v, (tp_vipr_fact){.value = at,
                                                      .number = -1,
                                                      .row = row,
                                                      .upper = rate > 0,
                                                      .target = target,
                                                      .step = *step,
                                                      .rounding = -1});
    *other = fact < 0 ? *other : fact;
    return fact < 0 ? TP_E_NOMEM : TP_OK;
}

static tp_status combine(tp_vipr *v, const int32_t *row, const int64_t *z, size_t count)
{
    combination c = {row, z, count, 0};
    int32_t step = -1;
    tp_status st = take_up(v, &c);
    for (int32_t k = 0; k < v->n_touched && !st; k++)
        if (v->dense[v->touched[k]])
            st = reach(v, &c, false, v->touched[k], v->dense[v->touched[k]], &step);
    for (size_t k = 0; k < count && !st; k++)
        if (z[k])
            st = reach(v, &c, true, row[k], z[k], &step);
    tp_vipr_untouch(v);
    return st;
}

static bool is_fixed(const tp_vipr *v, int32_t col)
{
    return v->facts[v->lo[col]].value == v->facts[v->hi[col]].value;
}

static tp_status round_side(tp_vipr *v, int32_t row, bool upper, int32_t *rounding,
                            const tp_vipr_rounding *how)
{
    int32_t *side = side_of(v, true, row, upper);
    if (*side < 0)
        return TP_OK;
    tp_wide rest = (tp_wide)v->facts[*side].value - how->fixed;
    tp_wide at = how->fixed +
                 (upper ? tp_floor_div(rest, how->gcd) : tp_ceil_div(rest, how->gcd)) * how->gcd;
    if (at == v->facts[*side].value || at >= (tp_wide)TP_INF || at <= -(tp_wide)TP_INF)
        return TP_OK;
    if (!tp_arena_grow(v->arena, &v->roundings, &v->rounding_room, v->n_roundings, 1))
        return tp_fail_nomem(v->err);
    v->roundings[v->n_roundings] = *how;
    v->roundings[v->n_roundings].before = *side;
    *rounding = (int32_t)v->n_roundings++;
    int32_t fact = tp_vipr_fact_new(v, (tp_vipr_fact){.value = (int64_t)at,
                                                      .number = -1,
                                                      .row = true,
                                                      .upper = upper,
                                                      .target = row,
                                                      .step = -1,
                                                      .rounding = *rounding});
    *side = fact < 0 ? *side : fact;
    return fact < 0 ? TP_E_NOMEM : TP_OK;
}

static tp_status round_row(tp_vipr *v, int32_t row)
{
    const tp_program *p = v->program;
    tp_vipr_rounding how = {0};
    size_t n = (size_t)(p->start[row + 1] - p->start[row]) + 1;
    for (int64_t k = p->start[row]; k < p->start[row + 1]; k++) {
        int32_t j = p->entries[k].col;
        if (is_fixed(v, j))
            tp_vipr_add(v, &how.fixed, p->entries[k].coef, v->facts[v->lo[j]].value);
        else
            how.gcd = tp_gcd(how.gcd, p->entries[k].coef);
    }
    if (how.gcd < 2)
        return TP_OK;
    how.lo = tp_arena_array(v->arena, n, sizeof *how.lo);
    how.hi = tp_arena_array(v->arena, n, sizeof *how.hi);
    how.coef = tp_arena_array(v->arena, n, sizeof *how.coef);
    if (!how.lo || !how.hi || !how.coef)
        return tp_fail_nomem(v->err);
    for (int64_t k = p->start[row]; k < p->start[row + 1]; k++) {
        int32_t j = p->entries[k].col;
        if (!is_fixed(v, j))
            continue;
        how.lo[how.n_fixed] = v->lo[j];
        how.hi[how.n_fixed] = v->hi[j];
        how.coef[how.n_fixed++] = p->entries[k].coef;
    }
    int32_t rounding;
    tp_status st = round_side(v, row, false, &rounding, &how);
    return st ? st : round_side(v, row, true, &rounding, &how);
}

static tp_status visit(tp_vipr *v, int32_t row)
{
    const int64_t one[2] = {1, -1};
    tp_status st = round_row(v, row);
    bool below = v->row_lo[row] >= 0, above = v->row_hi[row] >= 0;
    if (!st && below)
        st = combine(v, &row, &one[0], 1);
    if (!st && above)
        st = combine(v, &row, &one[1], 1);
    return st;
}

tp_status tp_vipr_tighten(tp_vipr *v, const tp_audit_tier *tier)
{
    tp_status st = TP_OK;
    for (size_t s = 0; s < tier->n_steps && !st; s++) {
        const tp_audit_step *step = &tier->steps[s];
        for (size_t k = 0; k < step->n_visit && !st; k++)
            st = visit(v, step->visit[k]);
        if (!st && !step->n_visit)
            st = combine(v, step->tighten.row, step->tighten.y, (size_t)step->tighten.count);
        if (!st && v->overflow)
            st = tp_fail(v->err, TP_E_OVERFLOW, "tightening of a program");
    }
    return st;
}

/* ---- deriving what is asked for ---- */

/* A fact that this one follows from and that is not derived; -1: none. */
static int32_t missing(const tp_vipr *v, const tp_vipr_fact *f)
{
    if (f->rounding >= 0) {
        const tp_vipr_rounding *r = &v->roundings[f->rounding];
        if (v->facts[r->before].number < 0)
            return r->before;
        for (size_t k = 0; k < r->n_fixed; k++) {
            if (v->facts[r->lo[k]].number < 0)
                return r->lo[k];
            if (v->facts[r->hi[k]].number < 0)
                return r->hi[k];
        }
        return -1;
    }
    const tp_vipr_step *s = &v->steps[f->step];
    for (size_t k = 0; k < s->n_rows; k++)
        if ((!f->row || s->rows[k].target != f->target) && v->facts[s->rows[k].fact].number < 0)
            return s->rows[k].fact;
    for (size_t k = 0; k < s->n_cols; k++)
        if ((f->row || s->cols[k].target != f->target) && v->facts[s->cols[k].fact].number < 0)
            return s->cols[k].fact;
    return -1;
}

static tp_status by_combination(tp_vipr *v, tp_vipr_fact *f)
{
    const tp_vipr_step *s = &v->steps[f->step];
    tp_wide divisor = 0;
    tp_status st = TP_OK;
    tp_vipr_collect(v);
    for (size_t k = 0; k < s->n_rows && !st; k++) {
        if (f->row && s->rows[k].target == f->target)
            divisor = -s->rows[k].rate;
        else
            st = tp_vipr_term_add(v, v->facts[s->rows[k].fact].number, s->rows[k].rate);
    }
    for (size_t k = 0; k < s->n_cols && !st; k++) {
        if (!f->row && s->cols[k].target == f->target)
            divisor = -s->cols[k].rate;
        else
            st = tp_vipr_term_add(v, v->facts[s->cols[k].fact].number, s->cols[k].rate);
    }
    if (st)
        return st;
    tp_vipr_begin(v, f->upper, f->value);
    if (f->row)
        tp_vipr_row_form(v, f->target, 1);
    else
        tp_buf_format(v->der, " 1 %d 1", (int)f->target);
    f->number = tp_vipr_reason(v, "rnd", divisor);
    return TP_OK;
}

/* The row without its fixed columns, over the gcd, is rounded; then they are added again. */
static tp_status by_rounding(tp_vipr *v, tp_vipr_fact *f)
{
    const tp_vipr_rounding *r = &v->roundings[f->rounding];
    const tp_program *p = v->program;
    tp_wide side = ((tp_wide)f->value - r->fixed) / r->gcd;
    int64_t n = 0;
    tp_vipr_collect(v);
    tp_status st = tp_vipr_term_add(v, v->facts[r->before].number, 1);
    for (size_t k = 0; k < r->n_fixed && !st; k++) {
        bool high = (r->coef[k] > 0) != f->upper;
        st = tp_vipr_term_add(v, v->facts[high ? r->hi[k] : r->lo[k]].number, -r->coef[k]);
    }
    if (st)
        return st;
    size_t fixed = r->n_fixed, free = (size_t)(p->start[f->target + 1] - p->start[f->target]);
    tp_vipr_begin(v, f->upper, side);
    tp_buf_format(v->der, " %zu", free - fixed);
    for (int64_t k = p->start[f->target]; k < p->start[f->target + 1]; k++) {
        int32_t j = p->entries[k].col;
        if (n < (int64_t)fixed && v->facts[r->lo[n]].target == j) {
            n++;
            continue;
        }
        tp_buf_format(v->der, " %d ", (int)j);
        tp_buf_int(v->der, p->entries[k].coef / r->gcd);
    }
    int32_t inner = tp_vipr_reason(v, "rnd", r->gcd);
    tp_vipr_collect(v);
    st = tp_vipr_term_add(v, inner, r->gcd);
    for (size_t k = 0; k < fixed && !st; k++) {
        bool high = (r->coef[k] < 0) != f->upper;
        st = tp_vipr_term_add(v, v->facts[high ? r->hi[k] : r->lo[k]].number, r->coef[k]);
    }
    if (st)
        return st;
    tp_vipr_begin(v, f->upper, f->value);
    tp_vipr_row_form(v, f->target, 1);
    f->number = tp_vipr_reason(v, "lin", 1);
    return TP_OK;
}

/* Chains of facts can be as long as there are rows: no recursion. */
tp_status tp_vipr_derive(tp_vipr *v, int32_t fact)
{
    size_t depth = 0;
    tp_status st = TP_OK;
    if (v->facts[fact].number >= 0)
        return TP_OK;
    if (!tp_arena_grow(v->arena, &v->stack, &v->stack_room, depth, 1))
        return tp_fail_nomem(v->err);
    v->stack[depth++] = fact;
    while (depth && !st) {
        tp_vipr_fact *f = &v->facts[v->stack[depth - 1]];
        int32_t before = f->number >= 0 ? -1 : missing(v, f);
        if (before >= 0) {
            if (!tp_arena_grow(v->arena, &v->stack, &v->stack_room, depth, 1))
                return tp_fail_nomem(v->err);
            v->stack[depth++] = before;
            continue;
        }
        if (f->number < 0)
            st = f->rounding >= 0 ? by_rounding(v, f) : by_combination(v, f);
        depth--;
    }
    return st;
}
