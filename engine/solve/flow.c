#include "solve/flow.h"

#include "solve/bundle.h"

#include <string.h>

enum { NO_ARC = -1, NO_NODE = -1 };
/* Beyond any sum of a cost and two potentials. */
#define NEVER (INT64_MAX / 2)

/* What pricing looks at: the cost of one more slot along the bundle, and of the last one. A bundle
 * in the tree has reduced cost 0 and is never a candidate: NEVER and -NEVER. */
typedef struct offer {
    int64_t up, down;
    int32_t tail, head;
} offer;

typedef struct load {
    int64_t x;      /* total */
    int64_t lo, hi; /* ends of the step it stands on */
    int64_t cost;   /* of that step */
    int32_t at;     /* its number */
    bool in_tree;
} load;

/* Children are doubly linked lists, so that a subtree is moved and walked in time proportional to
 * its size. */
typedef struct node {
    int64_t pi;
    int32_t parent, up_arc, depth, child, next, prev;
} node;

/* The tree hangs from an extra root; every node has an artificial arc to it (index bundles + node),
 * pointing up or down as its flow needs. A bundle outside the tree may stand anywhere: where it
 * stands inside a step it only ends there if its reduced cost is 0. */
struct tp_flow {
    int32_t nodes, bundles, root;
    tp_bundles set;
    offer *offer;           /* [bundles + nodes] */
    load *load;             /* [bundles + nodes] */
    node *node;             /* [nodes + 1] */
    int32_t *walk;          /* [nodes + 1] stack of a subtree walk */
    int32_t *live;          /* [bundles] that may move */
    int64_t *excess;        /* [nodes + 1] */
    int64_t *total;         /* [bundles] */
    int64_t *x;             /* [arcs] */
    int64_t *pi;            /* [nodes] */
    int32_t n_live, cursor; /* where pricing goes on */
    bool phase_one, started;
};

tp_flow *tp_flow_create(tp_arena *arena, int32_t nodes, int32_t arcs, const tp_arc_end *ends)
{
    tp_flow *f = tp_arena_alloc(arena, sizeof *f);
    if (!f || (int64_t)nodes + arcs >= INT32_MAX - 2 ||
        !tp_bundles_init(&f->set, arena, nodes, arcs, ends))
        return NULL;
    f->nodes = f->root = nodes;
    f->bundles = f->set.count;
    size_t n = (size_t)nodes + 1, all = (size_t)f->bundles + n;
    f->offer = tp_arena_array(arena, all, sizeof *f->offer);
    f->load = tp_arena_array(arena, all, sizeof *f->load);
    f->node = tp_arena_array(arena, n, sizeof *f->node);
    f->walk = tp_arena_array(arena, n, sizeof *f->walk);
    f->live = tp_arena_array(arena, (size_t)f->bundles + 1, sizeof *f->live);
    f->excess = tp_arena_array(arena, n, sizeof *f->excess);
    f->total = tp_arena_array(arena, (size_t)f->bundles + 1, sizeof *f->total);
    f->x = tp_arena_array(arena, (size_t)arcs + 1, sizeof *f->x);
    f->pi = tp_arena_array(arena, n, sizeof *f->pi);
    bool ok = f->offer && f->load && f->node && f->walk && f->live && f->excess && f->total &&
              f->x && f->pi;
    for (int32_t k = 0; ok && k < f->bundles; k++) {
        f->offer[k].tail = f->set.ends[k].tail;
        f->offer[k].head = f->set.ends[k].head;
    }
    return ok ? f : NULL;
}

static void detach(tp_flow *f, int32_t v)
{
    int32_t before = f->node[v].prev, after = f->node[v].next;
    if (before != NO_NODE)
        f->node[before].next = after;
    else
        f->node[f->node[v].parent].child = after;
    if (after != NO_NODE)
        f->node[after].prev = before;
}

static void attach(tp_flow *f, int32_t v, int32_t parent, int32_t arc)
{
    int32_t first = f->node[parent].child;
    f->node[v].parent = parent;
    f->node[v].up_arc = arc;
    f->node[v].prev = NO_NODE;
    f->node[v].next = first;
    if (first != NO_NODE)
        f->node[first].prev = v;
    f->node[parent].child = v;
}

