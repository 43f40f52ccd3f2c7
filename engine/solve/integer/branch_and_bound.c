/* Branching of one level. Nodes differ from their parent by one box and what its visit showed; the
 * relaxation is warm from whatever node came before. Depth first while it leads on, else the node
 * with the least bound: good answers early, and a bound that rises. */
#include "solve/integer/branch_and_bound.h"

#include <math.h>
#include <string.h>

static bool before(const tp_tree *t, int32_t a, int32_t b)
{
    const tp_tree_node *p = &t->nodes[a], *q = &t->nodes[b];
    if (p->bound != q->bound)
        return p->bound < q->bound;
    if (p->estimate != q->estimate)
        return p->estimate < q->estimate;
    return a < b;
}

static bool push(tp_tree *t, int32_t at)
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

static int32_t pop(tp_tree *t)
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

static int32_t add_node(tp_tree *t, tp_tree_node n)
{
    if (t->count >= INT32_MAX ||
        !tp_arena_grow(t->level->arena, &t->nodes, &t->capacity, t->count, 1))
        return -1;
    t->nodes[t->count] = n;
    return (int32_t)t->count++;
}

static bool cut_box(tp_tree *t, const tp_tree_box *box)
{
    int32_t j = box->col;
    t->lo[j] = t->lo[j] > box->lo ? t->lo[j] : box->lo;
    t->hi[j] = t->hi[j] < box->hi ? t->hi[j] : box->hi;
    return t->lo[j] <= t->hi[j];
}

/* Boxes of a node: the level's, cut by every step of the path and what was found on the way. */
static bool boxes_of(tp_tree *t, int32_t at)
{
    tp_subproblem *l = t->level;
    size_t size = (size_t)l->program->n_cols * sizeof *t->lo;
    memcpy(t->lo, l->lo, size);
    memcpy(t->hi, l->hi, size);
    for (int32_t k = at; k >= 0; k = t->nodes[k].parent) {
        const tp_tree_node *n = &t->nodes[k];
        if (n->box.col >= 0 && !cut_box(t, &n->box))
            return false;
        for (size_t i = 0; i < n->n_more; i++)
            if (!cut_box(t, &t->more[n->first_more + i]))
                return false;
    }
    return tp_subproblem_propagate(l, t->lo, t->hi, t->sides);
}

static bool add_more(tp_tree *t, tp_tree_node *n, int32_t j)
{
    if (!tp_arena_grow(t->level->arena, &t->more, &t->more_capacity, t->n_more, 1))
        return false;
    t->more[t->n_more++] = (tp_tree_box){j, t->lo[j], t->hi[j]};
    n->n_more++;
    return true;
}

/* Columns that cannot leave their side for anything wanted, by their reduced costs. */
static void fix_by_costs(tp_tree *t, const tp_relax_point *point)
{
    tp_subproblem *l = t->level;
    double slack = (double)l->most - point->value + 1e-6 + 1e-9 * fabs(point->value);
    if (l->most >= (tp_wide)1 << 60)
        return;
    for (int32_t j = 0; j < l->program->n_cols; j++) {
        double d = point->d[j], width = (double)(t->hi[j] - t->lo[j]);
        if (width <= 0 || fabs(d) * width <= slack || fabs(d) < 1e-6)
            continue;
        int64_t steps = (int64_t)floor(slack / fabs(d) + 1e-6);
        if (d > 0 && t->x[j] < (double)t->lo[j] + 1e-6 && t->lo[j] + steps < t->hi[j])
            t->hi[j] = t->lo[j] + steps;
        else if (d < 0 && t->x[j] > (double)t->hi[j] - 1e-6 && t->hi[j] - steps > t->lo[j])
            t->lo[j] = t->hi[j] - steps;
    }
}

/* What the visit found beyond the boxes the node came with. */
static tp_status note_boxes(tp_tree *t, int32_t at, const int64_t *lo, const int64_t *hi)
{
    t->nodes[at].first_more = t->n_more;
    t->nodes[at].n_more = 0;
    for (int32_t j = 0; j < t->level->program->n_cols; j++)
        if ((t->lo[j] != lo[j] || t->hi[j] != hi[j]) && !add_more(t, &t->nodes[at], j))
            return tp_fail_nomem(t->level->err);
    return TP_OK;
}

/* Two children; *next is the one to go on with, the other waits. */
static tp_status split(tp_tree *t, int32_t at, const tp_relax_point *point, int32_t j,
                       int32_t *next)
{
    double v = t->x[j], part = v - floor(v);
    tp_tree_node down = {.parent = at,
                         .box = {j, t->lo[j], (int64_t)floor(v)},
                         .bound = tp_subproblem_floor(t->level, point),
                         .estimate = point->value,
                         .part = part};
    tp_tree_node up = down;
    up.box.lo = (int64_t)ceil(v);
    up.box.hi = t->hi[j];
    up.part = 1 - part;
    up.up = true;
    bool up_first = part > 0.5;
    int32_t first = add_node(t, up_first ? up : down), second = add_node(t, up_first ? down : up);
    if (first < 0 || second < 0 || !push(t, second))
        return tp_fail_nomem(t->level->err);
    *next = first;
    return TP_OK;
}

