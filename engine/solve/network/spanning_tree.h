/* The spanning tree of the network simplex: parents, sizes, potentials. Internal to solve/.
 *
 * A pivot shifts the potentials of a whole subtree, which in trees with a wide node is half of
 * them. So the tree is thought of as pieces: a node's potential is its own figure plus its piece's.
 * Small subtrees are shifted node by node and join the piece they are hung on; of large ones only
 * the pieces are shifted, and the piece that is cut is split, its smaller part renamed. After as
 * many pieces as the root of the number of nodes all are made one again: a pivot costs its cycle
 * and that root (times a logarithm), however wide the tree is. */
#ifndef TP_SOLVE_NETWORK_SPANNING_TREE_H
#define TP_SOLVE_NETWORK_SPANNING_TREE_H

#include "base/arena.h"

#include <stdint.h>

enum { TP_NO_NODE = -1, TP_NO_ARC = -1 };

/* Children are doubly linked lists.
 * own: modulo 2^64, only the sum with the piece's shift counts. */
typedef struct tp_spanned {
    uint64_t own;
    int32_t parent, up_arc, child, next, prev;
    int32_t size; /* of its subtree, itself included */
    int32_t piece;
} tp_spanned;

typedef struct tp_spanning {
    int32_t nodes, root; /* root = nodes: an extra node */
    tp_spanned *node;    /* [nodes + 1] */
    int32_t *walk;       /* [nodes + 1] scratch, see tp_spanning_order */
    int32_t pieces, most_pieces;
    uint64_t *shift; /* [most_pieces] */
    int32_t *top;    /* [most_pieces] the node of the piece that is nearest to the root; it names
                        another piece: this one is gone */
    signed char *inside; /* [most_pieces] scratch */
} tp_spanning;

bool tp_spanning_init(tp_spanning *t, tp_arena *arena, int32_t nodes);

/* Links only; sizes and potentials are told by tp_spanning_order. */
void tp_spanning_attach(tp_spanning *t, int32_t v, int32_t parent, int32_t arc);
void tp_spanning_detach(tp_spanning *t, int32_t v);

/* Writes all nodes to walk, parents before children; sets sizes and makes all one piece with shift
 * 0. The potentials (own) are then the caller's to set, the root's first. */
void tp_spanning_order(tp_spanning *t);

static inline int64_t tp_spanning_potential(const tp_spanning *t, int32_t v)
{
    return (int64_t)(t->node[v].own + t->shift[t->node[v].piece]);
}

/* The arc above `leaving` goes, `entering` comes between `inner` (in the subtree cut off) and
 * `outer`: the path from inner to leaving is turned round and hung on outer. join: the node where
 * the ways from inner and outer to the root meet. rise: what the potentials of the subtree gain. */
typedef struct tp_tree_move {
    int32_t leaving, inner, outer, join, entering;
    int64_t rise;
} tp_tree_move;
void tp_spanning_move(tp_spanning *t, const tp_tree_move *move);

#endif
