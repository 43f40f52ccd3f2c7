#include "solve/network/spanning_tree.h"

enum { PIECES_LEAST = 4, PIECES_MOST = 1024 };
enum { UNKNOWN, IN, OUT };

bool tp_spanning_init(tp_spanning *t, tp_arena *arena, int32_t nodes)
{
    size_t n = (size_t)nodes + 1;
    *t = (tp_spanning){.nodes = nodes, .root = nodes, .most_pieces = PIECES_LEAST};
    while (t->most_pieces < PIECES_MOST && (int64_t)t->most_pieces * t->most_pieces < nodes)
        t->most_pieces++;
    size_t most = (size_t)t->most_pieces;
    t->node = tp_arena_array(arena, n, sizeof *t->node);
    t->walk = tp_arena_array(arena, n, sizeof *t->walk);
    t->shift = tp_arena_array(arena, most, sizeof *t->shift);
    t->top = tp_arena_array(arena, most, sizeof *t->top);
    t->inside = tp_arena_array(arena, most, sizeof *t->inside);
    if (!t->node || !t->walk || !t->shift || !t->top || !t->inside)
        return false;
    for (size_t v = 0; v < n; v++)
        t->node[v].parent = t->node[v].up_arc = t->node[v].child = t->node[v].next =
            t->node[v].prev = TP_NO_NODE;
    t->pieces = 1;
    t->top[0] = t->root;
    return true;
}

void tp_spanning_detach(tp_spanning *t, int32_t v)
{
    int32_t before = t->node[v].prev, after = t->node[v].next;
    if (before != TP_NO_NODE)
        t->node[before].next = after;
    else
        t->node[t->node[v].parent].child = after;
    if (after != TP_NO_NODE)
        t->node[after].prev = before;
}

void tp_spanning_attach(tp_spanning *t, int32_t v, int32_t parent, int32_t arc)
{
    int32_t first = t->node[parent].child;
    t->node[v].parent = parent;
    t->node[v].up_arc = arc;
    t->node[v].prev = TP_NO_NODE;
    t->node[v].next = first;
    if (first != TP_NO_NODE)
        t->node[first].prev = v;
    t->node[parent].child = v;
}

/* Writes the subtree of `top` to walk, parents first; returns its size. */
static int32_t list(const tp_spanning *t, int32_t top)
{
    int32_t n = 0;
    t->walk[n++] = top;
    for (int32_t at = 0; at < n; at++)
        for (int32_t c = t->node[t->walk[at]].child; c != TP_NO_NODE; c = t->node[c].next)
            t->walk[n++] = c;
    return n;
}

void tp_spanning_order(tp_spanning *t)
{
    int32_t n = list(t, t->root);
    for (int32_t i = 0; i < n; i++) {
        t->node[t->walk[i]].size = 1;
        t->node[t->walk[i]].piece = 0;
    }
    while (--n > 0) {
        const tp_spanned *at = &t->node[t->walk[n]];
        t->node[at->parent].size += at->size;
    }
    t->pieces = 1;
    t->shift[0] = 0;
    t->top[0] = t->root;
}

static void make_one_piece(tp_spanning *t)
{
    for (int32_t v = 0; v <= t->nodes; v++) {
        t->node[v].own += t->shift[t->node[v].piece];
        t->node[v].piece = 0;
    }
    t->pieces = 1;
    t->shift[0] = 0;
    t->top[0] = t->root;
}

/* The first node of a piece among v and its later brothers, but not `skip`. */
static int32_t of_piece(const tp_spanning *t, int32_t v, int32_t piece, int32_t skip)
{
    while (v != TP_NO_NODE && (v == skip || t->node[v].piece != piece))
        v = t->node[v].next;
    return v;
}

/* The next node of the piece below `from` after v, the subtree of `skip` left out. */
static int32_t next_of_piece(const tp_spanning *t, int32_t from, int32_t v, int32_t skip)
{
    int32_t piece = t->node[from].piece;
    int32_t found = of_piece(t, t->node[v].child, piece, skip);
    for (; found == TP_NO_NODE && v != from; v = t->node[v].parent)
        found = of_piece(t, t->node[v].next, piece, skip);
    return found;
}

