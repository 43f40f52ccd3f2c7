/* Diving and branching of one level. Nodes differ from their parent by one box; the relaxation is
 * warm from whatever node came before. Depth first while it leads on, else the node with the least
 * bound: good answers early, and a bound that rises. */
#include "solve/hunt.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { DIVE_STEPS = 200, DIVE_TROUBLES = 6 };

typedef struct node {
    int32_t parent, col;
    int64_t lo, hi;
    tp_wide bound;
    double estimate;
    int32_t depth;
} node;

typedef struct tree {
    tp_level *level;
    node *nodes;
    size_t count, capacity;
    int32_t *heap;
    size_t heap_size, heap_capacity;
    int64_t *lo, *hi, *sides;
    double *pseudo[2];
    int32_t *seen[2];
} tree;

static double fraction(double v)
{
    return v - floor(v);
}

static bool fractional(double v)
{
    double f = fraction(v);
    return f > 1e-6 && f < 1 - 1e-6;
}

typedef struct choice {
    double distance;
    int32_t col;
} choice;

static int by_distance(const void *a, const void *b)
{
    const choice *p = a, *q = b;
    if (p->distance != q->distance)
        return p->distance < q->distance ? -1 : 1;
    return (p->col > q->col) - (p->col < q->col);
}

static int32_t fractions(const tp_level *l, const double *x, choice *out)
{
    int32_t n = 0;
    for (int32_t j = 0; j < l->program->n_cols; j++)
        if (fractional(x[j]))
            out[n++] = (choice){fabs(x[j] - nearbyint(x[j])), j};
    qsort(out, (size_t)n, sizeof *out, by_distance);
    return n;
}

typedef struct dive {
    int64_t *lo, *hi, *keep_lo, *keep_hi, *sides;
    choice *choices;
} dive;

static bool dive_init(dive *d, const tp_level *l)
{
    size_t n = (size_t)l->program->n_cols + 1, m = 2 * ((size_t)l->program->n_rows + 1);
    d->lo = tp_arena_array(l->arena, n, sizeof *d->lo);
    d->hi = tp_arena_array(l->arena, n, sizeof *d->hi);
    d->keep_lo = tp_arena_array(l->arena, n, sizeof *d->lo);
    d->keep_hi = tp_arena_array(l->arena, n, sizeof *d->hi);
    d->sides = tp_arena_array(l->arena, m, sizeof *d->sides);
    d->choices = tp_arena_array(l->arena, n, sizeof *d->choices);
    return d->lo && d->hi && d->keep_lo && d->keep_hi && d->sides && d->choices;
}

/* Fixes the columns nearest to whole numbers; after trouble one only, and the other way round. */
static bool dive_fix(dive *d, const tp_level *l, const double *x, int32_t n, int trouble)
{
    size_t size = (size_t)l->program->n_cols * sizeof *d->lo;
    int32_t batch = trouble ? 1 : n / 6 + 1;
    memcpy(d->keep_lo, d->lo, size);
    memcpy(d->keep_hi, d->hi, size);
    for (int32_t k = 0; k < batch; k++) {
        int32_t j = d->choices[k].col;
        double v =
            trouble > 1 ? (fraction(x[j]) < 0.5 ? ceil(x[j]) : floor(x[j])) : nearbyint(x[j]);
        if (v < (double)d->lo[j] || v > (double)d->hi[j])
            continue;
        d->lo[j] = d->hi[j] = (int64_t)v;
    }
    if (tp_level_propagate(l, d->lo, d->hi, d->sides))
        return true;
    memcpy(d->lo, d->keep_lo, size);
    memcpy(d->hi, d->keep_hi, size);
    return false;
}

