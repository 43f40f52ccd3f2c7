/* Stability as a lever: how near the answer keeps to one that is on record.
 *
 * In the address `stay=RUN` names the answer and `stay.give=0.05` what of the value of need
 * may be given up for it: 0 chooses, among the best answers, the nearest; 1 goes back to
 * the old answer as far as the rules let it. To the session it is one setting of the tiers: need
 * concedes that share, and after the goals that serve people comes `stability`. So what a scenario
 * file saved from such a state says is what the command line solves. */
#ifndef TP_SERVE_STAY_H
#define TP_SERVE_STAY_H

#include "domain/scenario.h"
#include "serve/live.h"

/* Is the query's field this lever's? */
bool tp_stay_field(const char *name);
/* The setting; out->key NULL: the query says nothing of it. Values that are no run or no share are
 * left for the engine to refuse, in their place. */
tp_status tp_stay_setting(tp_setting *out, const tp_fields *query, const tp_scenario *base,
                          tp_arena *arena, tp_err *err);

/* The lever, in the form of the levers: nothing where no run with an answer is kept. */
void tp_stay_lever(tp_visit *visit);
/* How far the answer is from the one on record, as a sentence; nothing without the lever. */
void tp_stay_says(tp_visit *visit, const tp_run *run);

#endif
