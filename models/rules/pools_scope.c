/* Which scopes a line belongs to, as texts: for the measuring half, and for those who name
 * pools. */
#include "models/rules/pools.h"

#include <string.h>

extern const int tp_rule_at_pools;

static const tp_pools_params *params_of(const tp_binding *b)
{
    return tp_binding_params(b, tp_rule_at_pools);
}

bool tp_pools_has_level(const tp_binding *b, int by)
{
    const tp_pools_state *state = b->state[tp_rule_at_pools];
    for (int i = 0; i < state->n_levels; i++)
        if (state->level[i] == by)
            return true;
    return false;
}

static const char *scope_text(const tp_binding *b, int by, int32_t unit)
{
    const tp_pools_state *state = b->state[tp_rule_at_pools];
    const tp_unit *u = &b->data->units[unit];
    if (by == TP_POOLS_BY_ALL)
        return "all";
    if (by != TP_POOLS_BY_PARENT)
        return tp_dataset_name(b->data, by == TP_POOLS_BY_REGION  ? u->region
                                        : by == TP_POOLS_BY_LEVEL ? u->level
                                                                  : u->system);
    return u->parent != TP_ID_NONE ? b->data->units[u->parent].code
           : state->heads[unit]    ? u->code
                                   : "";
}

int tp_pools_scopes(const tp_binding *b, int32_t line, const char *scope[TP_POOLS_LEVELS])
{
    const tp_pools_state *state = b->state[tp_rule_at_pools];
    int n = 0;
    for (int i = 0; i < state->n_levels; i++) {
        scope[n] = scope_text(b, state->level[i], b->data->lines[line].unit);
        n += *scope[n] != 0;
    }
    if (!n)
        scope[0] = "";
    return n ? n : 1;
}

tp_pool_key tp_pools_key(const tp_binding *b, int32_t line)
{
    const tp_pools_params *p = params_of(b);
    const tp_unit *u = &b->data->units[b->data->lines[line].unit];
    const char *system = tp_dataset_name(b->data, u->system), *scope[TP_POOLS_LEVELS];
    tp_pools_scopes(b, line, scope);
    tp_pool_key k = {scope[0], tp_dataset_name(b->data, b->data->lines[line].category), ""};
    for (size_t i = 0; i < p->pools.ring_fenced.count; i++)
        if (*system && strcmp(p->pools.ring_fenced.items[i], system) == 0)
            k.ring = system;
    return k;
}

int32_t tp_pools_department(const tp_binding *b, const char *scope)
{
    return tp_pools_has_level(b, TP_POOLS_BY_PARENT) ? tp_dataset_unit(b->data, scope) : TP_ID_NONE;
}