tp_status tp_level_dive(tp_level *l)
{
    dive d;
    if (!dive_init(&d, l))
        return tp_fail_nomem(l->err);
    size_t size = (size_t)l->program->n_cols * sizeof *d.lo;
    memcpy(d.lo, l->lo, size);
    memcpy(d.hi, l->hi, size);
    int trouble = 0, troubles = 0;
    double *x = tp_arena_array(l->arena, (size_t)l->program->n_cols + 1, sizeof *x);
    int32_t n = 0;
    if (!x)
        return tp_fail_nomem(l->err);
    for (int step = 0; step < DIVE_STEPS && troubles < DIVE_TROUBLES; step++) {
        tp_relax_point point;
        tp_status st = tp_level_relax(l, d.lo, d.hi, &point);
        if (st || l->stopped)
            return st;
        bool lost = point.status != TP_RELAXED_OPTIMAL || tp_level_floor(l, &point) > l->most;
        if (lost && step == 0)
            return TP_OK;
        if (lost) {
            memcpy(d.lo, d.keep_lo, size);
            memcpy(d.hi, d.keep_hi, size);
            trouble++;
            troubles++;
        } else {
            trouble = 0;
            if (tp_level_round(l, point.x))
                return TP_OK;
            memcpy(x, point.x, (size_t)l->program->n_cols * sizeof *x);
            n = fractions(l, x, d.choices);
        }
        while (n > 0 && troubles < DIVE_TROUBLES && !dive_fix(&d, l, x, n, trouble)) {
            trouble++;
            troubles++;
        }
    }
    return TP_OK;
}

static bool before(const tree *t, int32_t a, int32_t b)
{
    const node *p = &t->nodes[a], *q = &t->nodes[b];
    if (p->bound != q->bound)
        return p->bound < q->bound;
    if (p->estimate != q->estimate)
        return p->estimate < q->estimate;
    return a < b;
}

static bool push(tree *t, int32_t at)
{
    if (!tp_arena_grow(t->level->arena, &t->heap, &t->heap_capacity, t->heap_size, 1))
        return false;
    size_t k = t->heap_size++;
    while (k > 0 && before(t, at, t->heap[(k - 1) / 2])) {
        t->heap[k] = t->heap[(k - 1) / 2];
        k = (k - 1) / 2;
    }
    t->heap[k] = at;
    return true;
}

static int32_t pop(tree *t)
{
    int32_t top = t->heap[0], last = t->heap[--t->heap_size];
    size_t k = 0;
    for (;;) {
        size_t child = 2 * k + 1;
        if (child >= t->heap_size)
            break;
        if (child + 1 < t->heap_size && before(t, t->heap[child + 1], t->heap[child]))
            child++;
        if (!before(t, t->heap[child], last))
            break;
        t->heap[k] = t->heap[child];
        k = child;
    }
    t->heap[k] = last;
    return top;
}

static int32_t add_node(tree *t, node n)
{
    if (t->count >= INT32_MAX ||
        !tp_arena_grow(t->level->arena, &t->nodes, &t->capacity, t->count, 1))
        return -1;
    t->nodes[t->count] = n;
    return (int32_t)t->count++;
}

/* Boxes of a node: the level's, cut by every step of the path. */
static bool boxes_of(tree *t, int32_t at)
{
    tp_level *l = t->level;
    size_t size = (size_t)l->program->n_cols * sizeof *t->lo;
    memcpy(t->lo, l->lo, size);
    memcpy(t->hi, l->hi, size);
    for (int32_t k = at; k > 0; k = t->nodes[k].parent) {
        int32_t j = t->nodes[k].col;
        t->lo[j] = t->lo[j] > t->nodes[k].lo ? t->lo[j] : t->nodes[k].lo;
        t->hi[j] = t->hi[j] < t->nodes[k].hi ? t->hi[j] : t->nodes[k].hi;
        if (t->lo[j] > t->hi[j])
            return false;
    }
    return tp_level_propagate(l, t->lo, t->hi, t->sides);
}

/* Expected rise of the bound when column j goes down / up; what is not known is guessed. */
static double rise(const tree *t, int32_t j, int up)
{
    if (t->seen[up][j])
        return t->pseudo[up][j] / t->seen[up][j];
    return 1e-3 + 0.1 * fabs((double)t->level->task.cost[j]);
}

static int32_t pick(const tree *t, const double *x)
{
    int32_t best = -1;
    double most = -1;
    for (int32_t j = 0; j < t->level->program->n_cols; j++) {
        if (!fractional(x[j]))
            continue;
        double f = fraction(x[j]);
        double down = rise(t, j, 0) * f, up = rise(t, j, 1) * (1 - f);
        double score =
            (down > 1e-6 ? down : 1e-6) * (up > 1e-6 ? up : 1e-6) * (0.5 + (f < 0.5 ? f : 1 - f));
        if (score > most) {
            most = score;
            best = j;
        }
    }
    return best;
}

static void learn(tree *t, int32_t at, double value)
{
    const node *n = &t->nodes[at];
    if (at == 0)
        return;
    int up = n->lo > t->level->lo[n->col] ? 1 : 0;
    double gain = value - n->estimate;
    t->pseudo[up][n->col] += gain > 0 ? gain * 2 : 0;
    t->seen[up][n->col]++;
}

