/* A goal: one objective tier. One file a goal in models/goals/; adding one touches its own file,
 * registry.c and goals/meson.build. Source: models/README.md, 9 Goals.
 *
 * A goal may add columns and rows (emit), states its objective over the finished program
 * (objective), and measures its value in an answer from the dataset alone (measure). */
#ifndef TP_MODELS_GOAL_H
#define TP_MODELS_GOAL_H

#include "models/rule.h"

typedef enum tp_by { TP_BY_SYSTEM, TP_BY_SECTOR, TP_BY_REGION, TP_BY_UNIT } tp_by;

/* One entry of the scenario's `tiers`. */
typedef struct tp_tier_params {
    int goal; /* index into tp_goals */
    tp_dec concede;
    int by; /* tp_by; -1: not stated */
    const char *reference;
    tp_pos pos;
} tp_tier_params;

/* The scenario's tiers, the default four if it states none. Borrowed. */
const tp_tier_params *tp_tiers_of(const tp_scenario *scenario, size_t *count);

typedef struct tp_goal tp_goal;
struct tp_goal {
    const char *id; /* "need" */
    tp_words name, doc;
    const char *source;
    tp_sense sense;
    /* The objective follows from data, parameters, own slots and which columns there are, not from
     * their bounds, nor from rows: taken over where these did not change. */
    bool of_columns;
    /* It speaks of all periods at once: emit, objective and measure run once, on the first. Others
     * run on every period, and the driver weighs what they say by the period's weight. */
    bool whole;
    tp_status (*prepare)(const tp_case *c, const tp_tier_params *tier, tp_diags *diags,
                         tp_err *err);
    tp_status (*emit)(tp_case *c, int maker, const tp_tier_params *tier, tp_program *program,
                      tp_err *err);
    /* out->objective.cost is allocated and zero; sense is set. */
    tp_status (*objective)(const tp_case *c, const tp_tier_params *tier, tp_tier_spec *out,
                           tp_err *err);
    /* Sets the goal's own columns in x[n_cols] to the best that the movements in it allow; a search
     * that was stopped may leave them anywhere. NULL: the goal has none. */
    void (*tidy)(const tp_case *c, int maker, int64_t *x);
    tp_status (*label)(const tp_case *c, const tp_program *program, bool row, int32_t index,
                       tp_arena *arena, tp_label *out, tp_err *err);
    /* The group a demand falls in, for the model as text; NULL: the goal has none. */
    int32_t (*group)(const tp_dataset *data, const tp_tier_params *tier, int32_t demand);
    tp_status (*measure)(const tp_measure *m, const tp_tier_params *tier, tp_wide *value,
                         tp_err *err);
};

extern const tp_goal *const tp_goals[];
extern const int tp_n_goals;
/* Origin maker of a goal's columns and rows: after all rules. */
#define TP_GOAL_MAKER(goal) (tp_n_rules + (goal))

#endif
