/* What one more and one fewer of each figure is worth, in whole numbers.
 *
 * Found by solving again, not by prices of a relaxation: one slot more, one fewer (shares: one
 * hundredth), and for the better side on until it helps no more. Shared among threads; the outcome
 * does not depend on how many. The relaxation's price is given beside, as a hint only.
 * Owns: everything lives in the arena given. */
#ifndef TP_EXPLAIN_SENSITIVITY_H
#define TP_EXPLAIN_SENSITIVITY_H

#include "base/parallel.h"
#include "explain/change.h"
#include "explain/portion.h"

typedef enum tp_side_state {
    TP_SIDE_NONE, /* the figure cannot move that way */
    TP_SIDE_SOLVED,
    TP_SIDE_INFEASIBLE, /* then the scenario contradicts itself */
    TP_SIDE_UNKNOWN     /* stopped by a limit */
} tp_side_state;

typedef struct tp_sensitive_side {
    tp_side_state state;
    int64_t to;      /* the figure tried */
    tp_wide *gain;   /* [n_tiers] > 0: that tier is better by so much */
    int32_t first;   /* first tier that differs; -1: none does */
    bool better;     /* that one is better */
    bool bounded;    /* `until` is where it stops helping (else it still helped there) */
    int64_t until;   /* better: the figure up to which a further step helps */
    tp_wide *in_all; /* [n_tiers] better: the gain at `until` */
} tp_sensitive_side;

typedef struct tp_sensitive {
    tp_knob knob;
    int64_t step; /* 1 slot, or a hundredth in millionths */
    tp_sensitive_side more, fewer;
    bool matters; /* some tier differs on some side, or a side contradicts */
    uint32_t
        binds;   /* bit t: it is reached in period t of the run; of limits, locks and pools only */
    bool speaks; /* the knob is one of those */
    bool hinted;
    int32_t hint_tier;
    tp_dec hint; /* price of the relaxation for one slot in that tier, without sign */
} tp_sensitive;

typedef struct tp_sensitivity {
    const tp_run *run;
    tp_sensitive *items; /* in the order of the knobs */
    size_t count;
    size_t solved; /* how many times it was solved */
} tp_sensitivity;

typedef struct tp_sensitivity_options {
    size_t threads; /* 0: 1 */
    tp_stop stop;
    tp_portion portion; /* items are figures */
    tp_told progress;   /* of the figures */
} tp_sensitivity_options;

/* The run must have an answer. */
tp_status tp_sensitivity_of(tp_sensitivity *out, const tp_run *run,
                            const tp_sensitivity_options *options, tp_arena *arena, tp_err *err);

#endif
