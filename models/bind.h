/* The binding: one dataset under one scenario, before anything is derived. Both halves of a rule
 * stand on it: the emitting half through the case, the measuring half through tp_measure.
 *
 * Owns: everything lives in the arena given; data and scenario are borrowed. */
#ifndef TP_MODELS_BIND_H
#define TP_MODELS_BIND_H

#include "domain/scenario.h"
#include "domain/where.h"

typedef struct tp_binding {
    tp_arena *arena;
    const tp_dataset *data;
    const tp_scenario *scenario;
    tp_date as_of;
    void **state; /* [rules] what each rule's prepare hook bound: filters, tables by unit or line */
    /* Sets of rules, bit r for rule r, bit tp_n_rules for the tiers. */
    uint64_t changed;   /* parameters that are not those of the base; all without a base */
    uint64_t *prepared; /* [rules] its own, and whose parameters its prepare hook asked for */
    tp_diags *told;     /* [rules] what each rule's prepare hook had to say */
    uint64_t *reads;    /* collects whose parameters are asked for; NULL: nobody wants to know */
} tp_binding;

/* Schemas of every rule (in registry order) and of the tiers (last), for tp_scenario_load. */
const tp_schema *const *tp_case_sections(size_t *count);

typedef struct tp_binding_source {
    const tp_dataset *data;
    const tp_scenario *scenario;
    const tp_binding *base; /* outlives the binding; NULL: none. `changed` tells what differs */
    tp_date as_of;          /* the day of decision; TP_DATE_NONE: the scenario's */
} tp_binding_source;

/* Runs every rule's prepare hook, or takes over what it bound for the base where no parameter it
 * asked for differs. Warnings and errors go to diags; with errors TP_E_INPUT. */
tp_status tp_binding_create(tp_binding **out, const tp_binding_source *source, tp_arena *arena,
                            tp_diags *diags, tp_err *err);
/* The parameter block of a rule; never NULL. */
const void *tp_binding_params(const tp_binding *binding, int rule);
/* Index in the registry of the rule with this id; -1 if there is none. */
int tp_rule_find(const char *id);

#endif
