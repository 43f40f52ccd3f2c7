#include "models/steps.h"

#include "models/rule.h"

bool tp_step_kept(tp_case *c, tp_case_step step)
{
    const tp_case *base = c->base;
    if (!base || c->kept < (int)step || base->reads[step] & c->bind->changed)
        return false;
    /* A stability tier's reference is no part of the scenario's text. */
    if (step == TP_STEP_PROGRAM && (!base->program || c->reference || base->reference))
        return false;
    c->reads[step] = base->reads[step];
    c->kept = (int)step + 1;
    return true;
}

void tp_step_begin(tp_case *c, tp_case_step step)
{
    c->bind->reads = &c->reads[step];
}

void tp_step_end(tp_case *c)
{
    c->bind->reads = NULL;
}

void tp_step_asks(const tp_case *c, int rule)
{
    if (c->bind->reads)
        *c->bind->reads |= c->bind->prepared[rule];
}

bool tp_step_tier_kept(tp_case *c, size_t tier)
{
    if (c->kept <= (int)TP_STEP_PROGRAM || c->base->tier_reads[tier] & c->bind->changed)
        return false;
    c->tier_reads[tier] = c->base->tier_reads[tier];
    return true;
}

void tp_step_tier_begin(tp_case *c, size_t tier)
{
    c->bind->reads = &c->tier_reads[tier];
}
