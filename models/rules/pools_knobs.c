/* The figures of the pools a planner can move: opening balances and transfers. */
#include "models/rules/pools.h"
#include "models/say.h"

#include <string.h>

static const tp_words w_opening = {"周转池 {0} 的期初编制", "the opening balance of pool {0}"};
static const tp_words w_transfer = {"由{0}调剂到{1}的“{2}”上限",
                                    "the most transferred from {0} to {1}, {2}"};

void tp_pools_knobs(tp_knob_finder *f)
{
    const tp_case *c = f->c;
    for (int32_t p = 0; p < c->n_pools; p++) {
        const tp_pool *at = &c->pools[p];
        if (!at->of_lines || !*at->scope)
            continue;
        const char *name = tp_knob_pool(f->arena, at->scope, at->category, at->ring);
        tp_knob_add(f, (tp_knob){.kind = TP_KNOB_OPENING,
                                 .subject = p,
                                 .value = at->opening - at->reclaimed,
                                 .most = TP_KNOB_MOST,
                                 .pos = at->pos,
                                 .name = TP_SAY(f->arena, w_opening, name)});
    }
    const tp_node *list = tp_node_path(f->root, "pools.transfers");
    for (size_t i = 0; list && i < list->count; i++) {
        tp_knob knob = {.kind = TP_KNOB_TRANSFER, .subject = (int32_t)i, .most = TP_KNOB_MOST};
        if (!tp_knob_figure(list->child[i], "at_most", false, &knob.value, &knob.pos))
            continue;
        knob.key = tp_knob_key(f, "pools.transfers", i, "at_most");
        knob.name =
            TP_SAY(f->arena, w_transfer, tp_knob_text(list->child[i], "from"),
                   tp_knob_text(list->child[i], "to"), tp_knob_text(list->child[i], "category"));
        tp_knob_add(f, knob);
    }
}

/* Into the first entry that can take it, else an entry more. */
tp_status tp_pools_turn(const tp_turning *t)
{
    const tp_knob *knob = t->knob;
    const int64_t value = t->value;
    tp_arena *arena = t->arena;
    const tp_pool *pool = &t->c->pools[knob->subject];
    const tp_node *list = tp_node_path(t->c->scenario->normal, "pools.opening");
    int64_t others = knob->value;
    for (size_t i = 0; list && i < list->count; i++) {
        const tp_node *at = list->child[i];
        const char *ring = tp_knob_text(at, "ring");
        int64_t stated = 0;
        tp_pos pos;
        if (strcmp(tp_knob_text(at, "scope"), pool->scope) != 0 ||
            strcmp(tp_knob_text(at, "category"), pool->category) != 0 ||
            strcmp(ring ? ring : "", pool->ring) != 0 ||
            !tp_knob_figure(at, "count", false, &stated, &pos))
            continue;
        others -= stated;
        if (value < others)
            continue;
        return tp_change_set(t->change, tp_arena_format(arena, "pools.opening[%zu].count", i + 1),
                             tp_say_int(arena, stated + value - knob->value), t->text, arena,
                             t->err);
    }
    tp_buf entry;
    tp_buf_init(&entry);
    tp_buf_format(&entry, "[{scope: \"%s\", category: \"%s\", ", pool->scope, pool->category);
    if (*pool->ring)
        tp_buf_format(&entry, "ring: \"%s\", ", pool->ring);
    tp_buf_format(&entry, "count: %lld}]", (long long)(value - knob->value));
    tp_status status = tp_buf_ok(&entry) ? tp_change_set(t->change, "pools.opening+", entry.bytes,
                                                         t->text, arena, t->err)
                                         : tp_fail_nomem(t->err);
    tp_buf_finish(&entry);
    return status;
}
