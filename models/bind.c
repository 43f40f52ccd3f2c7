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

tp_status tp_binding_create(tp_binding **out, const tp_dataset *data, const tp_scenario *scenario,
                            tp_arena *arena, tp_diags *diags, tp_err *err)
{
    tp_binding *b = tp_arena_alloc(arena, sizeof *b);
    if (!b)
        return tp_fail_nomem(err);
    *b = (tp_binding){.arena = arena, .data = data, .scenario = scenario, .as_of = scenario->as_of};
    b->state = tp_arena_array(arena, (size_t)tp_n_rules, sizeof *b->state);
    b->prepared = tp_arena_array(arena, (size_t)tp_n_rules, sizeof *b->prepared);
    b->changed = UINT64_MAX;
    if (!b->state || !b->prepared)
        return tp_fail_nomem(err);
    size_t errors = diags->errors;
    for (int r = 0; r < tp_n_rules; r++) {
        b->prepared[r] = (uint64_t)1 << r;
        if (!tp_rules[r]->prepare)
            continue;
        b->reads = &b->prepared[r];
        tp_status status = tp_rules[r]->prepare(b, r, diags, err);
        b->reads = NULL;
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

void tp_binding_compare(tp_binding *b, const tp_binding *base)
{
    size_t count;
    const tp_schema *const *sections = tp_case_sections(&count);
    if (b->as_of != base->as_of || b->data != base->data)
        return;
    b->changed = 0;
    for (size_t i = 0; i < count; i++)
        if (sections[i] &&
            !tp_schema_same(sections[i], b->scenario->params[i], base->scenario->params[i]))
            b->changed |= (uint64_t)1 << i;
}
