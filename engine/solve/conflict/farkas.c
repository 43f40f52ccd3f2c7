#include "solve/conflict/farkas.h"

#include "lp/dual.h"

#include <string.h>

static tp_status keep(tp_multipliers *to, const tp_solution *s, int32_t rows, tp_arena *arena,
                      tp_err *err)
{
    *to = (tp_multipliers){.scale = s->scale, .count = rows};
    to->y = tp_arena_array(arena, (size_t)rows + 1, sizeof *to->y);
    if (!to->y)
        return tp_fail_nomem(err);
    if (rows)
        memcpy(to->y, s->y, (size_t)rows * sizeof *to->y);
    return TP_OK;
}

tp_status tp_contradiction_find(tp_tiers_answer *out, const tp_tiers_task *task, tp_arena *arena,
                                tp_err *err)
{
    const tp_program *p = task->program;
    out->status = TP_INFEASIBLE;
    for (int32_t j = 0; j < p->n_cols; j++)
        if (p->lo[j] > p->hi[j])
            return TP_OK;
    tp_arena *scratch = tp_arena_create();
    if (!scratch)
        return tp_fail_nomem(err);
    int64_t *zero = tp_arena_array(scratch, (size_t)p->n_cols + 1, sizeof *zero);
    tp_task relaxed = {
        .program = p, .cost = zero, .lo = p->lo, .hi = p->hi, .relax = true, .stop = task->stop};
    tp_solution s = {0};
    tp_status st = zero ? tp_solver_glpk.solve(&relaxed, &s, scratch, err) : tp_fail_nomem(err);
    if (!st && s.status == TP_SOLVED_INFEASIBLE && s.scale)
        st = keep(&out->farkas, &s, p->n_rows, arena, err);
    tp_arena_free(scratch);
    return st;
}

tp_status tp_contradiction_weigh(tp_tiers_answer *out, const tp_tiers_task *task, tp_arena *arena,
                                 tp_err *err)
{
    const tp_program *p = task->program;
    tp_dual_problem problem = {p, NULL, p->lo, p->hi, p->row_lo, p->row_hi};
    tp_multipliers *farkas = &out->farkas;
    for (int attempt = 0; farkas->count; attempt++) {
        tp_dual_bound bound;
        tp_status st =
            tp_dual_bound_of(&bound, &problem, farkas->y, farkas->scale, false, arena, err);
        if (st && st != TP_E_INPUT && st != TP_E_OVERFLOW)
            return st;
        if (!st && bound.numerator > 0)
            return TP_OK;
        *farkas = (tp_multipliers){.scale = 1};
        st = attempt == 0 ? tp_contradiction_find(out, task, arena, err) : TP_OK;
        if (st)
            return st;
    }
    return TP_OK;
}
