/* What could be changed in a run's scenario or data, in words and as something to solve again with.
 *
 * A knob is one figure a planner can move: a limit, a share, the reserve, a pool's opening balance,
 * an earmark, a transfer, a cap, a lock. A change sets one or several of them, or is a step of its
 * own (a gate opened, an issue closed). A variant solves under a change, beside the run.
 * Nothing here guesses: whether a change helps is known only once its variant is solved.
 * Owns: everything lives in the arena given. Source: scenarios/SCENARIO.md; models/README.md, 6
 * Pools. */
#ifndef TP_EXPLAIN_CHANGE_H
#define TP_EXPLAIN_CHANGE_H

#include "models/change.h"
#include "models/knob.h"
#include "run/session.h"

/* Every knob of a case, in the order of rules, then of the file. Caps only of lines with
 * demands. */
tp_status tp_knobs_of(const tp_case *c, tp_arena *arena, tp_knob **out, size_t *count, tp_err *err);
const char *tp_knob_value_text(const tp_knob *knob, int64_t value, tp_arena *arena);

/* Moves a knob of `c` (the case the change starts from) to `value`. */
tp_status tp_change_knob(tp_change *change, const tp_case *c, const tp_knob *knob, int64_t value,
                         tp_arena *arena, tp_err *err);
typedef struct tp_variant {
    tp_session *session;
    const tp_run *base;
    tp_stop stop;
    size_t solved; /* how many times */
} tp_variant;

tp_status tp_variant_open(tp_variant *out, const tp_run *base, tp_stop stop, tp_err *err);
void tp_variant_close(tp_variant *variant);
/* *run is borrowed until the next call; NULL if the scenario cannot be read with the change (a
 * figure out of range): then it is no change to offer. Infeasible is an answer. */
tp_status tp_variant_solve(tp_variant *variant, const tp_change *change, const tp_run **run,
                           tp_err *err);

bool tp_run_answered(const tp_run *run); /* optimal or feasible */
/* What a demand got: own vacancies and loan; 0 where it is refused or there is no answer. */
int64_t tp_run_grant(const tp_run *run, int32_t demand);

#endif
