#include "solve/network/parallel_arcs.h"

#include <string.h>

enum { SHORT = 12 /* insertion is quickest */ };

/* Sorts arcs by (lower node, higher node), stable: two counting passes. */
static bool sort_arcs(tp_bundles *b, tp_arena *scratch, const tp_arc_end *ends)
{
    size_t n = (size_t)b->nodes + 2;
    int32_t *start = tp_arena_array(scratch, n, sizeof *start);
    int32_t *by_high = tp_arena_array(scratch, (size_t)b->arcs + 1, sizeof *by_high);
    if (!start || !by_high)
        return false;
    for (int32_t a = 0; a < b->arcs; a++)
        start[(ends[a].tail > ends[a].head ? ends[a].tail : ends[a].head) + 1]++;
    for (size_t v = 1; v < n; v++)
        start[v] += start[v - 1];
    for (int32_t a = 0; a < b->arcs; a++)
        by_high[start[ends[a].tail > ends[a].head ? ends[a].tail : ends[a].head]++] = a;
    memset(start, 0, n * sizeof *start);
    for (int32_t a = 0; a < b->arcs; a++)
        start[(ends[a].tail < ends[a].head ? ends[a].tail : ends[a].head) + 1]++;
    for (size_t v = 1; v < n; v++)
        start[v] += start[v - 1];
    for (int32_t k = 0; k < b->arcs; k++) {
        int32_t a = by_high[k];
        bool against = ends[a].tail > ends[a].head;
        b->member[start[against ? ends[a].head : ends[a].tail]++] = against ? ~a : a;
    }
    return true;
}

bool tp_bundles_init(tp_bundles *b, tp_arena *arena, int32_t nodes, int32_t arcs,
                     const tp_arc_end *ends)
{
    size_t n = (size_t)arcs + 1;
    *b = (tp_bundles){.arcs = arcs, .nodes = nodes};
    b->member = tp_arena_array(arena, n, sizeof *b->member);
    b->first = tp_arena_array(arena, n + 1, sizeof *b->first);
    tp_arena *scratch = tp_arena_create();
    bool ok = scratch && b->member && b->first && sort_arcs(b, scratch, ends);
    tp_arena_free(scratch);
    if (!ok)
        return false;
    int32_t widest = 0;
    for (int32_t k = 0; k < arcs; k++) {
        tp_arc_end e = ends[b->member[k] < 0 ? ~b->member[k] : b->member[k]];
        tp_arc_end d = k ? ends[b->member[k - 1] < 0 ? ~b->member[k - 1] : b->member[k - 1]] : e;
        if (k == 0 ||
            !((e.tail == d.tail && e.head == d.head) || (e.tail == d.head && e.head == d.tail)))
            b->first[b->count++] = k;
        int32_t width = k + 1 - b->first[b->count - 1];
        widest = width > widest ? width : widest;
    }
    b->first[b->count] = arcs;
    size_t c = (size_t)b->count + 1;
    b->ends = tp_arena_array(arena, c, sizeof *b->ends);
    b->least = tp_arena_array(arena, c, sizeof *b->least);
    b->most = tp_arena_array(arena, c, sizeof *b->most);
    b->moving = tp_arena_array(arena, c, sizeof *b->moving);
    b->steps = tp_arena_array(arena, c, sizeof *b->steps);
    b->order = tp_arena_array(arena, n, sizeof *b->order);
    b->step = tp_arena_array(arena, n, sizeof *b->step);
    b->spare = tp_arena_array(arena, (size_t)widest + 1, sizeof *b->spare);
    if (!b->ends || !b->least || !b->most || !b->moving || !b->steps || !b->order || !b->step ||
        !b->spare)
        return false;
    for (int32_t k = 0; k < b->count; k++) {
        int32_t m = b->member[b->first[k]];
        tp_arc_end e = ends[m < 0 ? ~m : m];
        b->ends[k] = m < 0 ? (tp_arc_end){e.head, e.tail} : e;
    }
    return true;
}

static void insertion(tp_member *m, int32_t n)
{
    for (int32_t i = 1; i < n; i++) {
        tp_member one = m[i];
        int32_t at = i;
        for (; at > 0 && m[at - 1].cost > one.cost; at--)
            m[at] = m[at - 1];
        m[at] = one;
    }
}

