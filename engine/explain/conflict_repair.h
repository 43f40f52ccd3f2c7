/* The cheapest way out of a contradiction: which figures of the scenario to move, by how much.
 *
 * Elastic relaxation (Brown and Graves 1975; Chinneck 2008, ch. 6): every row that the planner may
 * move gets a column that counts by how many slots it is broken; their sum is minimised over whole
 * numbers. Limits, locks, shares, the reserve and earmarks move; ownership, own slots, categories,
 * caps and refusals never do. Shares are moved to what the repaired answer keeps. The repair is
 * confirmed by solving the scenario again with it; where moving one figure moves another rule's own
 * figure (a pool's reach), it is repaired again on top.
 * Owns: everything lives in the arena given. */
#ifndef TP_EXPLAIN_CONFLICT_REPAIR_H
#define TP_EXPLAIN_CONFLICT_REPAIR_H

#include "explain/change.h"

typedef struct tp_repair {
    tp_knob knob; /* as the scenario has it */
    int64_t to;
    tp_change change;
} tp_repair;

typedef struct tp_repairs {
    tp_repair *items; /* all of them together are the repair */
    size_t count, capacity;
    tp_change all;
    bool confirmed; /* solving with `all` gives an answer; false: no repair was found */
    bool stopped;   /* because a limit stopped the search */
} tp_repairs;

/* The run must be infeasible. */
tp_status tp_conflict_repairs(tp_repairs *out, const tp_run *run, tp_stop stop, tp_arena *arena,
                              tp_err *err);

/* Internal to explain/: the elastic program of a case and what its answer says. One step. */
typedef struct tp_moved {
    tp_knob_kind kind;
    int32_t subject;
    int64_t to;
} tp_moved;
/* *count 0: even so there is no answer. */
tp_status tp_elastic_solve(tp_moved **out, size_t *count, const tp_case *c, tp_stop stop,
                           tp_arena *arena, tp_err *err);

#endif
