/* What a case over the same data may take over from an earlier one, its base.
 *
 * Each step of the derivation writes down whose parameters it asked for: those of every rule whose
 * hook it ran, and whatever these asked of other rules. It is taken over when none of them differs
 * from the base's, place in the file included, and the steps before it were taken over. Nothing
 * here knows a rule by name. Source: engine/DESIGN.md, Warm sessions. */
#ifndef TP_MODELS_STEPS_H
#define TP_MODELS_STEPS_H

#include "models/case.h"

/* True if the step's figures are the base's; then it is not run. */
bool tp_step_kept(tp_case *c, tp_case_step step);
/* Around what the step does. */
void tp_step_begin(tp_case *c, tp_case_step step);
void tp_step_end(tp_case *c);
/* A hook of this rule is about to run. */
void tp_step_asks(const tp_case *c, int rule);

/* The same for a tier's objective, once the program is kept, or its columns are those of the base
 * and the goal asks for no more (tp_goal.of_columns). */
bool tp_step_tier_kept(tp_case *c, size_t tier);
void tp_step_tier_begin(tp_case *c, size_t tier);

#endif