/* Depth and potential of a whole subtree, from its parent's. Tree arcs have reduced cost 0:
 * cost + pi[tail] - pi[head] = 0. */
static void refresh(tp_flow *f, int32_t top)
{
    size_t n = 0;
    f->walk[n++] = top;
    while (n) {
        int32_t v = f->walk[--n];
        node *at = &f->node[v];
        if (at->parent != NO_NODE) {
            const node *up = &f->node[at->parent];
            int64_t cost = f->load[at->up_arc].cost;
            at->pi = f->offer[at->up_arc].tail == v ? up->pi - cost : up->pi + cost;
            at->depth = up->depth + 1;
        }
        for (int32_t c = at->child; c != NO_NODE; c = f->node[c].next)
            f->walk[n++] = c;
    }
}

/* Puts a node on its artificial arc, which points to the root. */
static void hang(tp_flow *f, int32_t v)
{
    int32_t arc = f->bundles + v;
    attach(f, v, f->root, arc);
    f->offer[arc].tail = v;
    f->offer[arc].head = f->root;
    f->load[arc].in_tree = true;
    f->load[arc].x = 0;
}

static void cut(tp_flow *f, int32_t v)
{
    f->load[f->node[v].up_arc].in_tree = false;
    detach(f, v);
    hang(f, v);
}

/* Rows are told last: a row's own slack carries its node better than an artificial arc does. A node
 * without children may hang anywhere; flows that do not fit are cut off again. */
static void start_cold(tp_flow *f)
{
    f->node[f->root] = (node){0, NO_NODE, NO_ARC, 0, NO_NODE, NO_NODE, NO_NODE};
    for (int32_t v = 0; v < f->nodes; v++)
        f->node[v].child = NO_NODE;
    for (int32_t v = f->nodes - 1; v >= 0; v--)
        hang(f, v);
    for (int32_t k = f->bundles - 1; k >= 0; k--) {
        int32_t v = f->offer[k].tail, up = f->offer[k].head;
        if (f->set.least[k] == f->set.most[k] || f->node[v].up_arc < f->bundles ||
            f->node[v].child != NO_NODE)
            continue;
        detach(f, v);
        f->load[f->bundles + v].in_tree = false;
        attach(f, v, up, k);
        f->load[k].in_tree = true;
    }
    f->started = true;
}

static int64_t within(int64_t v, int64_t lo, int64_t hi)
{
    return v < lo ? lo : v > hi ? hi : v;
}

/* Bundles outside the tree stay where they stand, as far as their boxes allow; the tree balances
 * the rest. Where it cannot, the subtree is cut off and its artificial arc takes what is left, so
 * that the start is always feasible with artificial flow. */
static void place_flows(tp_flow *f)
{
    int64_t *excess = f->excess;
    memset(excess, 0, ((size_t)f->nodes + 1) * sizeof *excess);
    for (int32_t k = 0; k < f->bundles; k++) {
        if (f->load[k].in_tree)
            continue;
        f->load[k].x = within(f->load[k].x, f->set.least[k], f->set.most[k]);
        excess[f->offer[k].tail] -= f->load[k].x;
        excess[f->offer[k].head] += f->load[k].x;
    }
    /* Parents before children; then leaves first by walking it backwards. */
    int32_t n = 0, *order = f->walk;
    for (int32_t at = -1; at < n; at++) {
        int32_t v = at < 0 ? f->root : order[at];
        for (int32_t c = f->node[v].child; c != NO_NODE; c = f->node[c].next)
            order[n++] = c;
    }
    while (n--) {
        int32_t v = order[n], arc = f->node[v].up_arc, up = f->node[v].parent;
        if (arc >= f->bundles)
            continue;
        bool points_up = f->offer[arc].tail == v;
        int64_t want = points_up ? excess[v] : -excess[v];
        int64_t got = within(want, f->set.least[arc], f->set.most[arc]);
        int64_t moved = points_up ? got : -got;
        f->load[arc].x = got;
        excess[v] -= moved;
        excess[up] += moved;
        if (got != want)
            cut(f, v);
    }
    for (int32_t v = 0; v < f->nodes; v++) {
        int32_t arc = f->bundles + v;
        f->load[arc].x = f->load[arc].in_tree ? excess[v] < 0 ? -excess[v] : excess[v] : 0;
        f->offer[arc].tail = excess[v] >= 0 ? v : f->root;
        f->offer[arc].head = excess[v] >= 0 ? f->root : v;
    }
}

