#include "solve/prove/parts.h"

tp_proof_node *tp_prover_leaf(tp_arena *arena, size_t rows)
{
    tp_proof_node *node = tp_arena_alloc(arena, sizeof *node);
    if (!node || !(node->leaf.row = tp_arena_array(arena, rows + 1, sizeof *node->leaf.row)) ||
        !(node->leaf.y = tp_arena_array(arena, rows + 1, sizeof *node->leaf.y)))
        return NULL;
    node->leaf.scale = 1;
    return node;
}
