/* Why a demand got what it got: every bound that applied, which one decided, what would change it.
 *
 * Explanations are checked, not trusted: a remedy is listed only after solving again with it gave
 * the demand more; where nothing helps alone, sets are tried, and where nothing at all does, that
 * is said. A demand's grant is own vacancies + loan, 0 where it is refused.
 * Owns: everything lives in the arena given. Source: models/README.md; engine/run/RESULTS.md,
 * denied. */
#ifndef TP_EXPLAIN_EXPLAIN_H
#define TP_EXPLAIN_EXPLAIN_H

#include "explain/change.h"

/* One bound that applied, in the order in which the model derives them. */
typedef struct tp_cause {
    const char *rule;  /* id, static */
    const char *basis; /* "" if none stated */
    tp_words text;
    int64_t figure; /* slots it leaves; TP_INT_NONE: not a count */
    tp_date until;  /* TP_DATE_NONE: no date */
    tp_pos pos;     /* no file: not stated anywhere */
    bool tight;     /* it is reached */
    bool decisive;
} tp_cause;

typedef struct tp_remedy {
    tp_change change;
    const char *rule; /* what it eases, static */
    int64_t grant;    /* what the demand then gets */
    int64_t loan;     /* of that, lent */
    bool force;       /* a lock: takes from others what it gives */
    int32_t losers;   /* other demands that get less by it */
    int64_t lost;     /* slots they lose in all */
} tp_remedy;

/* A demand of the same pool that was served before this one. */
typedef struct tp_rival {
    int32_t demand;
    int64_t loan;
    tp_dec value; /* of its last slot lent */
} tp_rival;

typedef struct tp_explanation {
    int32_t demand, line;
    bool live;
    int64_t asked, own, lent, missing; /* missing: asked − own − lent; all of it if refused */
    tp_cause *causes;
    size_t n_causes, cause_capacity;
    tp_remedy *remedies; /* best first; none: nothing was found that helps */
    size_t n_remedies, remedy_capacity;
    tp_dec value;     /* of the next slot it would get; TP_DEC_NONE: none */
    tp_rival *rivals; /* by value, highest first */
    size_t n_rivals;
} tp_explanation;

typedef struct tp_explain_options {
    tp_variant *variant; /* NULL: no remedies are looked for */
    size_t remedies;     /* stop after so many; 0: 3 */
} tp_explain_options;

tp_status tp_explain_demand(tp_explanation *out, const tp_run *run, int32_t demand,
                            const tp_explain_options *options, tp_arena *arena, tp_err *err);

/* Why a line deposits what it does: bounds on S, in order; the decisive one is the lowest. */
typedef struct tp_line_account {
    int32_t line;
    int64_t supply, most, deposit;
    tp_cause *causes;
    size_t n_causes;
    bool borrows; /* a demand stands on it */
} tp_line_account;
tp_status tp_explain_line(tp_line_account *out, const tp_run *run, int32_t line, tp_arena *arena,
                          tp_err *err);

/* A pool: what it holds, whom it served, who waits, and where further slots would go. */
typedef struct tp_pool_waiting {
    int32_t demand;
    int64_t missing;
    tp_dec value;
} tp_pool_waiting;
typedef struct tp_pool_account {
    int32_t pool;                  /* of the case */
    const tp_pool_result *figures; /* borrowed from the run */
    int64_t spare;                 /* what its lines could still deposit */
    tp_pool_waiting *waiting;      /* by value, highest first */
    size_t n_waiting;
    bool solved;         /* whether the next figures were found */
    int32_t next_demand; /* who gets one more slot in the pool; TP_ID_NONE: nobody */
    tp_change next;      /* the change looked at */
} tp_pool_account;
/* The pool a person calls SCOPE/CATEGORY or SCOPE/CATEGORY/RING; TP_ID_NONE. */
int32_t tp_pool_named(const tp_case *c, const char *text);
tp_status tp_explain_pool(tp_pool_account *out, const tp_run *run, int32_t pool,
                          const tp_explain_options *options, tp_arena *arena, tp_err *err);

/* Internal to explain/: things that might give a demand more; whether they do is found by
 * solving. */
typedef struct tp_lever {
    const char *rule;
    tp_change change; /* fixed steps; unused with a knob */
    tp_knob knob;
    bool by_knob;
    int64_t step;   /* towards more: +1 or -1 slots at a time */
    int64_t target; /* where to go at once; -1: step by step */
    bool force;
    bool weighs;  /* changes what is wanted, not what is allowed */
    bool excepts; /* an exception from the rule, for this demand */
} tp_lever;
typedef struct tp_levers {
    tp_lever *items;
    size_t count, capacity;
} tp_levers;
/* Unless it is there already. */
tp_status tp_lever_add(tp_levers *out, const tp_lever *lever, tp_arena *arena, tp_err *err);
/* Of a refused demand: what lifts every gate at once. `waiting`: by waiting for the date where
 * there is one. An empty change: a gate nobody can open. */
tp_status tp_gates_lift(tp_change *out, const tp_case *c, int32_t demand, bool waiting,
                        tp_arena *arena, tp_err *err);
/* The step that excepts the demand from the reason's rule. */
tp_status tp_gates_except_one(tp_change *out, const tp_case *c, int32_t demand,
                              const tp_reason *reason, tp_arena *arena, tp_err *err);
/* All gates by documented exceptions; nothing (no settings) where a rule refuses that none can
 *
 * lift. */
tp_status tp_gates_except(tp_change *out, const char **rule, const tp_case *c, int32_t demand,
                          tp_arena *arena, tp_err *err);
/* Of a live one that is short in this run. */
tp_status tp_levers_of(tp_levers *out, const tp_run *run, int32_t demand, tp_arena *arena,
                       tp_err *err);
tp_status tp_add_cause(tp_explanation *out, const tp_cause *cause, tp_arena *arena, tp_err *err);
/* Bounds of a live demand, in order. */
tp_status tp_causes_of(tp_explanation *out, const tp_run *run, tp_arena *arena, tp_err *err);
/* The columns of a live demand that could still grow; -1: none. */
int32_t tp_open_column(const tp_run *run, int32_t demand);
/* The answer's pool that is pool `pool` of the case; NULL. */
const tp_pool_result *tp_answer_pool(const tp_run *run, int32_t pool);

#endif
