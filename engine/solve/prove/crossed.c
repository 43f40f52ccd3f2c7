/* What needs no search: a box or a row that the boxes alone contradict, or whose sides cross once
 * they are rounded. */
#include "solve/prove/parts.h"

static tp_proof_node *leaf_of_rows(tp_arena *arena, int32_t count)
{
    tp_proof_node *node = tp_prover_leaf(arena, (size_t)count);
    if (!node)
        return NULL;
    node->empty = true;
    node->leaf.count = count;
    return node;
}

/* 1: the row asks for more than its columns can reach, -1: for less, 0: neither. */
static int beyond(const tp_prove_task *t, int32_t row)
{
    const tp_program *p = t->program;
    tp_wide least = 0, most = 0;
    for (int64_t k = p->start[row]; k < p->start[row + 1]; k++) {
        tp_wide a = p->entries[k].coef;
        int64_t lo = t->lo[p->entries[k].col], hi = t->hi[p->entries[k].col];
        least += a > 0 ? a * lo : a * hi;
        most += a > 0 ? a * hi : a * lo;
    }
    return t->row_lo[row] != -TP_INF && t->row_lo[row] > most   ? 1
           : t->row_hi[row] != TP_INF && t->row_hi[row] < least ? -1
                                                                : 0;
}

static tp_status by_row(tp_proof_node **out, const tp_prove_task *t, tp_arena *arena, tp_err *err)
{
    for (int32_t i = 0; i < t->program->n_rows; i++) {
        int side = beyond(t, i);
        if (!side)
            continue;
        tp_proof_node *node = leaf_of_rows(arena, 1);
        if (!node)
            return tp_fail_nomem(err);
        node->leaf.row[0] = i;
        node->leaf.y[0] = side;
        *out = node;
        return TP_OK;
    }
    return TP_OK;
}

/* Both sides of a reduced row, one taken off the other. */
static tp_status by_rounding(tp_proof_node **out, tp_prover *p, tp_arena *arena)
{
    for (int32_t i = 0; i < p->program->n_rows; i++) {
        if (p->program->row_lo[i] <= p->program->row_hi[i])
            continue;
        int32_t row[2] = {i, i};
        int64_t y[2] = {1, -1};
        const tp_case_node both = {.empty = true, .scale = 1, .count = 2, .row = row, .y = y};
        p->arena = arena;
        return tp_prover_translate(out, p, &both);
    }
    return TP_OK;
}

tp_status tp_prover_crossed(tp_proof_node **out, tp_prover *p, tp_arena *arena)
{
    const tp_prove_task *t = p->task;
    *out = NULL;
    for (int32_t j = 0; j < t->program->n_cols; j++)
        if (t->lo[j] > t->hi[j])
            return (*out = leaf_of_rows(arena, 0)) ? TP_OK : tp_fail_nomem(p->err);
    tp_status st = by_row(out, t, arena, p->err);
    return st || *out ? st : by_rounding(out, p, arena);
}
