#include "domain/scenario_parent.h"

#include "domain/scenario_resolve.h"

const char *tp_scenario_parent(const char *file, tp_arena *arena, tp_diags *diags, tp_err *err)
{
    tp_scenario_target target;
    tp_source source;
    tp_node *root = NULL;
    if (tp_scenario_target_of(&target, file, arena, err))
        return NULL;
    if (target.variant)
        return target.file;
    const tp_source_options options = {.most_bytes = TP_TREE_BYTES};
    if (tp_source_read(&source, arena, target.file, &options, diags, err) ||
        tp_tree_parse(&root, arena, &source, diags, err) || !root || root->kind != TP_NODE_MAP)
        return NULL;
    const tp_node *extends = tp_node_get(root, "extends");
    if (extends && extends->kind == TP_NODE_LIST && extends->count)
        extends = extends->child[extends->count - 1];
    return extends && extends->kind == TP_NODE_SCALAR
               ? tp_scenario_path_beside(arena, target.file, extends->text)
               : NULL;
}
