/* What can be wrong with a YAML document, in words. Internal to read/. */
#ifndef TP_READ_TREE_PROBLEM_H
#define TP_READ_TREE_PROBLEM_H

#include "base/diag.h"

extern const tp_msg tp_msg_tree_tag, tp_msg_tree_control, tp_msg_tree_deep, tp_msg_tree_bomb,
    tp_msg_tree_alias, tp_msg_tree_alias_self, tp_msg_tree_merge, tp_msg_tree_merge_twice,
    tp_msg_tree_key, tp_msg_tree_key_empty, tp_msg_tree_key_long, tp_msg_tree_duplicate,
    tp_msg_tree_documents, tp_msg_tree_empty;

/* A syntax error as libyaml states it. */
typedef struct tp_yaml_problem {
    const char *problem, *context; /* libyaml's English; may be NULL */
    tp_pos pos, context_pos;
} tp_yaml_problem;

/* Adds the problem with code tree.syntax, in both languages where it is a known one. */
void tp_yaml_problem_report(const tp_yaml_problem *problem, tp_diags *diags);

#endif