static int32_t steps_of(const tp_flow *f, int32_t k)
{
    return f->phase_one ? f->set.steps[k] > 0 : f->set.steps[k];
}

static int64_t step_cost(const tp_flow *f, int32_t k, int32_t at)
{
    return f->phase_one ? 0 : f->set.step[f->set.first[k] + at].cost;
}

static void step_to(tp_flow *f, int32_t k, int32_t at)
{
    load *l = &f->load[k];
    const tp_step *step = f->set.step + f->set.first[k];
    l->at = at;
    l->cost = f->phase_one ? 0 : step[at].cost;
    l->lo = f->phase_one || at == 0 ? f->set.least[k] : step[at - 1].end;
    l->hi = f->phase_one ? f->set.most[k] : step[at].end;
}

/* The step a bundle stands on: between two, the one below, or above if asked for. */
static void find_step(tp_flow *f, int32_t k, bool above)
{
    load *l = &f->load[k];
    int32_t n = steps_of(f, k), low = 0, high = n - 1;
    if (n == 0) {
        *l = (load){.x = l->x, .lo = l->x, .hi = l->x, .in_tree = l->in_tree};
        return;
    }
    const tp_step *step = f->set.step + f->set.first[k];
    while (low < high) {
        int32_t middle = low + (high - low) / 2;
        if (step[middle].end >= l->x)
            high = middle;
        else
            low = middle + 1;
    }
    step_to(f, k, low);
    if (above && l->x == l->hi && low + 1 < n)
        step_to(f, k, low + 1);
}

/* What a bundle outside the tree offers to pricing. */
static void stand(tp_flow *f, int32_t k)
{
    const load *l = &f->load[k];
    offer *o = &f->offer[k];
    int32_t n = steps_of(f, k);
    o->up = l->x < l->hi ? l->cost : l->at + 1 < n ? step_cost(f, k, l->at + 1) : NEVER;
    o->down = l->x > l->lo ? l->cost : l->at > 0 ? step_cost(f, k, l->at - 1) : -NEVER;
}

/* Steps, offers and potentials for the phase at hand. Strong feasibility asks that every tree arc
 * could carry flow towards the root. An arc at the wrong end of its box is cut and its subtree hung
 * on an artificial arc carrying nothing, which points up and is fine. */
static void begin_phase(tp_flow *f, bool phase_one)
{
    f->phase_one = phase_one;
    for (int32_t v = 0; v < f->nodes; v++) {
        int32_t arc = f->node[v].up_arc, artificial = f->bundles + v;
        f->load[artificial].cost = phase_one;
        f->load[artificial].lo = 0;
        f->load[artificial].hi = INT64_MAX / 4;
        if (f->load[artificial].x == 0) {
            /* In phase two it never carries anything: what climbs one would have to come down
             * another, against its direction, from zero. */
            f->offer[artificial].tail = v;
            f->offer[artificial].head = f->root;
        }
        if (arc >= f->bundles)
            continue;
        bool points_up = f->offer[arc].tail == v;
        find_step(f, arc, points_up);
        f->offer[arc].up = NEVER;
        f->offer[arc].down = -NEVER;
        if (f->load[arc].x == (points_up ? f->load[arc].hi : f->load[arc].lo))
            cut(f, v);
    }
    f->n_live = f->cursor = 0;
    for (int32_t k = 0; k < f->bundles; k++) {
        if (f->set.steps[k])
            f->live[f->n_live++] = k;
        if (f->load[k].in_tree)
            continue;
        find_step(f, k, false);
        stand(f, k);
    }
    refresh(f, f->root);
}

/* Trees of pools and lines are shallow, so a pivot costs little next to a look at many arcs: small
 * blocks win. Measured on 100,000 to 1,200,000 lines: 32 arcs, ten times faster than √arcs. */
enum { BLOCK = 32 };