/* Whole to the eye, refused in integers: any column that is still open is split around it. */
static int32_t any_column(tp_tree *t)
{
    int32_t j = -1;
    for (int32_t k = 0; k < t->level->program->n_cols; k++)
        if (t->lo[k] < t->hi[k] && (j < 0 || t->hi[k] - t->lo[k] < t->hi[j] - t->lo[j]))
            j = k;
    if (j >= 0) {
        double v = nearbyint(t->x[j]);
        t->x[j] = v < (double)t->hi[j] ? v + 0.5 : v - 0.5;
    }
    return j;
}

typedef enum outcome { CLOSED, OPEN } outcome;

/* Solves within the node's present boxes. */
static tp_status relax_node(tp_tree *t, int32_t at, bool first, tp_relax_point *point, outcome *is)
{
    tp_subproblem *l = t->level;
    *is = CLOSED;
    tp_status st = tp_subproblem_relax(l, t->lo, t->hi, point);
    if (st || l->stopped || point->status == TP_RELAXED_INFEASIBLE)
        return st;
    if (point->status != TP_RELAXED_OPTIMAL)
        return tp_fail(l->err, TP_E_SOLVER, "no method solved the relaxation of a node");
    if (first)
        tp_tree_learn(t, &t->nodes[at], point->value);
    if (tp_subproblem_floor(l, point) > l->most)
        return TP_OK;
    memcpy(t->x, point->x, (size_t)l->program->n_cols * sizeof *t->x);
    tp_subproblem_round(l, t->x);
    *is = tp_subproblem_floor(l, point) > l->most ? CLOSED : OPEN;
    if (*is == OPEN)
        fix_by_costs(t, point);
    return TP_OK;
}

/* Looks at one node; *next = -1 where the path ends. */
static tp_status visit(tp_tree *t, int32_t at, int32_t *next)
{
    tp_subproblem *l = t->level;
    size_t size = (size_t)l->program->n_cols * sizeof *t->lo;
    *next = -1;
    if (t->nodes[at].bound > l->most || !boxes_of(t, at))
        return TP_OK;
    memcpy(t->had_lo, t->lo, size);
    memcpy(t->had_hi, t->hi, size);
    bool again = true;
    int32_t j = -1;
    tp_relax_point point;
    for (int round = 0; again; round++) {
        outcome is;
        tp_status st = relax_node(t, at, round == 0, &point, &is);
        if (st || is == CLOSED || l->stopped)
            return st;
        double value = point.value;
        st = tp_tree_choose(t, value, &j, &again);
        point.value = value;
        if (st)
            return st;
        if (again && !tp_subproblem_propagate(l, t->lo, t->hi, t->sides))
            return TP_OK;
    }
    tp_status st = note_boxes(t, at, t->had_lo, t->had_hi);
    if (j < 0)
        j = any_column(t);
    return st || j < 0 ? st : split(t, at, &point, j, next);
}

static bool tree_init(tp_tree *t, tp_subproblem *l)
{
    size_t n = (size_t)l->program->n_cols + 1, m = 2 * ((size_t)l->program->n_rows + 1);
    *t = (tp_tree){.level = l};
    int64_t **boxes[] = {&t->lo, &t->hi, &t->had_lo, &t->had_hi};
    bool fine = true;
    for (size_t k = 0; k < sizeof boxes / sizeof *boxes; k++)
        fine = (*boxes[k] = tp_arena_array(l->arena, n, sizeof **boxes[k])) && fine;
    t->sides = tp_arena_array(l->arena, m, sizeof *t->sides);
    t->x = tp_arena_array(l->arena, n, sizeof *t->x);
    t->candidates = tp_arena_array(l->arena, n, sizeof *t->candidates);
    t->scores = tp_arena_array(l->arena, n, sizeof *t->scores);
    fine = fine && t->sides && t->x && t->candidates && t->scores;
    for (int k = 0; k < 2; k++) {
        t->gain[k] = tp_arena_array(l->arena, n, sizeof **t->gain);
        t->seen[k] = tp_arena_array(l->arena, n, sizeof **t->seen);
        fine = fine && t->gain[k] && t->seen[k];
    }
    return fine && add_node(t, (tp_tree_node){.parent = -1, .box.col = -1, .bound = l->bound}) == 0;
}

tp_status tp_branch_and_bound(tp_subproblem *l, int64_t node_limit, bool *complete)
{
    tp_tree t;
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
        l->stopped = tp_stop_asked(&l->task.stop);
        if (l->stopped || tp_subproblem_near(l) || (node_limit && visited > node_limit))
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
