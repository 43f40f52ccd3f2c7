#include "solve/network/simplex_parts.h"

#include <string.h>

int32_t tp_flow_steps(const tp_flow *f, int32_t k)
{
    return f->phase_one ? f->set.steps[k] > 0 : f->set.steps[k];
}

int64_t tp_flow_step_cost(const tp_flow *f, int32_t k, int32_t at)
{
    return f->phase_one ? 0 : f->set.step[f->set.first[k] + at].cost;
}

void tp_flow_step_to(tp_flow *f, int32_t k, int32_t at)
{
    tp_load *l = &f->load[k];
    const tp_step *step = f->set.step + f->set.first[k];
    l->at = at;
    l->cost = f->phase_one ? 0 : step[at].cost;
    l->lo = f->phase_one || at == 0 ? f->set.least[k] : step[at - 1].end;
    l->hi = f->phase_one ? f->set.most[k] : step[at].end;
}

/* The step a bundle stands on: between two, the one below, or above if asked for. */
static void find_step(tp_flow *f, int32_t k, bool above)
{
    tp_load *l = &f->load[k];
    int32_t n = tp_flow_steps(f, k), low = 0, high = n - 1;
    if (n == 0) {
        *l = (tp_load){.x = l->x, .lo = l->x, .hi = l->x, .in_tree = l->in_tree};
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
    tp_flow_step_to(f, k, low);
    if (above && l->x == l->hi && low + 1 < n)
        tp_flow_step_to(f, k, low + 1);
}

void tp_flow_stand(tp_flow *f, int32_t k)
{
    const tp_load *l = &f->load[k];
    tp_offer *o = &f->offer[k];
    int32_t n = tp_flow_steps(f, k);
    o->up = l->x < l->hi ? l->cost : l->at + 1 < n ? tp_flow_step_cost(f, k, l->at + 1) : TP_NEVER;
    o->down = l->x > l->lo ? l->cost : l->at > 0 ? tp_flow_step_cost(f, k, l->at - 1) : -TP_NEVER;
}

/* Puts a node on its artificial arc, which points to the root. */
static void hang(tp_flow *f, int32_t v)
{
    int32_t arc = f->bundles + v;
    tp_spanning_attach(&f->tree, v, f->root, arc);
    f->offer[arc].tail = v;
    f->offer[arc].head = f->root;
    f->load[arc].in_tree = true;
    f->load[arc].x = 0;
}

static void cut(tp_flow *f, int32_t v)
{
    f->load[f->tree.node[v].up_arc].in_tree = false;
    tp_spanning_detach(&f->tree, v);
    hang(f, v);
}

/* Rows are told last: a row's own slack carries its node better than an artificial arc does. A node
 * without children may hang anywhere; flows that do not fit are cut off again. */
static void start_cold(tp_flow *f)
{
    for (int32_t v = f->nodes - 1; v >= 0; v--)
        hang(f, v);
    for (int32_t k = f->bundles - 1; k >= 0; k--) {
        int32_t v = f->offer[k].tail, up = f->offer[k].head;
        if (f->set.least[k] == f->set.most[k] || f->tree.node[v].up_arc < f->bundles ||
            f->tree.node[v].child != TP_NO_NODE)
            continue;
        tp_spanning_detach(&f->tree, v);
        f->load[f->bundles + v].in_tree = false;
        tp_spanning_attach(&f->tree, v, up, k);
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
    tp_spanning_order(&f->tree);
    for (int32_t i = f->nodes; i > 0; i--) { /* leaves first; the first one is the root */
        int32_t v = f->tree.walk[i], arc = f->tree.node[v].up_arc, up = f->tree.node[v].parent;
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

/* Tree arcs have reduced cost 0: cost + potential[tail] - potential[head] = 0. */
static void tell_potentials(tp_flow *f)
{
    tp_spanned *node = f->tree.node;
    tp_spanning_order(&f->tree);
    node[f->root].own = 0;
    for (int32_t i = 1; i <= f->nodes; i++) {
        tp_spanned *at = &node[f->tree.walk[i]];
        uint64_t up = node[at->parent].own, cost = (uint64_t)f->load[at->up_arc].cost;
        at->own = f->offer[at->up_arc].head == at->parent ? up - cost : up + cost;
    }
}

/* Steps, offers and potentials for the phase at hand. Strong feasibility asks that every tree arc
 * could carry flow towards the root. An arc at the wrong end of its box is cut and its subtree hung
 * on an artificial arc carrying nothing, which points up and is fine. */
void tp_flow_begin(tp_flow *f, bool phase_one)
{
    f->phase_one = phase_one;
    for (int32_t v = 0; v < f->nodes; v++) {
        int32_t arc = f->tree.node[v].up_arc, artificial = f->bundles + v;
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
        f->offer[arc].up = TP_NEVER;
        f->offer[arc].down = -TP_NEVER;
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
        tp_flow_stand(f, k);
    }
    tell_potentials(f);
}

void tp_flow_start(tp_flow *f)
{
    if (!f->started)
        start_cold(f);
    place_flows(f);
}