/* Stable: like costs keep the order of the arcs. */
static void sort_members(tp_member *m, int32_t n, tp_member *spare)
{
    int32_t sorted = 1;
    while (sorted < n && m[sorted - 1].cost <= m[sorted].cost)
        sorted++;
    if (sorted >= n)
        return;
    for (int32_t from = 0; from < n; from += SHORT)
        insertion(m + from, n - from < SHORT ? n - from : SHORT);
    for (int64_t width = SHORT; width < n; width *= 2) {
        for (int64_t from = 0; from + width < n; from += 2 * width) {
            int64_t middle = from + width, to = middle + width < n ? middle + width : n;
            int64_t left = width, i = 0, j = middle, k = from;
            if (m[middle - 1].cost <= m[middle].cost)
                continue;
            memcpy(spare, m + from, (size_t)left * sizeof *m);
            while (i < left)
                m[k++] = j < to && m[j].cost < spare[i].cost ? m[j++] : spare[i++];
        }
    }
}

static bool add(int64_t *sum, int64_t term)
{
    return !__builtin_add_overflow(*sum, term, sum);
}

static int64_t size_of(int64_t v)
{
    return v < 0 ? -(v + 1) : v;
}

/* The bundle's box, and the members that may move. */
static tp_flow_status collect(tp_bundles *b, int32_t k, const tp_flow_figures *g, int64_t cost_most)
{
    tp_member *order = b->order + b->first[k];
    int64_t least = 0, most = 0;
    int32_t n = 0;
    for (int32_t i = b->first[k]; i < b->first[k + 1]; i++) {
        int32_t arc = b->member[i] < 0 ? ~b->member[i] : b->member[i];
        bool against = b->member[i] < 0;
        int64_t lo = g->lo[arc], hi = g->hi[arc], cost = g->cost[arc];
        if (lo > hi)
            return TP_FLOW_INFEASIBLE;
        if (lo < -INT64_MAX || !add(&least, against ? -hi : lo) || !add(&most, against ? -lo : hi))
            return TP_FLOW_RANGE;
        if (lo == hi)
            continue;
        if (cost > cost_most || cost < -cost_most)
            return TP_FLOW_RANGE;
        order[n++] = (tp_member){against ? -cost : cost, arc, against};
    }
    b->least[k] = least;
    b->most[k] = most;
    b->moving[k] = n;
    return TP_FLOW_OPTIMAL;
}

tp_flow_status tp_bundles_load(tp_bundles *b, const tp_flow_figures *g, int64_t cost_most)
{
    int64_t all = 0; /* no sum over bundles can leave 64 bits */
    for (int32_t k = 0; k < b->count; k++) {
        tp_flow_status status = collect(b, k, g, cost_most);
        if (status != TP_FLOW_OPTIMAL)
            return status;
        int64_t low = size_of(b->least[k]), high = size_of(b->most[k]);
        if (!add(&all, low > high ? low : high) || all > INT64_MAX / 8)
            return TP_FLOW_RANGE;
        tp_member *order = b->order + b->first[k];
        tp_step *step = b->step + b->first[k];
        sort_members(order, b->moving[k], b->spare);
        int64_t end = b->least[k];
        int32_t n = 0;
        for (int32_t i = 0; i < b->moving[k]; i++) {
            end += g->hi[order[i].arc] - g->lo[order[i].arc];
            if (n && step[n - 1].cost == order[i].cost)
                step[n - 1].end = end;
            else
                step[n++] = (tp_step){order[i].cost, end};
        }
        b->steps[k] = n;
    }
    return TP_FLOW_OPTIMAL;
}

void tp_bundles_split(const tp_bundles *b, const tp_flow_figures *g, const int64_t *total,
                      int64_t *x)
{
    for (int32_t k = 0; k < b->count; k++) {
        const tp_member *order = b->order + b->first[k];
        int64_t left = total[k] - b->least[k];
        if (b->moving[k] < b->first[k + 1] - b->first[k])
            for (int32_t i = b->first[k]; i < b->first[k + 1]; i++) {
                int32_t arc = b->member[i] < 0 ? ~b->member[i] : b->member[i];
                x[arc] = g->lo[arc];
            }
        for (int32_t i = 0; i < b->moving[k]; i++) {
            int32_t arc = order[i].arc;
            int64_t width = g->hi[arc] - g->lo[arc], part = left < width ? left : width;
            x[arc] = order[i].against ? g->hi[arc] - part : g->lo[arc] + part;
            left -= part;
        }
    }
}
