#include "models/bind.h"

#include "base/text.h"
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

/* What a hook bound may be shared unless its rule goes on writing to it. What it had to say is said
 * again, if that was listed whole. */
static bool prepared_before(const tp_binding *b, const tp_binding *base, int r)
{
    return base && !tp_rules[r]->derive && !tp_rules[r]->emit &&
           !(base->prepared[r] & b->changed) &&
           base->told[r].count ==
               base->told[r].errors + base->told[r].warnings + base->told[r].notes;
}

static tp_status prepare(tp_binding *b, const tp_binding *base, int r, tp_diags *diags, tp_err *err)
{
    tp_diags *told = &b->told[r];
    tp_status status = TP_OK;
    b->prepared[r] = (uint64_t)1 << r;
    if (!tp_rules[r]->prepare)
        return TP_OK;
    if (prepared_before(b, base, r)) {
        b->prepared[r] = base->prepared[r];
        b->state[r] = base->state[r];
        *told = base->told[r];
    } else {
        tp_diags_init(told, b->arena);
        told->most = diags->most;
        b->reads = &b->prepared[r];
        status = tp_rules[r]->prepare(b, r, told, err);
        b->reads = NULL;
    }
    tp_diags_join(diags, told);
    return status;
}

static const tp_msg basis_unknown = {
    "scenario.basis", "没有规则“{0}”，这条依据不会出现在任何地方",
    "there is no rule \"{0}\": this document will not be shown anywhere"};
static const tp_msg basis_near = {
    "scenario.basis", "没有规则“{0}”，这条依据不会出现在任何地方；是否要写“{1}”？",
    "there is no rule \"{0}\": this document will not be shown anywhere; did you mean \"{1}\"?"};

/* Names a basis may have: rules, their sections, keys at the top of a scenario. */
static bool add_names(tp_ids *names, const char *name)
{
    size_t section = strcspn(name, ".");
    return tp_ids_add(names, name, strlen(name), NULL) != TP_ID_NONE &&
           tp_ids_add(names, name, section, NULL) != TP_ID_NONE;
}

static tp_status basis_names(tp_ids **out, tp_arena *arena, tp_err *err)
{
    size_t count;
    const tp_schema *const *sections = tp_case_sections(&count);
    tp_ids *names = *out = tp_ids_create(arena, 64);
    bool ok = names != NULL;
    for (int r = 0; ok && r < tp_n_rules; r++)
        ok = add_names(names, tp_rules[r]->id);
    for (size_t i = 0; ok && i < count; i++)
        for (size_t k = 0; ok && sections[i] && k < sections[i]->count; k++)
            if (sections[i]->keys[k].name)
                ok = add_names(names, sections[i]->keys[k].name);
    return ok ? TP_OK : tp_fail_nomem(err);
}

static tp_status check_basis(const tp_binding *b, tp_diags *diags, tp_err *err)
{
    const tp_scenario *scenario = b->scenario;
    tp_ids *names = NULL;
    if (!scenario->n_basis)
        return TP_OK;
    tp_status status = basis_names(&names, b->arena, err);
    for (size_t i = 0; status == TP_OK && i < scenario->n_basis; i++) {
        const tp_basis *basis = &scenario->basis[i];
        if (tp_ids_find(names, basis->rule, strlen(basis->rule)) != TP_ID_NONE)
            continue;
        size_t n = (size_t)tp_ids_count(names);
        const char **all = tp_arena_array(b->arena, n, sizeof *all);
        if (!all)
            return tp_fail_nomem(err);
        for (size_t k = 0; k < n; k++)
            all[k] = tp_ids_name(names, (int32_t)k);
        const char *near = tp_text_closest(basis->rule, all, n);
        tp_diag_warn(diags, basis->pos, near ? &basis_near : &basis_unknown, basis->rule,
                     near ? near : "");
    }
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
                      .as_of = source->as_of ? source->as_of : source->scenario->as_of};
    b->state = tp_arena_array(arena, (size_t)tp_n_rules, sizeof *b->state);
    b->prepared = tp_arena_array(arena, (size_t)tp_n_rules, sizeof *b->prepared);
    b->told = tp_arena_array(arena, (size_t)tp_n_rules, sizeof *b->told);
    if (!b->state || !b->prepared || !b->told)
        return tp_fail_nomem(err);
    compare(b, source->base);
    size_t errors = diags->errors;
    for (int r = 0; r < tp_n_rules; r++) {
        tp_status status = prepare(b, source->base, r, diags, err);
        if (status != TP_OK && status != TP_E_INPUT)
            return status;
    }
    tp_status status = check_basis(b, diags, err);
    if (status != TP_OK)
        return status;
    if (diags->out_of_memory)
        return tp_fail_nomem(err);
    if (diags->errors > errors)
        return tp_fail(err, TP_E_INPUT, "the scenario does not fit the dataset");
    *out = b;
    return TP_OK;
}
