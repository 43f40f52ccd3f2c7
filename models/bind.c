#include "models/bind.h"

#include "models/rule.h"

#include <string.h>

const void *tp_binding_params(const tp_binding *b, int rule)
{
    if (b->reads)
        *b->reads |= (uint64_t)1 << rule;
    return b->scenario->params[rule];
}

int tp_rule_find(const char *id)
{
    for (int r = 0; r < tp_n_rules; r++)
        if (strcmp(tp_rules[r]->id, id) == 0)
            return r;
    return -1;
}

/* Marks where the binding differs from its base. */
static void compare(tp_binding *b, const tp_binding *base)
{
    size_t count;
    const tp_schema *const *sections = tp_case_sections(&count);
    b->changed = UINT64_MAX;
    if (!base || b->as_of != base->as_of || b->data != base->data)
        return;
    b->changed = 0;
    for (size_t i = 0; i < count; i++)
        if (sections[i] &&
            !tp_schema_same(sections[i], b->scenario->params[i], base->scenario->params[i]))
            b->changed |= (uint64_t)1 << i;
}

/* What a hook bound may be shared unless its rule goes on writing to it, and unless the hook had
 * something to say, which has to be said again. */
static bool prepared_before(const tp_binding *b, const tp_binding *base, int r)
{
    return base && !tp_rules[r]->derive && !tp_rules[r]->emit && !(base->spoke >> r & 1) &&
           !(base->prepared[r] & b->changed);
}

static tp_status prepare(tp_binding *b, const tp_binding *base, int r, tp_diags *diags, tp_err *err)
{
    size_t told = diags->errors + diags->warnings;
    b->prepared[r] = (uint64_t)1 << r;
    if (!tp_rules[r]->prepare)
        return TP_OK;
    if (prepared_before(b, base, r)) {
        b->prepared[r] = base->prepared[r];
        b->state[r] = base->state[r];
        return TP_OK;
    }
    b->reads = &b->prepared[r];
    tp_status status = tp_rules[r]->prepare(b, r, diags, err);
    b->reads = NULL;
    if (diags->errors + diags->warnings != told)
        b->spoke |= (uint64_t)1 << r;
    return status;
}

tp_status tp_binding_create(tp_binding **out, const tp_binding_source *source, tp_arena *arena,
                            tp_diags *diags, tp_err *err)
{
    tp_binding *b = tp_arena_alloc(arena, sizeof *b);
    if (!b)
        return tp_fail_nomem(err);
    *b = (tp_binding){.arena = arena,
                      .data = source->data,
                      .scenario = source->scenario,
                      .as_of = source->scenario->as_of};
    b->state = tp_arena_array(arena, (size_t)tp_n_rules, sizeof *b->state);
    b->prepared = tp_arena_array(arena, (size_t)tp_n_rules, sizeof *b->prepared);
    if (!b->state || !b->prepared)
        return tp_fail_nomem(err);
    compare(b, source->base);
    size_t errors = diags->errors;
    for (int r = 0; r < tp_n_rules; r++) {
        tp_status status = prepare(b, source->base, r, diags, err);
        if (status != TP_OK && status != TP_E_INPUT)
            return status;
    }
    if (diags->out_of_memory)
        return tp_fail_nomem(err);
    if (diags->errors > errors)
        return tp_fail(err, TP_E_INPUT, "the scenario does not fit the dataset");
    *out = b;
    return TP_OK;
}
