#include "solve/network/simplex.h"

#include "solve/network/simplex_parts.h"

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
    f->live = tp_arena_array(arena, (size_t)f->bundles + 1, sizeof *f->live);
    f->excess = tp_arena_array(arena, n, sizeof *f->excess);
    f->total = tp_arena_array(arena, (size_t)f->bundles + 1, sizeof *f->total);
    f->x = tp_arena_array(arena, (size_t)arcs + 1, sizeof *f->x);
    f->pi = tp_arena_array(arena, n, sizeof *f->pi);
    bool ok = f->offer && f->load && f->live && f->excess && f->total && f->x && f->pi &&
              tp_spanning_init(&f->tree, arena, nodes);
    for (int32_t k = 0; ok && k < f->bundles; k++) {
        f->offer[k].tail = f->set.ends[k].tail;
        f->offer[k].head = f->set.ends[k].head;
    }
    return ok ? f : NULL;
}

/* Trees of pools and lines are shallow, so a pivot costs little next to a look at many bundles:
 * small blocks win. Where the last pivot moved much of the tree the next one had better be a good
 * one: with 32 bundles throughout, ten times as many pivots on 10,000 pools under one limit. */
enum { BLOCK = 32, BLOCK_PIECES = 4 };

/* The most violated bundle of the next block that has one; TP_NO_ARC when none can improve. */
static int32_t price(tp_flow *f, bool *upwards)
{
    int64_t best = 0;
    int32_t found = TP_NO_ARC, left_in_block = f->block, at = f->cursor;
    for (int32_t seen = 0; seen < f->n_live; seen++) {
        const tp_offer *o = &f->offer[f->live[at]];
        int64_t rise =
            tp_spanning_potential(&f->tree, o->head) - tp_spanning_potential(&f->tree, o->tail);
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
            if (found != TP_NO_ARC)
                break;
            left_in_block = f->block;
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
    int32_t arc = f->tree.node[v].up_arc;
    bool with_arc = (f->offer[arc].tail == v) == upwards;
    return with_arc ? f->load[arc].hi - f->load[arc].x : f->load[arc].x - f->load[arc].lo;
}

/* Flow enters `second` and climbs to the apex, then comes down to `first`. The leaving arc is the
 * last blocking one met from the apex along the flow: that keeps the tree strongly feasible. */
static cycle find_cycle(const tp_flow *f, int32_t entering, bool upwards)
{
    const tp_offer *o = &f->offer[entering];
    cycle c = {.entering = entering,
               .first = upwards ? o->tail : o->head,
               .second = upwards ? o->head : o->tail,
               .first_room = INT64_MAX,
               .second_room = INT64_MAX,
               .first_block = TP_NO_NODE,
               .second_block = TP_NO_NODE,
               .upwards = upwards};
    int32_t u = c.first, v = c.second;
    while (u != v) {
        if (f->tree.node[u].size <= f->tree.node[v].size) { /* so v is not below u */
            /* On the way down to first: met in reverse, so the first minimum found is the last. */
            int64_t room = slack(f, u, false);
            if (room < c.first_room) {
                c.first_room = room;
                c.first_block = u;
            }
            u = f->tree.node[u].parent;
        } else {
            /* After the entering arc, met in the order of flow: a tie here is later. */
            int64_t room = slack(f, v, true);
            if (room <= c.second_room) {
                c.second_room = room;
                c.second_block = v;
            }
            v = f->tree.node[v].parent;
        }
    }
    c.join = u;
    return c;
}

/* Moves the entering bundle over as many of its steps as pay and fit. Returns the node whose arc
 * blocks, TP_NO_NODE if none does; *moved: how far. */
static int32_t advance(tp_flow *f, const cycle *c, int64_t *moved)
{
    tp_load *l = &f->load[c->entering];
    int32_t n = tp_flow_steps(f, c->entering), sign = c->upwards ? 1 : -1;
    int64_t rise =
        tp_spanning_potential(&f->tree, c->second) - tp_spanning_potential(&f->tree, c->first);
    *moved = 0;
    for (;;) {
        if (l->x == (c->upwards ? l->hi : l->lo)) {
            int32_t next = l->at + sign;
            if (next < 0 || next >= n || sign * tp_flow_step_cost(f, c->entering, next) >= rise)
                return TP_NO_NODE;
            tp_flow_step_to(f, c->entering, next);
        }
        int64_t delta = c->upwards ? l->hi - l->x : l->x - l->lo;
        int32_t blocking = TP_NO_NODE;
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
        if (blocking != TP_NO_NODE)
            return blocking;
    }
}

static void push(tp_flow *f, const cycle *c, int64_t delta)
{
    if (delta == 0)
        return;
    for (int32_t v = c->second; v != c->join; v = f->tree.node[v].parent) {
        int32_t arc = f->tree.node[v].up_arc;
        f->load[arc].x += f->offer[arc].tail == v ? delta : -delta;
    }
    for (int32_t v = c->first; v != c->join; v = f->tree.node[v].parent) {
        int32_t arc = f->tree.node[v].up_arc;
        f->load[arc].x += f->offer[arc].tail == v ? -delta : delta;
    }
}

/* The entering bundle takes the place of the leaving one. */
static void exchange(tp_flow *f, const cycle *c, int32_t leaving)
{
    bool on_first_side = leaving == c->first_block;
    int32_t out = f->tree.node[leaving].up_arc;
    tp_tree_move move = {.leaving = leaving,
                         .inner = on_first_side ? c->first : c->second,
                         .outer = on_first_side ? c->second : c->first,
                         .join = c->join,
                         .entering = c->entering};
    int64_t cost = f->load[c->entering].cost;
    move.rise = tp_spanning_potential(&f->tree, move.outer) -
                tp_spanning_potential(&f->tree, move.inner) +
                (f->offer[c->entering].tail == move.inner ? -cost : cost);
    f->load[out].in_tree = false;
    if (out < f->bundles)
        tp_flow_stand(f, out);
    f->load[c->entering].in_tree = true;
    f->offer[c->entering].up = TP_NEVER;
    f->offer[c->entering].down = -TP_NEVER;
    f->block = f->tree.node[leaving].size <= f->tree.most_pieces
                   ? BLOCK
                   : BLOCK_PIECES * f->tree.most_pieces;
    tp_spanning_move(&f->tree, &move);
}

/* Pivots until no bundle improves. False: stopped. */
static bool pivot_to_optimum(tp_flow *f, const tp_stop *stop, int64_t *pivots)
{
    for (;;) {
        bool upwards = false;
        int32_t entering = price(f, &upwards);
        if (entering == TP_NO_ARC)
            return true;
        cycle c = find_cycle(f, entering, upwards);
        int64_t moved;
        int32_t leaving = advance(f, &c, &moved);
        push(f, &c, moved);
        if (leaving == TP_NO_NODE)
            tp_flow_stand(f, entering);
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

/* Phase one ends with no artificial flow or a proof. */
static tp_flow_status both_phases(tp_flow *f, const tp_stop *stop, int64_t *pivots)
{
    if (artificial_flow(f)) {
        tp_flow_begin(f, true);
        if (!pivot_to_optimum(f, stop, pivots))
            return TP_FLOW_STOPPED;
        if (artificial_flow(f))
            return TP_FLOW_INFEASIBLE;
    }
    tp_flow_begin(f, false);
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
    f->block = BLOCK;
    tp_flow_start(f);
    status = both_phases(f, stop, pivots);
    for (int32_t v = 0; v < f->nodes; v++)
        f->pi[v] = tp_spanning_potential(&f->tree, v);
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
