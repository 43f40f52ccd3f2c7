/* Cuts before the search: rows that every whole point keeps, each with what proves it
 * (integer/cuts.h). */
#include "solve/integer/cuts.h"
#include "solve/prove/parts.h"

#include <math.h>
#include <string.h>

enum { ROUNDS = 40, IDLE = 5, CUTS_MOST = 800, CUTS_OF_ALL = 2400, TABLEAU_ROWS = 100 };

static tp_status remember(void *user, const tp_cut_reason *r, tp_err *err)
{
    tp_prover *p = user;
    tp_prover_cut cut = {.at = (int64_t)r->at, .scale = r->scale};
    size_t n = 1;
    for (int32_t j = 0; j < p->program->n_cols; j++)
        n += r->form[j] != 0;
    cut.col = tp_arena_array(p->arena, n, sizeof *cut.col);
    cut.coef = tp_arena_array(p->arena, n, sizeof *cut.coef);
    if (!cut.col || !cut.coef || !tp_arena_grow(p->arena, &p->cuts, &p->cut_room, p->n_cuts, 1))
        return tp_fail_nomem(err);
    for (int32_t j = 0; j < p->program->n_cols; j++) {
        if (!r->form[j])
            continue;
        cut.col[cut.n_form] = j;
        cut.coef[cut.n_form++] = (int64_t)r->form[j];
    }
    for (int which = 0; which < 2; which++) {
        size_t rows = (size_t)r->n_rows[which] + 1;
        cut.of_case[which] = (int64_t)r->of_case[which];
        cut.n_rows[which] = r->n_rows[which];
        cut.row[which] = tp_arena_array(p->arena, rows, sizeof(int32_t));
        cut.y[which] = tp_arena_array(p->arena, rows, sizeof(int64_t));
        if (!cut.row[which] || !cut.y[which])
            return tp_fail_nomem(err);
        for (int32_t k = 0; k < r->n_rows[which]; k++) {
            cut.row[which][k] = r->row[which][k];
            cut.y[which][k] = (int64_t)r->y[which][k];
        }
    }
    p->cuts[p->n_cuts++] = cut;
    return TP_OK;
}

static tp_status separate(tp_prover *p, tp_relax *relax, tp_cutter *cutter, const double *at,
                          int32_t *added)
{
    size_t n = (size_t)p->program->n_cols;
    int32_t from = p->program->n_rows;
    double *x = tp_arena_array(p->arena, n + 1, sizeof *x);
    if (!x)
        return tp_fail_nomem(p->err);
    memcpy(x, at, n * sizeof *x);
    tp_status st = tp_cutter_run(cutter, p->program, x, added, p->err);
    if (!st)
        st = tp_cutter_gomory(cutter, p->program, relax, x, TABLEAU_ROWS, added, p->err);
    for (int32_t i = from; i < p->program->n_rows && !st; i++)
        st = tp_relax_add(relax, p->program, i, p->err);
    return st;
}

tp_status tp_prover_cut_off(tp_prover *p, tp_relax *relax, const int64_t *cost, double enough,
                            bool *closed)
{
    tp_cutter *cutter;
    tp_task task = p->red.task;
    tp_relax_point point;
    double before = -INFINITY;
    int32_t added = 1;
    size_t from = p->n_cuts;
    *closed = false;
    task.program = p->program;
    task.lo = p->lo;
    task.hi = p->hi;
    tp_status st = tp_cutter_create(&cutter, &task, p->arena, p->err);
    if (!st)
        st = tp_cutter_witness(cutter, (tp_cut_witness){remember, p}, p->err);
    for (int round = 0, idle = 0; round < ROUNDS && idle < IDLE && added && !st; round++) {
        st = tp_relax_solve(relax, &point, p->err);
        if (st || point.status != TP_RELAXED_OPTIMAL)
            break;
        p->work += 20 * (int64_t)(p->program->n_rows + 1);
        *closed = cost && point.value > enough;
        if (*closed || p->n_cuts > from + CUTS_MOST || p->n_cuts > CUTS_OF_ALL)
            break;
        bool better = !cost || point.value > before + 1e-7 * (1 + fabs(before));
        idle = better ? 0 : idle + 1;
        before = point.value;
        added = 0;
        st = separate(p, relax, cutter, point.x, &added);
    }
    return st;
}
