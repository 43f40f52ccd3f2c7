/* What a subproblem passes on: the next tier lives on a part of the same points, so its search may
 * start from the rows and boxes this one has earned. */
#include "solve/integer/cutting.h"

#include <string.h>

/* The cuts the last relaxation leaned on, over the order's own columns. */
static tp_status teach_cuts(tp_subproblem *l, tp_search_outcome *out)
{
    const tp_program *p = l->program, *own = l->order->task->program;
    tp_entry *entries = tp_arena_array(l->arena, (size_t)own->n_cols + 1, sizeof *entries);
    out->cuts = tp_program_create(l->arena);
    if (!entries || !out->cuts)
        return tp_fail_nomem(l->err);
    out->cuts->n_cols = own->n_cols;
    for (int32_t i = l->red.rows_at_first; i < p->n_rows; i++) {
        int64_t n = 0;
        if (l->y[i] == 0.0)
            continue;
        for (int64_t k = p->start[i]; k < p->start[i + 1]; k++)
            for (int32_t j = l->red.first[p->entries[k].col]; j >= 0; j = l->red.next[j])
                entries[n++] = (tp_entry){j, p->entries[k].coef};
        if (tp_program_row(out->cuts, -TP_INF, p->row_hi[i], p->row_origin[i], entries, n) < 0)
            return tp_fail_nomem(l->err);
    }
    return TP_OK;
}

/* Boxes of every point no worse than the best, from the cut relaxation's multipliers. */
static tp_status teach_boxes(tp_subproblem *l, tp_search_outcome *out)
{
    const tp_task *t = l->order->task;
    size_t n = (size_t)t->program->n_cols;
    size_t rows = (size_t)l->program->n_rows;
    memcpy(l->lo, l->task.lo, (size_t)l->program->n_cols * sizeof *l->lo);
    memcpy(l->hi, l->task.hi, (size_t)l->program->n_cols * sizeof *l->hi);
    tp_dual_problem q = {l->program, l->task.cost, l->lo, l->hi, l->task.row_lo, l->task.row_hi};
    tp_proved proved;
    tp_dual_bound bound;
    tp_status st = tp_multipliers_prove(&proved, &q, l->y, l->arena, l->err);
    if (st || !proved.scale || proved.bound > l->value)
        return st;
    st = tp_dual_bound_of(&bound, &q, proved.y, proved.scale, true, l->arena, l->err);
    int64_t *sides = tp_arena_array(l->arena, 2 * rows + 1, sizeof *sides);
    int64_t *lo = tp_arena_array(l->arena, n + 1, sizeof *lo);
    int64_t *hi = tp_arena_array(l->arena, n + 1, sizeof *hi);
    if (!st && (!sides || !lo || !hi))
        st = tp_fail_nomem(l->err);
    if (st)
        return st;
    memcpy(sides, l->task.row_lo, rows * sizeof *sides);
    memcpy(sides + rows, l->task.row_hi, rows * sizeof *sides);
    st = tp_dual_tighten(&bound, proved.y, proved.scale, l->value, l->program, l->lo, l->hi, sides,
                         sides + rows, NULL, l->err);
    if (st || !tp_subproblem_propagate(l, l->lo, l->hi, sides))
        return st == TP_E_OVERFLOW ? TP_OK : st;
    for (size_t j = 0; j < n; j++) {
        /* Of like columns only the total is known: one has what the others cannot have. */
        int32_t c = l->red.col_of[j];
        int64_t below = c < 0 ? 0 : l->lo[c] - l->task.lo[c];
        int64_t above = c < 0 ? 0 : l->task.hi[c] - l->hi[c], width = t->hi[j] - t->lo[j];
        int64_t others = c < 0 ? 0 : l->task.hi[c] - l->task.lo[c] - width;
        lo[j] = t->lo[j] + (below > others ? below - others : 0);
        hi[j] = t->hi[j] - (above > others ? above - others : 0);
    }
    out->narrow_lo = lo;
    out->narrow_hi = hi;
    return TP_OK;
}

tp_status tp_pass_on(tp_subproblem *l, tp_search_outcome *out)
{
    tp_status st = teach_cuts(l, out);
    return st ? st : teach_boxes(l, out);
}
