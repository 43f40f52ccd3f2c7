#include "enumerate.h"

#include <stdlib.h>
#include <string.h>

typedef struct walk {
    const tp_tiers_task *task;
    int64_t *x;
    int64_t *points; /* [count][n_cols] */
    size_t count, most, steps;
    bool too_many;
} walk;

/* Could the row still hold, with the columns from `from` on anywhere in their boxes? */
static bool possible(const walk *w, int32_t row, int32_t from)
{
    const tp_program *p = w->task->program;
    tp_wide least = 0, most = 0;
    for (int64_t k = p->start[row]; k < p->start[row + 1]; k++) {
        int32_t j = p->entries[k].col;
        tp_wide a = p->entries[k].coef;
        int64_t lo = j < from ? w->x[j] : p->lo[j], hi = j < from ? w->x[j] : p->hi[j];
        least += a > 0 ? a * lo : a * hi;
        most += a > 0 ? a * hi : a * lo;
    }
    return (p->row_lo[row] == -TP_INF || most >= p->row_lo[row]) &&
           (p->row_hi[row] == TP_INF || least <= p->row_hi[row]);
}

static void step(walk *w, int32_t j)
{
    const tp_program *p = w->task->program;
    if (++w->steps > 4000000)
        w->too_many = true;
    for (int32_t i = 0; i < p->n_rows; i++)
        if (!possible(w, i, j))
            return;
    if (w->too_many)
        return;
    if (j == p->n_cols) {
        if (w->count == w->most) {
            w->too_many = true;
            return;
        }
        memcpy(w->points + w->count++ * (size_t)p->n_cols, w->x, (size_t)p->n_cols * sizeof *w->x);
        return;
    }
    for (w->x[j] = p->lo[j]; w->x[j] <= p->hi[j]; w->x[j]++)
        step(w, j + 1);
}

static tp_wide linear(const walk *w, size_t t, const int64_t *x)
{
    tp_wide value = 0;
    tp_objective_value(&w->task->tiers[t].objective, w->task->program->n_cols, x, &value);
    return value;
}

static void ratio(const walk *w, size_t t, const int64_t *x, int64_t *top, int64_t *bottom)
{
    const tp_tier_spec *s = &w->task->tiers[t];
    *top = *bottom = 1;
    for (size_t g = 0; g < s->n_groups; g++) {
        tp_wide activity = 0;
        tp_program_activity(w->task->program, s->groups[g].row, x, &activity);
        int64_t n = (int64_t)activity + s->groups[g].base, d = s->groups[g].total;
        if (n * *bottom < *top * d) {
            *top = n;
            *bottom = d;
        }
    }
}

static void keep_linear(walk *w, size_t t, enumerated *out)
{
    const tp_tier_spec *s = &w->task->tiers[t];
    size_t n = (size_t)w->task->program->n_cols, kept = 0;
    tp_wide best = linear(w, t, w->points);
    for (size_t k = 1; k < w->count; k++) {
        tp_wide v = linear(w, t, w->points + k * n);
        if ((v - best) * (int)s->objective.sense < 0)
            best = v;
    }
    out->value[t] = best;
    tp_wide room = (best < 0 ? -best : best) * s->concede / TP_DEC_ONE;
    for (size_t k = 0; k < w->count; k++)
        if ((linear(w, t, w->points + k * n) - best) * (int)s->objective.sense <= room)
            memmove(w->points + kept++ * n, w->points + k * n, n * sizeof *w->x);
    w->count = kept;
}

static void keep_ratio(walk *w, size_t t, enumerated *out)
{
    const tp_tier_spec *s = &w->task->tiers[t];
    size_t n = (size_t)w->task->program->n_cols, kept = 0;
    int64_t top = 0, bottom = 0, a, b;
    for (size_t k = 0; k < w->count; k++) {
        ratio(w, t, w->points + k * n, &a, &b);
        if (!bottom || a * bottom > top * b) {
            top = a;
            bottom = b;
        }
    }
    out->numerator[t] = top;
    out->denominator[t] = bottom;
    for (size_t k = 0; k < w->count; k++) {
        ratio(w, t, w->points + k * n, &a, &b);
        if ((tp_wide)a * bottom * TP_DEC_ONE >= (tp_wide)top * b * (TP_DEC_ONE - s->concede))
            memmove(w->points + kept++ * n, w->points + k * n, n * sizeof *w->x);
    }
    w->count = kept;
}

enumerated enumerate_tiers(const tp_tiers_task *task, size_t most_points, tp_arena *arena)
{
    enumerated out = {0};
    size_t n = (size_t)task->program->n_cols;
    walk w = {.task = task, .most = most_points};
    w.x = tp_arena_array(arena, n + 1, sizeof *w.x);
    w.points = tp_arena_array(arena, (n + 1) * most_points, sizeof *w.x);
    if (!w.x || !w.points) {
        out.too_many = true;
        return out;
    }
    step(&w, 0);
    out.too_many = w.too_many;
    out.feasible = w.count > 0;
    for (size_t t = 0; t < task->n_tiers && out.feasible && !out.too_many; t++) {
        if (task->tiers[t].kind == TP_TIER_RATIO)
            keep_ratio(&w, t, &out);
        else
            keep_linear(&w, t, &out);
    }
    return out;
}
