/* Key paths as messages show them, and the words of schema messages. Internal to read/. */
#ifndef TP_READ_SCHEMA_PATH_H
#define TP_READ_SCHEMA_PATH_H

#include "read/schema.h"

/* Kept on the stack while walking, written out only when a message needs it. */
typedef struct tp_key_path {
    const struct tp_key_path *up; /* NULL: the root */
    const char *key;              /* of a map's member; at the root: the path so far */
    size_t index;                 /* of a list's element, from 1; 0: not one */
} tp_key_path;

/* "limits[2].where.unit"; keys with dots or brackets are put in double quotes. */
void tp_key_path_write(tp_buf *out, const tp_key_path *path);
/* The same in the arena, with `key` as the last step (NULL: none); NULL: memory is out. */
const char *tp_key_path_text(tp_arena *arena, const tp_key_path *path, const char *key);

/* What a node is, for messages: the text itself, or "a list". At most 40 characters. */
tp_words tp_node_found(tp_arena *arena, const tp_node *node);

/* Adds an error, unless the very same one is there already: several tables describe the same
 * document, and each of them finds the same fault. */
void tp_schema_error(tp_diags *diags, tp_pos pos, const tp_msg *msg, size_t count,
                     const tp_words *args);

static inline tp_words tp_same(const char *text)
{
    return (tp_words){text, text};
}

#endif