/* Splits the piece of v above v. Both parts are walked in step, the one that ends first is renamed:
 * so all splits of a piece together cost its size times a logarithm. */
static void split(tp_spanning *t, int32_t v)
{
    int32_t old = t->node[v].piece, name = t->pieces++, above = t->top[old];
    int32_t low = v, high = above, n_low = 0, n_high = 0, last = t->nodes;
    for (;;) {
        t->walk[n_low++] = low;
        low = next_of_piece(t, v, low, TP_NO_NODE);
        if (low == TP_NO_NODE)
            break;
        t->walk[last - n_high++] = high;
        high = next_of_piece(t, above, high, v);
        if (high == TP_NO_NODE)
            break;
    }
    t->shift[name] = t->shift[old];
    if (low == TP_NO_NODE) {
        for (int32_t i = 0; i < n_low; i++)
            t->node[t->walk[i]].piece = name;
        t->top[name] = v;
    } else {
        for (int32_t i = 0; i < n_high; i++)
            t->node[t->walk[last - i]].piece = name;
        t->top[name] = above;
        t->top[old] = v;
    }
}

/* Shifts a small subtree, which becomes part of the piece it is about to be hung on. */
static void shift_nodes(tp_spanning *t, const tp_tree_move *m)
{
    int32_t piece = t->node[m->outer].piece, n = list(t, m->leaving);
    for (int32_t i = 0; i < n; i++) {
        tp_spanned *at = &t->node[t->walk[i]];
        at->own += t->shift[at->piece] + (uint64_t)m->rise - t->shift[piece];
        at->piece = piece;
    }
}

/* Shifts all pieces of a subtree, cut off from the rest of its piece first. */
static void shift_pieces(tp_spanning *t, const tp_tree_move *m)
{
    int32_t v = m->leaving;
    if (t->pieces == t->most_pieces)
        make_one_piece(t);
    if (t->node[v].piece == t->node[t->node[v].parent].piece)
        split(t, v);
    for (int32_t p = 0; p < t->pieces; p++)
        t->inside[p] = UNKNOWN;
    t->inside[t->node[v].piece] = IN;
    t->inside[t->node[t->root].piece] = OUT;
    for (int32_t p = 0; p < t->pieces; p++) {
        if (t->node[t->top[p]].piece != p)
            continue;
        int32_t q = p;
        while (t->inside[q] == UNKNOWN)
            q = t->node[t->node[t->top[q]].parent].piece;
        signed char found = t->inside[q];
        for (q = p; t->inside[q] == UNKNOWN; q = t->node[t->node[t->top[q]].parent].piece)
            t->inside[q] = found;
        if (found == IN)
            t->shift[p] += (uint64_t)m->rise;
    }
}

/* Turns the path from inner to leaving round and hangs it on outer. Pieces met on it have their
 * tops elsewhere now. */
static void turn(tp_spanning *t, const tp_tree_move *m)
{
    int32_t v = m->inner, new_parent = m->outer, new_arc = m->entering;
    int32_t all = t->node[m->leaving].size, below = 0;
    for (;;) {
        int32_t old_parent = t->node[v].parent, old_arc = t->node[v].up_arc, old = t->node[v].size;
        tp_spanning_detach(t, v);
        tp_spanning_attach(t, v, new_parent, new_arc);
        t->node[v].size = all - below;
        below = old;
        if (t->node[v].piece != t->node[new_parent].piece)
            t->top[t->node[v].piece] = v;
        if (v == m->leaving)
            break;
        new_parent = v;
        new_arc = old_arc;
        v = old_parent;
    }
}

void tp_spanning_move(tp_spanning *t, const tp_tree_move *m)
{
    int32_t size = t->node[m->leaving].size;
    for (int32_t v = t->node[m->leaving].parent; v != m->join; v = t->node[v].parent)
        t->node[v].size -= size;
    for (int32_t v = m->outer; v != m->join; v = t->node[v].parent)
        t->node[v].size += size;
    if (size <= t->most_pieces)
        shift_nodes(t, m);
    else
        shift_pieces(t, m);
    turn(t, m);
}
