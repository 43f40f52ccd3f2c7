#include "solve/side_rows/optimal_face.h"

#include "lp/dual.h"

#include <string.h>

enum { ROUNDS = 24, PATIENCE = 4 /* rounds without change */, PRICE_MOST = 1000000000 };

typedef struct face {
    const tp_task *task;
    tp_task narrowed;
    int64_t *lo, *hi, *row_lo, *row_hi;
    int64_t *price;  /* [n_cols] */
    int64_t *weight; /* [n_rows] */
    tp_wide allowed; /* what the priced sum may be at most where all priced rows are kept */
    bool exact;
} face;

static tp_status face_of(face *f, const tp_solution *best, tp_arena *arena, tp_err *err)
{
    const tp_task *t = f->task;
    const tp_program *p = t->program;
    size_t cols = (size_t)p->n_cols + 1, rows = (size_t)p->n_rows + 1;
    int64_t **arrays[] = {&f->lo, &f->hi, &f->price, &f->row_lo, &f->row_hi, &f->weight};
    for (size_t i = 0; i < 6; i++)
        if (!(*arrays[i] = tp_arena_array(arena, i < 3 ? cols : rows, sizeof(int64_t))))
            return tp_fail_nomem(err);
    memcpy(f->lo, t->lo, (cols - 1) * sizeof *f->lo);
    memcpy(f->hi, t->hi, (cols - 1) * sizeof *f->hi);
    memcpy(f->row_lo, t->row_lo, (rows - 1) * sizeof *f->row_lo);
    memcpy(f->row_hi, t->row_hi, (rows - 1) * sizeof *f->row_hi);
    tp_dual_problem q = {p, t->cost, t->lo, t->hi, t->row_lo, t->row_hi};
    tp_dual_bound bound;
    tp_status st = tp_dual_bound_of(&bound, &q, best->y, best->scale, true, arena, err);
    if (st || bound.numerator != best->value * best->scale)
        return st;
    st = tp_dual_tighten(&bound, best->y, best->scale, best->value, p, f->lo, f->hi, f->row_lo,
                         f->row_hi, &f->exact, err);
    f->narrowed = (tp_task){.program = p,
                            .cost = f->price,
                            .lo = f->lo,
                            .hi = f->hi,
                            .row_lo = f->row_lo,
                            .row_hi = f->row_hi,
                            .stop = t->stop};
    return st;
}

/* Raises the prices of broken rows; returns how many there are, -1 if a figure gets too large. */
static int32_t price_broken(face *f, const tp_network *net, const int64_t *x)
{
    const tp_program *p = f->task->program;
    int32_t broken = 0;
    for (int32_t i = 0; i < p->n_rows; i++) {
        tp_wide sum;
        if (tp_network_keeps_row(net, i))
            continue;
        if (!tp_program_activity(p, i, x, &sum))
            return -1;
        int side = f->task->row_hi[i] != TP_INF && sum > f->task->row_hi[i]    ? 1
                   : f->task->row_lo[i] != -TP_INF && sum < f->task->row_lo[i] ? -1
                                                                               : 0;
        if (!side)
            continue;
        int64_t more = f->weight[i] ? f->weight[i] : 1; /* doubles */
        f->weight[i] += more;
        f->allowed += (tp_wide)more * (side > 0 ? f->task->row_hi[i] : -f->task->row_lo[i]);
        broken++;
        for (int64_t k = p->start[i]; k < p->start[i + 1]; k++) {
            int64_t *price = &f->price[p->entries[k].col], step;
            if (__builtin_mul_overflow(p->entries[k].coef, side * more, &step) ||
                __builtin_add_overflow(*price, step, price) ||
                *price > PRICE_MOST * INT64_C(1000) || *price < -PRICE_MOST * INT64_C(1000))
                return -1;
        }
    }
    return broken;
}

tp_status tp_optimal_face_search(tp_network *net, const tp_task *task, tp_solution *best,
                                 bool *found, tp_err *err)
{
    face f = {.task = task};
    *found = false;
    tp_arena *scratch = tp_arena_create();
    if (!scratch)
        return tp_fail_nomem(err);
    tp_status st = face_of(&f, best, scratch, err);
    const int64_t *x = best->x;
    tp_solution got;
    int32_t broken = !st && f.exact ? price_broken(&f, net, x) : 0, same = 0;
    for (int round = 0; round < ROUNDS && same < PATIENCE && broken > 0 && !st; round++) {
        st = tp_network_solve(net, &f.narrowed, &got, scratch, err);
        if (st || got.status != TP_SOLVED_OPTIMAL || got.value > f.allowed)
            break; /* beyond what is allowed: no point of the face keeps these rows */
        x = got.x;
        int32_t now = price_broken(&f, net, x);
        same = now == broken ? same + 1 : 0;
        broken = now;
    }
    if (st == TP_E_OVERFLOW)
        st = TP_OK; /* prices beyond the method: nothing found */
    else if (!st && f.exact && broken == 0 && x != best->x && task->program->n_cols) {
        memcpy(best->x, x, (size_t)task->program->n_cols * sizeof *x);
        *found = true;
    }
    tp_arena_free(scratch);
    return st;
}
