/* Nodes that no document holds: facts that take their place in a tree. They live in the arena;
 * every function answers NULL when memory is out, and takes NULL for what another could not
 * make. */
#ifndef TP_READ_TREE_MAKE_H
#define TP_READ_TREE_MAKE_H

#include "read/tree.h"

/* An empty map or list with room for so many children. `pos`: where messages say it stands. */
tp_node *tp_node_make(tp_arena *arena, tp_node_kind kind, size_t room, tp_pos pos);
/* A scalar; the texts are copied. */
tp_node *tp_node_make_text(tp_arena *arena, const char *text, tp_pos pos);
tp_node *tp_node_make_int(tp_arena *arena, int64_t value, tp_pos pos);
/* Adds a child, to a map under the key (which lives as long as the arena). False: memory was
 * out. */
bool tp_node_put(tp_node *parent, const char *key, tp_node *child);

#endif
