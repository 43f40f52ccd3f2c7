/* Which column to split a case at: the one whose two sides together raise the bound most, tried by
 * a few dual steps each until its record says enough. Source: Achterberg, Koch and Martin,
 * Branching rules revisited (2005). */
#include "solve/prove/parts.h"

#include <math.h>

enum { CANDIDATES = 30, RELIABLE = 4, PROBE_STEPS = 60 };
#define FRACTION 1e-6

typedef struct candidate {
    int32_t col;
    double x, score;
} candidate;

static double product(double down, double up)
{
    return fmax(down, 1e-6) * fmax(up, 1e-6);
}

static double mean(const tp_prover *p, int side)
{
    double sum = 0;
    int32_t n = 0;
    for (int32_t j = 0; j < p->program->n_cols; j++) {
        if (!p->tried[side][j])
            continue;
        sum += p->gain[side][j];
        n++;
    }
    return n ? sum / n : 1.0;
}

static double expected(const tp_prover *p, int side, int32_t j, double mean_gain)
{
    return p->tried[side][j] ? p->gain[side][j] : mean_gain;
}

static void note(tp_prover *p, int side, int32_t j, double gain)
{
    int32_t n = ++p->tried[side][j];
    p->gain[side][j] += (gain - p->gain[side][j]) / n;
}

/* By descending score; the best few are kept in order. */
static int keep(candidate *best, int n, candidate c)
{
    int at = n < CANDIDATES ? n : CANDIDATES - 1;
    if (n == CANDIDATES && best[at].score >= c.score)
        return n;
    while (at > 0 && best[at - 1].score < c.score) {
        best[at] = best[at - 1];
        at--;
    }
    best[at] = c;
    return n < CANDIDATES ? n + 1 : n;
}

/* How much the bound rises with the column on one side; at most what closes the case. */
static tp_status trial(tp_prover *p, tp_relax *relax, const candidate *c, int side, double value,
                       double enough, double *gain)
{
    int64_t at = (int64_t)floor(c->x);
    tp_relax_point point;
    tp_status st = tp_relax_box(relax, c->col, side ? at + 1 : p->lo[c->col],
                                side ? p->hi[c->col] : at, p->err);
    if (!st)
        st = tp_relax_probe(relax, PROBE_STEPS, &point, p->err);
    if (st)
        return st;
    p->work += 10 * (int64_t)(p->program->n_rows + 1);
    *gain = point.status == TP_RELAXED_INFEASIBLE ? enough : point.value - value;
    *gain = *gain < 0 ? 0 : *gain > enough ? enough : *gain;
    st = tp_relax_box(relax, c->col, p->lo[c->col], p->hi[c->col], p->err);
    return st ? st : tp_relax_recall(relax, p->err);
}

static tp_status try_out(tp_prover *p, tp_relax *relax, candidate *c, double value, double enough)
{
    double gain[2];
    for (int side = 0; side < 2; side++) {
        double part = side ? ceil(c->x) - c->x : c->x - floor(c->x);
        tp_status st = trial(p, relax, c, side, value, enough, &gain[side]);
        if (st)
            return st;
        note(p, side, c->col, gain[side] / fmax(part, FRACTION));
    }
    c->score = product(gain[0], gain[1]);
    return TP_OK;
}

/* Nothing is fractional, and yet the bound falls short: any column that is still free. */
static bool any_free(const tp_prover *p, const double *x, int32_t *col, int64_t *at)
{
    for (int32_t j = 0; j < p->program->n_cols; j++) {
        if (p->lo[j] >= p->hi[j])
            continue;
        int64_t v = (int64_t)nearbyint(x[j]);
        *col = j;
        *at = v < p->hi[j] ? (v < p->lo[j] ? p->lo[j] : v) : p->hi[j] - 1;
        return true;
    }
    return false;
}

tp_status tp_prover_choose(tp_prover *p, const tp_relax_point *point, tp_relax *relax, int32_t *col,
                           int64_t *at, bool *any)
{
    candidate best[CANDIDATES];
    int n = 0;
    double down = mean(p, 0), up = mean(p, 1), value = point->value;
    double enough = relax == p->elastic ? 1e9 : (double)p->want - value;
    if (!point->x)
        return TP_OK;
    for (int32_t j = 0; j < p->program->n_cols; j++) {
        double x = point->x[j], low = x - floor(x);
        if (p->lo[j] >= p->hi[j] || low < FRACTION || low > 1 - FRACTION)
            continue;
        n = keep(
            best, n,
            (candidate){j, x,
                        product(low * expected(p, 0, j, down), (1 - low) * expected(p, 1, j, up))});
    }
    *any = n > 0 || any_free(p, point->x, col, at);
    if (n == 0)
        return TP_OK;
    tp_status st = tp_relax_remember(relax, p->err);
    for (int k = 0; k < n && !st; k++)
        if (p->tried[0][best[k].col] < RELIABLE || p->tried[1][best[k].col] < RELIABLE)
            st = try_out(p, relax, &best[k], value, enough);
    int first = 0;
    for (int k = 1; k < n; k++)
        first = best[k].score > best[first].score ? k : first;
    *col = best[first].col;
    *at = (int64_t)floor(best[first].x);
    return st;
}
