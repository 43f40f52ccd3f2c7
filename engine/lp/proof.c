#include "lp/proof.h"

#include <string.h>

/* A row in scope: form·x between its sides. */
typedef struct scoped {
    tp_form form;
    int64_t lo, hi;
} scoped;

typedef struct checker {
    const tp_proof_problem *about;
    int64_t *lo, *hi; /* [n_cols] as the cases leave them */
    scoped *rows;
    size_t n_rows, capacity;
    tp_wide *reduced; /* [n_cols], zero between uses */
    int32_t *touched; /* columns that are not */
    int32_t n_touched;
    bool *marked;
    tp_arena *arena;
    tp_err *err;
    int64_t leaves;
} checker;

/* What is asked of a node: the least of a cost. */
typedef struct question {
    const int64_t *dense; /* [n_cols], or */
    const tp_form *form;  /* sparse; both NULL: zero */
    int64_t step;         /* the costs' gcd */
} question;

static bool mul_add(tp_wide *sum, tp_wide a, tp_wide b)
{
    tp_wide product;
    return !__builtin_mul_overflow(a, b, &product) && !__builtin_add_overflow(*sum, product, sum);
}

static bool touch(checker *c, int32_t col, tp_wide factor, tp_wide coef)
{
    if (!c->marked[col]) {
        c->marked[col] = true;
        c->touched[c->n_touched++] = col;
    }
    return mul_add(&c->reduced[col], factor, coef);
}

static void untouch(checker *c)
{
    for (int32_t k = 0; k < c->n_touched; k++) {
        c->reduced[c->touched[k]] = 0;
        c->marked[c->touched[k]] = false;
    }
    c->n_touched = 0;
}

static bool form_fits(const checker *c, const tp_form *form)
{
    for (int32_t k = 0; k < form->count; k++)
        if (form->col[k] < 0 || form->col[k] >= c->about->program->n_cols)
            return false;
    return form->count >= 0;
}

/* Takes y × row off the reduced costs and adds y × its side to the sum. */
static tp_status use_row(checker *c, int32_t row, int64_t y, tp_wide *sum)
{
    const tp_program *p = c->about->program;
    bool fine = true, own = row < p->n_rows;
    if (row < 0 || (size_t)row >= (size_t)p->n_rows + c->n_rows)
        return tp_fail(c->err, TP_E_INPUT, "a leaf names row %d, which is not in scope", (int)row);
    const scoped *at = own ? NULL : &c->rows[row - p->n_rows];
    int64_t lo = own ? c->about->row_lo[row] : at->lo, hi = own ? c->about->row_hi[row] : at->hi;
    int64_t side = y > 0 ? lo : hi;
    if (side == TP_INF || side == -TP_INF)
        return tp_fail(c->err, TP_E_INPUT, "multiplier of row %d leans on an open side", (int)row);
    if (own)
        for (int64_t k = p->start[row]; k < p->start[row + 1] && fine; k++)
            fine = touch(c, p->entries[k].col, -(tp_wide)y, p->entries[k].coef);
    else
        for (int32_t k = 0; k < at->form.count && fine; k++)
            fine = touch(c, at->form.col[k], -(tp_wide)y, at->form.coef[k]);
    return fine && mul_add(sum, y, side) ? TP_OK
                                         : tp_fail(c->err, TP_E_OVERFLOW, "row %d", (int)row);
}

static bool add_cost(checker *c, const question *q, int64_t scale)
{
    bool fine = true;
    for (int32_t j = 0; q->dense && j < c->about->program->n_cols && fine; j++)
        if (q->dense[j])
            fine = touch(c, j, q->dense[j], scale);
    for (int32_t k = 0; q->form && k < q->form->count && fine; k++)
        fine = touch(c, q->form->col[k], q->form->coef[k], scale);
    return fine;
}

static tp_status leaf(checker *c, const question *q, const tp_proof_node *node,
                      tp_proof_found *found)
{
    const tp_combination *m = &node->leaf;
    tp_wide sum = 0;
    if (m->scale <= 0)
        return tp_fail(c->err, TP_E_INPUT, "scale of a leaf is not positive");
    bool fine = node->empty || add_cost(c, q, m->scale);
    tp_status st = TP_OK;
    for (int32_t k = 0; k < m->count && !st && fine; k++)
        if (m->y[k])
            st = use_row(c, m->row[k], m->y[k], &sum);
    for (int32_t k = 0; k < c->n_touched && fine && !st; k++) {
        int32_t j = c->touched[k];
        tp_wide d = c->reduced[j];
        fine = d == 0 || mul_add(&sum, d, d > 0 ? c->lo[j] : c->hi[j]);
    }
    untouch(c);
    if (st || !fine)
        return st ? st : tp_fail(c->err, TP_E_OVERFLOW, "bound of a leaf");
    c->leaves++;
    if (node->empty && sum <= 0)
        return tp_fail(c->err, TP_E_INPUT, "a case is not shown to be empty");
    found->empty = node->empty;
    found->bound = tp_ceil_div(tp_ceil_div(sum, m->scale), q->step) * q->step;
    return TP_OK;
}

static int64_t step_of(const tp_form *form)
{
    int64_t gcd = 0;
    for (int32_t k = 0; k < form->count; k++)
        gcd = tp_gcd(gcd, form->coef[k]);
    return gcd ? gcd : 1;
}