/* The most violated bundle of the next block that has one; NO_ARC when none can improve. */
static int32_t price(tp_flow *f, bool *upwards)
{
    int64_t best = 0;
    int32_t found = NO_ARC, left_in_block = BLOCK, at = f->cursor;
    for (int32_t seen = 0; seen < f->n_live; seen++) {
        const offer *o = &f->offer[f->live[at]];
        int64_t rise = f->node[o->head].pi - f->node[o->tail].pi;
        if (rise - o->up > best) {
            best = rise - o->up;
            found = f->live[at];
            *upwards = true;
        }
        if (o->down - rise > best) {
            best = o->down - rise;
            found = f->live[at];
            *upwards = false;
        }
        if (++at == f->n_live)
            at = 0;
        if (--left_in_block == 0) {
            if (found != NO_ARC)
                break;
            left_in_block = BLOCK;
        }
    }
    f->cursor = at;
    return found;
}

typedef struct cycle {
    int32_t entering, first, second; /* flow runs first -> entering -> second -> … -> join -> … */
    int32_t join;                    /* apex: where both tree paths meet */
    int64_t first_room, second_room;   /* what the two paths can take */
    int32_t first_block, second_block; /* nodes whose arcs to their parents say so */
    bool upwards;
} cycle;

/* How much the arc above v can take when flow goes up (or down) through it. */
static int64_t slack(const tp_flow *f, int32_t v, bool upwards)
{
    int32_t arc = f->node[v].up_arc;
    bool with_arc = (f->offer[arc].tail == v) == upwards;
    return with_arc ? f->load[arc].hi - f->load[arc].x : f->load[arc].x - f->load[arc].lo;
}

/* Flow enters `second` and climbs to the apex, then comes down to `first`. The leaving arc is the
 * last blocking one met from the apex along the flow: that keeps the tree strongly feasible. */
static cycle find_cycle(const tp_flow *f, int32_t entering, bool upwards)
{
    const offer *o = &f->offer[entering];
    cycle c = {.entering = entering,
               .first = upwards ? o->tail : o->head,
               .second = upwards ? o->head : o->tail,
               .first_room = INT64_MAX,
               .second_room = INT64_MAX,
               .first_block = NO_NODE,
               .second_block = NO_NODE,
               .upwards = upwards};
    int32_t u = c.first, v = c.second;
    while (u != v) {
        if (f->node[u].depth >= f->node[v].depth) {
            /* On the way down to first: met in reverse, so the first minimum found is the last. */
            int64_t room = slack(f, u, false);
            if (room < c.first_room) {
                c.first_room = room;
                c.first_block = u;
            }
            u = f->node[u].parent;
        } else {
            /* After the entering arc, met in the order of flow: a tie here is later. */
            int64_t room = slack(f, v, true);
            if (room <= c.second_room) {
                c.second_room = room;
                c.second_block = v;
            }
            v = f->node[v].parent;
        }
    }
    c.join = u;
    return c;
}

/* Moves the entering bundle over as many of its steps as pay and fit. Returns the node whose arc
 * blocks, NO_NODE if none does; *moved: how far. */
static int32_t advance(tp_flow *f, const cycle *c, int64_t *moved)
{
    load *l = &f->load[c->entering];
    int32_t n = steps_of(f, c->entering), sign = c->upwards ? 1 : -1;
    int64_t rise = f->node[c->second].pi - f->node[c->first].pi;
    *moved = 0;
    for (;;) {
        if (l->x == (c->upwards ? l->hi : l->lo)) {
            int32_t next = l->at + sign;
            if (next < 0 || next >= n || sign * step_cost(f, c->entering, next) >= rise)
                return NO_NODE;
            step_to(f, c->entering, next);
        }
        int64_t delta = c->upwards ? l->hi - l->x : l->x - l->lo;
        int32_t blocking = NO_NODE;
        if (c->first_room - *moved < delta) {
            delta = c->first_room - *moved;
            blocking = c->first_block;
        }
        if (c->second_room - *moved <= delta) {
            delta = c->second_room - *moved;
            blocking = c->second_block;
        }
        l->x += sign * delta;
        *moved += delta;
        if (blocking != NO_NODE)
            return blocking;
    }
}

