/* A rule: its keys, its bounds, denials and rows, its check, its words. One file a rule.
 *
 * A rule both emits (reclaim, denial, bounds, columns and rows of the program) and measures (given
 * an answer, its violation, computed from the dataset and never from what was emitted).
 * Verification uses only the measuring half. Adding a rule touches its own file, registry.c and
 * meson.build.
 *
 * Hooks that do not apply are NULL. `self` is the rule's index in the registry; its parameters are
 * tp_case_params(c, self), what it prepared is c->state[self]. */
#ifndef TP_MODELS_RULE_H
#define TP_MODELS_RULE_H

#include "domain/result.h"
#include "models/case.h"

/* A bound a rule puts on what a line may deposit or borrow, with the words that explain it. */
typedef struct tp_bound {
    int64_t most;
    tp_words text; /* filled only if an arena was given: "释放比例 0.5 × 长期空编 12 = 6" */
    tp_pos pos;    /* where the scenario states it */
} tp_bound;

/* What the measuring half sees: the data, the scenario, the answer. No derived figure. */
typedef struct tp_measure {
    const tp_dataset *data;
    const tp_scenario *scenario;
    tp_date as_of;
    const tp_result *answer;
    void **state; /* what the rules' prepare hooks bound (filters), nothing solved */
    const void *const *params;
    tp_arena *arena;
} tp_measure;

typedef struct tp_finding {
    const char *rule;
    int32_t line, demand; /* TP_ID_NONE if not about one */
    tp_words text;        /* what is violated, by how much */
} tp_finding;
typedef struct tp_findings {
    tp_arena *arena;
    tp_finding *items;
    size_t count, capacity;
} tp_findings;

typedef struct tp_rule tp_rule;
struct tp_rule {
    const char *id;     /* "borrow.max_share": cited in answers, stable */
    tp_words name, doc; /* short name; what it does, for the reference page */
    const char *source; /* section of models/README.md */
    const tp_schema
        *schema; /* nested from the scenario's root, only the keys it owns; may be NULL */

    /* Binds filters, checks the parameters against the data (warnings to diags). */
    tp_status (*prepare)(tp_case *c, int self, tp_diags *diags, tp_err *err);
    /* Emitting half. */
    int64_t (*reclaim)(const tp_case *c, int self, int32_t line); /* slots taken from the owner */
    bool (*denies)(const tp_case *c, int self, int32_t demand, tp_arena *arena, tp_reason *why);
    bool (*supply)(const tp_case *c, int self, int32_t line, tp_arena *arena, tp_bound *out);
    bool (*room)(const tp_case *c, int self, int32_t line, tp_arena *arena, tp_bound *out);
    tp_status (*emit)(tp_case *c, int self, tp_program *program, tp_err *err);
    tp_status (*label)(const tp_case *c, int self, const tp_program *program, bool row,
                       int32_t index, tp_arena *arena, tp_label *out, tp_err *err);
    /* Measuring half. */
    tp_status (*measure)(const tp_measure *m, int self, tp_findings *out, tp_err *err);
};

extern const tp_rule *const tp_rules[];
extern const int tp_n_rules;

#endif
