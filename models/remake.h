/* The data a case is made of: those read, as the rules that make of them others leave them
 * (tp_rule.remake): units merged, outcomes that count, use periods, loans that fall due. They go
 * one after another in the order of the registry, each over what the ones before it made. Whoever
 * settles data asks here and names no rule. */
#ifndef TP_MODELS_REMAKE_H
#define TP_MODELS_REMAKE_H

#include "domain/dataset.h"
#include "domain/scenario.h"

/* What a rule's hook works on. It puts its view in the place of the data and changes nothing of
 * those; what it makes lives in the arena. Errors in the scenario go to diags, all of them at once:
 * TP_E_INPUT. */
typedef struct tp_remaking {
    const tp_dataset *data;
    const tp_scenario *scenario;
    tp_arena *arena;
    tp_diags *diags;
} tp_remaking;

/* Where no rule has anything to make *out is the data themselves. */
tp_status tp_remake(const tp_dataset **out, const tp_dataset *data, const tp_scenario *scenario,
                    tp_arena *arena, tp_diags *diags, tp_err *err);
/* Do two scenarios make the same of the same data? Places in their files count as well, so that
 * what was told of one holds for the other. */
bool tp_remade_alike(const tp_scenario *a, const tp_scenario *b);

#endif