static tp_status node_of(checker *c, const question *q, const tp_proof_node *node, int depth,
                         tp_proof_found *found);

static tp_status push(checker *c, const tp_form *form, int64_t lo, int64_t hi)
{
    if (!tp_arena_grow(c->arena, &c->rows, &c->capacity, c->n_rows, 1))
        return tp_fail_nomem(c->err);
    c->rows[c->n_rows++] = (scoped){*form, lo, hi};
    return TP_OK;
}

static tp_status derive(checker *c, const tp_derived_row *row, int depth, bool *empty)
{
    tp_proof_found found;
    if (!form_fits(c, &row->form))
        return tp_fail(c->err, TP_E_INPUT, "a derived row names no column");
    const question q = {.form = &row->form, .step = step_of(&row->form)};
    tp_status st = node_of(c, &q, row->proof, depth + 1, &found);
    *empty = !st && found.empty;
    if (st || *empty)
        return st;
    tp_wide least = found.bound;
    if (least <= -(tp_wide)TP_INF || least >= (tp_wide)TP_INF)
        return tp_fail(c->err, TP_E_OVERFLOW, "side of a derived row");
    return push(c, &row->form, (int64_t)least, TP_INF);
}

/* One of the two cases; the other side's figures are put back afterwards. */
static tp_status side(checker *c, const question *q, const tp_proof_node *node, bool high,
                      int depth, tp_proof_found *found)
{
    const tp_form *form = &node->form;
    size_t rows = c->n_rows;
    int32_t j = form->count == 1 && form->coef[0] == 1 ? form->col[0] : -1;
    int64_t lo = j < 0 ? 0 : c->lo[j], hi = j < 0 ? 0 : c->hi[j];
    tp_status st = TP_OK;
    if (j < 0)
        st = push(c, form, high ? node->at + 1 : -TP_INF, high ? TP_INF : node->at);
    else if (high)
        c->lo[j] = lo > node->at + 1 ? lo : node->at + 1;
    else
        c->hi[j] = hi < node->at ? hi : node->at;
    if (!st && j >= 0 && c->lo[j] > c->hi[j])
        *found = (tp_proof_found){.empty = true};
    else if (!st)
        st = node_of(c, q, high ? node->high : node->low, depth + 1, found);
    c->n_rows = rows;
    if (j >= 0) {
        c->lo[j] = lo;
        c->hi[j] = hi;
    }
    return st;
}

static tp_status node_of(checker *c, const question *q, const tp_proof_node *node, int depth,
                         tp_proof_found *found)
{
    size_t rows = c->n_rows;
    tp_status st = TP_OK;
    if (!node || depth > TP_PROOF_DEPTH)
        return tp_fail(c->err, TP_E_INPUT, "a proof lacks a part, or is too deep");
    bool empty = false;
    for (size_t k = 0; k < node->n_rows && !st && !empty; k++)
        st = derive(c, &node->rows[k], depth, &empty);
    if (!st && empty) {
        *found = (tp_proof_found){.empty = true};
    } else if (!st && !node->low && !node->high) {
        st = leaf(c, q, node, found);
    } else if (!st) {
        tp_proof_found low, high;
        if (!form_fits(c, &node->form) || node->at >= TP_INF - 1 || node->at <= -TP_INF)
            return tp_fail(c->err, TP_E_INPUT, "a split of a proof is none");
        st = side(c, q, node, false, depth, &low);
        if (!st)
            st = side(c, q, node, true, depth, &high);
        if (!st)
            *found = high.empty || (!low.empty && low.bound < high.bound) ? low : high;
    }
    c->n_rows = rows;
    return st;
}

tp_status tp_proof_check(tp_proof_found *out, const tp_proof_problem *problem,
                         const tp_proof_node *tree, tp_arena *arena, tp_err *err)
{
    size_t n = (size_t)problem->program->n_cols + 1;
    checker c = {.about = problem, .arena = arena, .err = err};
    c.lo = tp_arena_array(arena, n, sizeof *c.lo);
    c.hi = tp_arena_array(arena, n, sizeof *c.hi);
    c.reduced = tp_arena_array(arena, n, sizeof *c.reduced);
    c.touched = tp_arena_array(arena, n, sizeof *c.touched);
    c.marked = tp_arena_array(arena, n, sizeof *c.marked);
    if (!c.lo || !c.hi || !c.reduced || !c.touched || !c.marked)
        return tp_fail_nomem(err);
    memcpy(c.lo, problem->lo, (n - 1) * sizeof *c.lo);
    memcpy(c.hi, problem->hi, (n - 1) * sizeof *c.hi);
    int64_t step = 0;
    for (size_t j = 0; problem->cost && j + 1 < n && step != 1; j++)
        step = tp_gcd(step, problem->cost[j]);
    const question q = {.dense = problem->cost, .step = step ? step : 1};
    *out = (tp_proof_found){0};
    for (size_t j = 0; j + 1 < n; j++)
        if (c.lo[j] > c.hi[j]) {
            out->empty = true;
            return TP_OK;
        }
    tp_status st = node_of(&c, &q, tree, 0, out);
    out->leaves = c.leaves;
    return st;
}
