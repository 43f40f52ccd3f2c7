#include "models/steps.h"

#include "models/goal.h"
#include "models/tiers.h"

#include <string.h>

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

/* An origin says of whom a column speaks: like origins are like columns, in the same places. */
static bool columns_stand(const tp_case *c, size_t tier)
{
    const tp_program *now = c->program, *was = c->base->program;
    size_t count;
    const tp_tier_params *tiers = tp_tiers_of(c->scenario, &count);
    return tp_goals[tiers[tier].goal]->of_columns && !(c->bind->changed >> TP_TIERS_SECTION & 1) &&
           was && now->n_cols == was->n_cols &&
           memcmp(now->col_origin, was->col_origin,
                  (size_t)now->n_cols * sizeof *now->col_origin) == 0;
}

bool tp_step_tier_kept(tp_case *c, size_t tier)
{
    const tp_case *base = c->base;
    if (!base || c->kept <= (int)TP_STEP_STANDING || tier >= base->n_tiers ||
        base->tier_reads[tier] & c->bind->changed)
        return false;
    if (c->kept <= (int)TP_STEP_PROGRAM && !columns_stand(c, tier))
        return false;
    c->tier_reads[tier] = c->base->tier_reads[tier];
    return true;
}

void tp_step_tier_begin(tp_case *c, size_t tier)
{
    c->bind->reads = &c->tier_reads[tier];
}
