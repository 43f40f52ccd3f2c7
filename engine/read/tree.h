/* A YAML document as a tree in which every node knows where it stands.
 *
 * Scalars stay text: types come from the schema, never from YAML's guessing. Texts and keys are
 * NFC and trimmed, as the cells of tables are. Aliases are expanded with a bound (an alias bomb is
 * an error); merge keys (`<<`) are applied; duplicate keys are errors; maps keep file order. */
#ifndef TP_READ_TREE_H
#define TP_READ_TREE_H

#include "read/source.h"

enum {
    TP_TREE_DEPTH = 64,       /* deepest nesting a document may have */
    TP_TREE_COPIES = 100000,  /* most nodes that aliases may add */
    TP_TREE_BYTES = 16 << 20, /* most bytes a YAML file may have */
    TP_TREE_KEY = 512         /* longest key, in bytes */
};

typedef enum tp_node_kind { TP_NODE_NULL, TP_NODE_SCALAR, TP_NODE_LIST, TP_NODE_MAP } tp_node_kind;

typedef struct tp_node tp_node;
struct tp_node {
    tp_node_kind kind;
    bool quoted;      /* scalar was quoted: "" is an empty text, not null */
    bool removes;     /* null: it took away something inherited */
    tp_pos pos;       /* of the value; file, line, column always set */
    tp_pos key_pos;   /* of the key, for a member of a map */
    const char *key;  /* member of a map: its key; else NULL */
    const char *text; /* scalar: its text */
    size_t count;     /* list, map: number of children */
    tp_node **child;  /* borrowed from the arena; may be rearranged by merges */
};

/* Parses one document. Errors (syntax, duplicate keys, several documents, bombs) go to diags and
 * the status is TP_E_INPUT. *out is then NULL, or, where reading could go on (a duplicate key, a
 * tag), the tree without the offending piece, so that a caller may report what else is wrong. */
tp_status tp_tree_parse(tp_node **out, tp_arena *arena, const tp_source *source, tp_diags *diags,
                        tp_err *err);
/* Child of a map by key, NULL if absent. By dotted path ("borrow.max_share"; a list's elements are
 * counted from 1: "limits[2].at_most"; a key that holds a dot or bracket is written in double
 * quotes: sectors."a.b".weight). */
const tp_node *tp_node_get(const tp_node *map, const char *key);
const tp_node *tp_node_path(const tp_node *root, const char *dotted);
/* Writes the tree as YAML (block style, quoting where needed), the canonical text of a resolved
 * scenario. With `origins`, each value's file:line follows as a comment. Reading it back gives the
 * same tree. A plain scalar is quoted if it could not be read back; a quoted one also where other
 * YAML readers would take it for a number, a date or a truth value. */
void tp_tree_write(tp_buf *out, const tp_node *root, bool origins);
/* The same on one line: 0.3, [a, b], {x: 1}. */
void tp_tree_write_flow(tp_buf *out, const tp_node *node);

#endif