static void push(tp_flow *f, const cycle *c, int64_t delta)
{
    if (delta == 0)
        return;
    for (int32_t v = c->second; v != c->join; v = f->node[v].parent) {
        int32_t arc = f->node[v].up_arc;
        f->load[arc].x += f->offer[arc].tail == v ? delta : -delta;
    }
    for (int32_t v = c->first; v != c->join; v = f->node[v].parent) {
        int32_t arc = f->node[v].up_arc;
        f->load[arc].x += f->offer[arc].tail == v ? -delta : delta;
    }
}

/* Takes the leaving arc out and hangs the cut-off subtree on the entering bundle: the path from its
 * end up to the cut is turned round. */
static void exchange(tp_flow *f, const cycle *c, int32_t leaving)
{
    bool on_first_side = leaving == c->first_block;
    int32_t out = f->node[leaving].up_arc, v = on_first_side ? c->first : c->second;
    int32_t new_parent = on_first_side ? c->second : c->first, new_arc = c->entering, top = v;
    f->load[out].in_tree = false;
    if (out < f->bundles)
        stand(f, out);
    f->load[c->entering].in_tree = true;
    f->offer[c->entering].up = NEVER;
    f->offer[c->entering].down = -NEVER;
    for (;;) {
        int32_t old_parent = f->node[v].parent, old_arc = f->node[v].up_arc;
        detach(f, v);
        attach(f, v, new_parent, new_arc);
        if (v == leaving)
            break;
        new_parent = v;
        new_arc = old_arc;
        v = old_parent;
    }
    refresh(f, top);
}

/* Pivots until no bundle improves. False: stopped. */
static bool pivot_to_optimum(tp_flow *f, const tp_stop *stop, int64_t *pivots)
{
    for (;;) {
        bool upwards = false;
        int32_t entering = price(f, &upwards);
        if (entering == NO_ARC)
            return true;
        cycle c = find_cycle(f, entering, upwards);
        int64_t moved;
        int32_t leaving = advance(f, &c, &moved);
        push(f, &c, moved);
        if (leaving == NO_NODE)
            stand(f, entering);
        else
            exchange(f, &c, leaving);
        if ((++*pivots & 1023) == 0 && stop && stop->ask && stop->ask(stop->user) != TP_GO_ON)
            return false;
    }
}

static int64_t artificial_flow(const tp_flow *f)
{
    int64_t sum = 0;
    for (int32_t v = 0; v < f->nodes; v++)
        sum += f->load[f->bundles + v].x;
    return sum;
}

/* Phase one: artificial arcs cost 1, the rest nothing; ends with no artificial flow or a proof.
 * Phase two: the costs. */
static tp_flow_status both_phases(tp_flow *f, const tp_stop *stop, int64_t *pivots)
{
    if (artificial_flow(f)) {
        begin_phase(f, true);
        if (!pivot_to_optimum(f, stop, pivots))
            return TP_FLOW_STOPPED;
        if (artificial_flow(f))
            return TP_FLOW_INFEASIBLE;
    }
    begin_phase(f, false);
    return pivot_to_optimum(f, stop, pivots) ? TP_FLOW_OPTIMAL : TP_FLOW_STOPPED;
}

tp_flow_status tp_flow_solve(tp_flow *f, const tp_flow_figures *figures, const tp_stop *stop,
                             int64_t *pivots)
{
    int64_t own_count = 0;
    if (!pivots)
        pivots = &own_count;
    *pivots = 0;
    tp_flow_status status =
        tp_bundles_load(&f->set, figures, INT64_MAX / 8 / ((int64_t)f->nodes + 2));
    if (status != TP_FLOW_OPTIMAL)
        return status;
    if (!f->started)
        start_cold(f);
    place_flows(f);
    status = both_phases(f, stop, pivots);
    for (int32_t v = 0; v < f->nodes; v++)
        f->pi[v] = f->node[v].pi;
    if (status != TP_FLOW_OPTIMAL)
        return status;
    for (int32_t k = 0; k < f->bundles; k++)
        f->total[k] = f->load[k].x;
    tp_bundles_split(&f->set, figures, f->total, f->x);
    return TP_FLOW_OPTIMAL;
}

const int64_t *tp_flow_x(const tp_flow *flow)
{
    return flow->x;
}

const int64_t *tp_flow_potential(const tp_flow *flow)
{
    return flow->pi;
}
