/* Reliability branching (Achterberg, Koch, Martin: Branching rules revisited, 2005): columns are
 * chosen by what splitting them raised the bound so far; where little is known of one, both sides
 * are tried with a limited number of steps before it is trusted. */
#include "solve/integer/branch_and_bound.h"

#include <math.h>
#include <stdlib.h>

enum { RELIABLE = 4, TRIED = 40, IDLE = 8, STEPS = 60 };

bool tp_tree_fractional(double v)
{
    double f = v - floor(v);
    return f > 1e-6 && f < 1 - 1e-6;
}

static void note(tp_tree *t, int32_t j, int up, double gain, double part)
{
    double per = gain > 0 ? gain / (part > 1e-6 ? part : 1e-6) : 0;
    t->gain[up][j] += per;
    t->seen[up][j]++;
    t->gains[up] += per;
    t->seens[up]++;
}

void tp_tree_learn(tp_tree *t, const tp_tree_node *node, double value)
{
    if (node->box.col >= 0)
        note(t, node->box.col, node->up, value - node->estimate, node->part);
}

/* Expected rise per unit; of columns not seen yet the mean of the others. */
static double rate(const tp_tree *t, int32_t j, int up)
{
    if (t->seen[up][j])
        return t->gain[up][j] / t->seen[up][j];
    return t->seens[up] ? t->gains[up] / (double)t->seens[up] : 1.0;
}

static double score(double down, double up)
{
    return (down > 1e-6 ? down : 1e-6) * (up > 1e-6 ? up : 1e-6);
}

static double expected(const tp_tree *t, int32_t j)
{
    double f = t->x[j] - floor(t->x[j]);
    return score(rate(t, j, 0) * f, rate(t, j, 1) * (1 - f)) * (1 + (f < 0.5 ? f : 1 - f) * 1e-3);
}

/* Fractional columns, best expectation first; columns break ties. */
static int32_t candidates(tp_tree *t)
{
    int32_t n = 0;
    for (int32_t j = 0; j < t->level->program->n_cols; j++) {
        if (!tp_tree_fractional(t->x[j]))
            continue;
        double s = expected(t, j);
        int32_t k = n < TRIED ? n++ : TRIED - 1;
        if (k == TRIED - 1 && n == TRIED && t->candidates[k] >= 0 && s <= t->scores[k])
            continue;
        for (; k > 0 && t->scores[k - 1] < s; k--) {
            t->scores[k] = t->scores[k - 1];
            t->candidates[k] = t->candidates[k - 1];
        }
        t->scores[k] = s;
        t->candidates[k] = j;
    }
    return n;
}

typedef struct probe {
    double rise;
    bool closed;
} probe;

/* One side of a column, a limited number of steps from the node's basis. */
static tp_status try_side(tp_tree *t, int32_t j, bool up, double value, probe *out)
{
    tp_subproblem *l = t->level;
    double v = t->x[j];
    int64_t lo = up ? (int64_t)ceil(v) : t->lo[j], hi = up ? t->hi[j] : (int64_t)floor(v);
    tp_relax_point point;
    *out = (probe){0};
    tp_status st = tp_relax_box(l->relax, j, lo, hi, l->err);
    if (!st)
        st = tp_relax_probe(l->relax, STEPS, &point, l->err);
    if (!st)
        st = tp_relax_box(l->relax, j, t->lo[j], t->hi[j], l->err);
    if (!st)
        st = tp_relax_recall(l->relax, l->err);
    if (st || point.status == TP_RELAXED_FAILED)
        return st;
    out->closed = point.status == TP_RELAXED_INFEASIBLE ||
                  (point.status == TP_RELAXED_OPTIMAL && tp_subproblem_floor(l, &point) > l->most);
    out->rise =
        point.status == TP_RELAXED_INFEASIBLE ? (double)(l->most + 1) - value : point.value - value;
    double f = v - floor(v);
    if (point.status != TP_RELAXED_INFEASIBLE)
        note(t, j, up, out->rise, up ? 1 - f : f);
    return TP_OK;
}

static tp_status try_both(tp_tree *t, int32_t j, double value, double *got, bool *again)
{
    probe down, up;
    tp_status st = try_side(t, j, false, value, &down);
    if (!st)
        st = try_side(t, j, true, value, &up);
    if (st)
        return st;
    if (down.closed)
        t->lo[j] = (int64_t)ceil(t->x[j]);
    if (up.closed)
        t->hi[j] = (int64_t)floor(t->x[j]);
    *again = *again || down.closed || up.closed;
    *got = score(down.rise, up.rise);
    return TP_OK;
}

tp_status tp_tree_choose(tp_tree *t, double value, int32_t *col, bool *again)
{
    int32_t n = candidates(t), idle = 0;
    double most = -1;
    tp_status st = TP_OK;
    bool kept = false;
    *col = n ? t->candidates[0] : -1;
    *again = false;
    for (int32_t k = 0; k < n && idle < IDLE && !st && !*again; k++) {
        int32_t j = t->candidates[k];
        double s = t->scores[k];
        if (t->seen[0][j] < RELIABLE || t->seen[1][j] < RELIABLE) {
            if (!kept)
                st = tp_relax_remember(t->level->relax, t->level->err);
            kept = true;
            if (!st)
                st = try_both(t, j, value, &s, again);
        }
        if (s > most) {
            most = s;
            *col = j;
            idle = 0;
        } else {
            idle++;
        }
    }
    return st;
}
