/* A proof within narrower boxes, made one within the wider: each leaf leans on the rows that say
 * where the fixed columns stand. */
#include "solve/prove/parts.h"

#include <string.h>

typedef struct lifter {
    const tp_prover *p;
    int32_t offset;
    const tp_form **scope; /* forms of the rows in scope, as the inner proof counts them */
    size_t n_scope, room;
    /* Of fixed columns: their line, which end (±1), and what a leaf leaves of them. */
    int32_t *line_of; /* [n_cols]; -1 */
    int64_t *end;
    tp_wide *left;
    bool overflow, nomem;
} lifter;

static void take(lifter *l, int32_t col, tp_wide factor, tp_wide coef)
{
    tp_wide part;
    if (l->line_of[col] >= 0)
        l->overflow |= __builtin_mul_overflow(factor, coef, &part) ||
                       __builtin_add_overflow(l->left[col], part, &l->left[col]);
}

static void take_row(lifter *l, int32_t row, int64_t y)
{
    const tp_program *q = l->p->task->program;
    if (row < q->n_rows) {
        for (int64_t k = q->start[row]; k < q->start[row + 1]; k++)
            take(l, q->entries[k].col, -(tp_wide)y, q->entries[k].coef);
        return;
    }
    const tp_form *form = l->scope[row - q->n_rows];
    for (int32_t k = 0; k < form->count; k++)
        take(l, form->col[k], -(tp_wide)y, form->coef[k]);
}

/* What a line must take on so that all its columns are cheapest where they stand. */
static tp_wide missing(lifter *l, const tp_prover_line *line)
{
    tp_wide most = 0;
    for (int32_t k = 0; k < line->form.count; k++) {
        int32_t j = line->form.col[k];
        tp_wide short_of = -l->left[j] * l->end[j];
        most = short_of > most ? short_of : most;
        l->left[j] = 0;
    }
    return most;
}

/* cost: dense or a form; both NULL: none. */
static void lift_leaf(lifter *l, tp_combination *leaf, bool empty, const int64_t *dense,
                      const tp_form *form)
{
    const tp_prover *p = l->p;
    for (int32_t i = 0; i < p->n_lines && dense && !empty; i++)
        for (int32_t k = 0; k < p->lines[i].form.count; k++)
            take(l, p->lines[i].form.col[k], leaf->scale, dense[p->lines[i].form.col[k]]);
    for (int32_t k = 0; form && !empty && k < form->count; k++)
        take(l, form->col[k], leaf->scale, form->coef[k]);
    size_t n = (size_t)(leaf->count + p->n_lines) + 1;
    int32_t *row = tp_arena_array(p->arena, n, sizeof *row);
    int64_t *y = tp_arena_array(p->arena, n, sizeof *y);
    if (!row || !y) {
        l->nomem = true;
        return;
    }
    for (int32_t k = 0; k < leaf->count; k++) {
        take_row(l, leaf->row[k], leaf->y[k]);
        row[k] = leaf->row[k] + (leaf->row[k] < p->task->program->n_rows ? 0 : l->offset);
        y[k] = leaf->y[k];
    }
    for (int32_t i = 0; i < p->n_lines; i++) {
        tp_wide more = missing(l, &p->lines[i]);
        l->overflow |= more >= (tp_wide)TP_INF;
        if (more == 0 || l->overflow)
            continue;
        row[leaf->count] = p->lines[i].number;
        y[leaf->count++] = p->lines[i].own ? -(int64_t)more : (int64_t)more;
    }
    leaf->row = row;
    leaf->y = y;
}

static bool push(lifter *l, const tp_form *form)
{
    if (!tp_arena_grow(l->p->arena, &l->scope, &l->room, l->n_scope, 1)) {
        l->nomem = true;
        return false;
    }
    l->scope[l->n_scope++] = form;
    return true;
}

static void lift_node(lifter *l, tp_proof_node *node, const int64_t *dense, const tp_form *form)
{
    size_t had = l->n_scope;
    for (size_t k = 0; k < node->n_rows && !l->nomem; k++) {
        lift_node(l, node->rows[k].proof, NULL, &node->rows[k].form);
        push(l, &node->rows[k].form);
    }
    if (l->nomem)
        return;
    if (!node->low) {
        lift_leaf(l, &node->leaf, node->empty, dense, form);
    } else {
        bool boxed = node->form.count == 1 && node->form.coef[0] == 1;
        if (boxed || push(l, &node->form)) {
            lift_node(l, node->low, dense, form);
            lift_node(l, node->high, dense, form);
        }
    }
    l->n_scope = had;
}

tp_status tp_prover_lift(bool *out, const tp_prover *p, tp_proof_node *rest, int32_t offset)
{
    size_t n = (size_t)p->task->program->n_cols + 1;
    lifter l = {.p = p, .offset = offset};
    l.line_of = tp_arena_array(p->arena, n, sizeof *l.line_of);
    l.end = tp_arena_array(p->arena, n, sizeof *l.end);
    l.left = tp_arena_array(p->arena, n, sizeof *l.left);
    if (!l.line_of || !l.end || !l.left)
        return tp_fail_nomem(p->err);
    for (size_t j = 0; j < n; j++)
        l.line_of[j] = -1;
    for (int32_t i = 0; i < p->n_lines; i++)
        for (int32_t k = 0; k < p->lines[i].form.count; k++) {
            l.line_of[p->lines[i].form.col[k]] = i;
            l.end[p->lines[i].form.col[k]] = p->lines[i].form.coef[k];
        }
    lift_node(&l, rest, p->task->cost, NULL);
    *out = !l.overflow;
    return l.nomem ? tp_fail_nomem(p->err) : TP_OK;
}
