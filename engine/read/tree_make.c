#include "read/tree_make.h"

#include "base/number.h"

#include <string.h>

tp_node *tp_node_make(tp_arena *arena, tp_node_kind kind, size_t room, tp_pos pos)
{
    tp_node *node = tp_arena_alloc(arena, sizeof *node);
    if (!node)
        return NULL;
    *node = (tp_node){.kind = kind, .pos = pos, .key_pos = pos};
    node->child = tp_arena_array(arena, room + 1, sizeof(tp_node *));
    return node->child ? node : NULL;
}

tp_node *tp_node_make_text(tp_arena *arena, const char *text, tp_pos pos)
{
    tp_node *node = tp_node_make(arena, TP_NODE_SCALAR, 0, pos);
    if (!node)
        return NULL;
    node->quoted = true;
    node->text = tp_arena_copy(arena, text, strlen(text));
    return node->text ? node : NULL;
}

tp_node *tp_node_make_int(tp_arena *arena, int64_t value, tp_pos pos)
{
    char text[TP_DEC_TEXT];
    tp_int_format(value, text);
    tp_node *node = tp_node_make_text(arena, text, pos);
    if (node)
        node->quoted = false;
    return node;
}

bool tp_node_put(tp_node *parent, const char *key, tp_node *child)
{
    if (!parent || !child)
        return false;
    child->key = key;
    parent->child[parent->count++] = child;
    return true;
}
