#include "models/knob.h"

#include "models/say.h"

#include <string.h>

void tp_knob_add(tp_knob_finder *f, tp_knob knob)
{
    knob.rule = f->rule;
    if (!knob.name.zh || !knob.name.en ||
        !tp_arena_grow(f->arena, &f->knobs, &f->capacity, f->count, 1))
        f->failed = true;
    else
        f->knobs[f->count++] = knob;
}

const char *tp_knob_key(tp_knob_finder *f, const char *list, size_t index, const char *key)
{
    const char *text = tp_arena_format(f->arena, "%s[%zu].%s", list, index + 1, key);
    f->failed |= !text;
    return text;
}

const char *tp_knob_text(const tp_node *node, const char *key)
{
    const tp_node *member = tp_node_get(node, key);
    return member && member->kind == TP_NODE_SCALAR ? member->text : NULL;
}

bool tp_knob_figure(const tp_node *node, const char *key, bool share, int64_t *out, tp_pos *pos)
{
    const tp_node *member = tp_node_get(node, key);
    if (!member || member->kind != TP_NODE_SCALAR || !member->text)
        return false;
    *pos = member->pos;
    return (share ? tp_dec_parse(member->text, strlen(member->text), out)
                  : tp_int_parse(member->text, strlen(member->text), out)) == TP_PARSE_OK;
}

void tp_knob_stated(tp_knob_finder *f, const char *path, tp_knob knob)
{
    const tp_node *node = tp_node_path(f->root, path);
    if (!node || node->kind != TP_NODE_SCALAR || !node->text)
        return;
    knob.pos = node->pos;
    knob.key = path;
    if ((knob.share ? tp_dec_parse(node->text, strlen(node->text), &knob.value)
                    : tp_int_parse(node->text, strlen(node->text), &knob.value)) == TP_PARSE_OK)
        tp_knob_add(f, knob);
}

const char *tp_knob_pool(tp_arena *arena, const char *scope, const char *category, const char *ring)
{
    return ring && *ring ? tp_arena_format(arena, "%s · %s · %s", scope, category, ring)
                         : tp_arena_format(arena, "%s · %s", scope, category);
}

const tp_knob *tp_knob_find(const tp_knob *knobs, size_t count, tp_knob_kind kind, int32_t subject)
{
    for (size_t i = 0; i < count; i++)
        if (knobs[i].kind == kind && knobs[i].subject == subject)
            return &knobs[i];
    return NULL;
}