/* Two children; *next is the one to go on with, the other waits. */
static tp_status split(tree *t, int32_t at, const tp_relax_point *point, int32_t j, int32_t *next)
{
    tp_wide bound = tp_level_floor(t->level, point);
    double v = point->x[j];
    node down = {.parent = at,
                 .col = j,
                 .lo = t->lo[j],
                 .hi = (int64_t)floor(v),
                 .bound = bound,
                 .estimate = point->value,
                 .depth = t->nodes[at].depth + 1};
    node up = down;
    up.lo = (int64_t)ceil(v);
    up.hi = t->hi[j];
    bool up_first = fraction(v) > 0.5;
    int32_t first = add_node(t, up_first ? up : down), second = add_node(t, up_first ? down : up);
    if (first < 0 || second < 0 || !push(t, second))
        return tp_fail_nomem(t->level->err);
    *next = first;
    return TP_OK;
}

/* Looks at one node; *next = -1 where the path ends. */
static tp_status visit(tree *t, int32_t at, int32_t *next)
{
    tp_level *l = t->level;
    *next = -1;
    if (t->nodes[at].bound > l->most || !boxes_of(t, at))
        return TP_OK;
    tp_relax_point point;
    tp_status st = tp_level_relax(l, t->lo, t->hi, &point);
    if (st || l->stopped || point.status == TP_RELAXED_INFEASIBLE)
        return st;
    if (point.status != TP_RELAXED_OPTIMAL)
        return tp_fail(l->err, TP_E_SOLVER, "no method solved the relaxation of a node");
    learn(t, at, point.value);
    if (tp_level_floor(l, &point) > l->most)
        return TP_OK;
    bool whole = tp_level_round(l, point.x);
    if (tp_level_floor(l, &point) > l->most)
        return TP_OK;
    int32_t j = pick(t, point.x);
    if (!whole && j >= 0)
        return split(t, at, &point, j, next);
    /* Whole to the eye, refused in integers: split the widest column around it. */
    for (int32_t k = 0; k < l->program->n_cols; k++)
        if (t->lo[k] < t->hi[k] && (j < 0 || t->hi[k] - t->lo[k] < t->hi[j] - t->lo[j]))
            j = k;
    if (j < 0)
        return TP_OK;
    double v = nearbyint(point.x[j]);
    point.x[j] = v < (double)t->hi[j] ? v + 0.5 : v - 0.5;
    return split(t, at, &point, j, next);
}

static bool tree_init(tree *t, tp_level *l)
{
    size_t n = (size_t)l->program->n_cols + 1, m = 2 * ((size_t)l->program->n_rows + 1);
    *t = (tree){.level = l};
    t->lo = tp_arena_array(l->arena, n, sizeof *t->lo);
    t->hi = tp_arena_array(l->arena, n, sizeof *t->hi);
    t->sides = tp_arena_array(l->arena, m, sizeof *t->sides);
    bool fine = t->lo && t->hi && t->sides;
    for (int k = 0; k < 2; k++) {
        t->pseudo[k] = tp_arena_array(l->arena, n, sizeof **t->pseudo);
        t->seen[k] = tp_arena_array(l->arena, n, sizeof **t->seen);
        fine = fine && t->pseudo[k] && t->seen[k];
    }
    return fine && add_node(t, (node){.parent = -1, .col = -1, .bound = l->bound}) == 0;
}

tp_status tp_level_branch(tp_level *l, bool *complete)
{
    tree t;
    *complete = false;
    if (!tree_init(&t, l))
        return tp_fail_nomem(l->err);
    int32_t at = 0;
    int64_t visited = 0;
    for (;;) {
        if (at < 0) {
            if (t.heap_size == 0)
                break;
            l->bound = t.nodes[t.heap[0]].bound > l->bound ? t.nodes[t.heap[0]].bound : l->bound;
            at = pop(&t);
            if (t.nodes[at].bound > l->most)
                break; /* the least bound: all others are no better */
        }
        l->stopped = l->task.stop.ask ? l->task.stop.ask(l->task.stop.user) : TP_GO_ON;
        if (l->stopped || (l->order->node_limit && visited > l->order->node_limit))
            return TP_OK;
        tp_status st = visit(&t, at, &at);
        l->nodes++;
        visited++;
        if (st || l->stopped)
            return st;
    }
    *complete = true;
    return TP_OK;
}
