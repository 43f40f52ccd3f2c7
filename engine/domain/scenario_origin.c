#include "domain/scenario_resolve.h"

#include <stdlib.h>
#include <string.h>

/* One line a node of the canonical tree, in the order it is written: key path, TAB, position. The
 * path is for readers; parsing back goes by the order. */

typedef struct step {
    const struct step *up;
    const char *key;
    size_t index;
} step;

/* Control characters would break the lines. */
static void write_clean(tp_buf *out, const char *text)
{
    for (const char *at = text; *at; at++)
        tp_buf_char(out, (unsigned char)*at < 0x20 ? ' ' : *at);
}

static void write_path(tp_buf *out, const step *at)
{
    if (at->up)
        write_path(out, at->up);
    if (at->index) {
        tp_buf_format(out, "[%zu]", at->index);
    } else if (at->key) {
        bool quote = strpbrk(at->key, ".[]") && !strchr(at->key, '"');
        if (at->up && (at->up->up || at->up->index))
            tp_buf_char(out, '.');
        tp_buf_text(out, quote ? "\"" : "");
        write_clean(out, at->key);
        tp_buf_text(out, quote ? "\"" : "");
    }
}

static void write_node(tp_buf *out, const tp_node *node, const step *at)
{
    if (at->up) {
        write_path(out, at);
        tp_buf_char(out, '\t');
        write_clean(out, node->pos.file ? node->pos.file : "");
        tp_buf_format(out, ":%d:%d\n", (int)node->pos.line, (int)node->pos.column);
    }
    for (size_t i = 0; i < node->count; i++) {
        const tp_node *child = node->child[i];
        const step next = {at, node->kind == TP_NODE_MAP ? child->key : NULL,
                           node->kind == TP_NODE_LIST ? i + 1 : 0};
        write_node(out, child, &next);
    }
}

void tp_scenario_origins(tp_buf *out, const tp_scenario *scenario)
{
    const step root = {NULL, NULL, 0};
    write_node(out, scenario->normal, &root);
}

/* Reading back. A listing that does not fit is left off from where it stops fitting. */
typedef struct lines {
    tp_arena *arena;
    const char *at;
    const char *file; /* of the line before: most lines share it */
    bool nomem;
} lines;

static bool next_pos(lines *l, tp_pos *pos)
{
    const char *end = strchr(l->at, '\n'), *tab = strchr(l->at, '\t');
    if (!end || !tab || tab > end)
        return false;
    const char *last = end;
    while (last > tab && *last != ':')
        last--;
    const char *middle = last > tab ? last - 1 : last;
    while (middle > tab && *middle != ':')
        middle--;
    if (middle == tab)
        return false;
    size_t length = (size_t)(middle - tab - 1);
    l->at = end + 1;
    *pos = (tp_pos){NULL, (int32_t)strtol(middle + 1, NULL, 10),
                    (int32_t)strtol(last + 1, NULL, 10), NULL};
    if (!length)
        return true;
    if (!l->file || strncmp(l->file, tab + 1, length) != 0 || l->file[length])
        l->file = tp_arena_copy(l->arena, tab + 1, length);
    l->nomem = l->nomem || !l->file;
    pos->file = l->file;
    return true;
}

static bool place_children(lines *l, tp_node *node)
{
    for (size_t i = 0; i < node->count; i++) {
        tp_node *child = node->child[i];
        tp_pos pos;
        if (!next_pos(l, &pos) || l->nomem)
            return false;
        child->pos = child->key_pos = pos;
        if (!place_children(l, child))
            return false;
    }
    return true;
}

bool tp_scenario_place(tp_arena *arena, tp_node *root, const char *origins)
{
    lines l = {.arena = arena, .at = origins};
    place_children(&l, root);
    if (root->count)
        root->pos = root->child[0]->pos;
    return !l.nomem;
}
