/* A rule: its keys, its bounds, denials and rows, its check, its words. One file a rule.
 *
 * A rule both emits (reclaim, denial, bounds, columns and rows of the program) and measures (given
 * an answer, its violation, computed from the dataset and never from what was emitted).
 * Verification uses only the measuring half. Adding a rule touches its own file, registry.c and
 * rules/meson.build.
 *
 * Hooks that do not apply are NULL. `self` is the rule's index in the registry; its parameters are
 * tp_binding_params(b, self), what it prepared is b->state[self]. Texts are written only if an
 * arena is given; a text that is NULL afterwards means that memory is out. */
#ifndef TP_MODELS_RULE_H
#define TP_MODELS_RULE_H

#include "models/case.h"
#include "models/ease.h"
#include "models/measure.h"
#include "models/mod_text.h"
#include "models/remake.h"

/* A bound a rule puts on what a line may deposit or borrow, with the words that explain it. */
typedef struct tp_bound {
    int64_t most;
    tp_words text; /* filled only if an arena was given: "释放比例 0.5 × 长期空编 12 = 6" */
    tp_pos pos;    /* where the scenario states it */
} tp_bound;

/* What would undo a denial: the hook adds its step to `change`, in the scenario's own keys, or in
 * the data where the fact is the data's. With `waiting`, a rule that ends by itself sets *until to
 * the day instead, if that is later. Without a step nobody can undo it. */
typedef struct tp_opening {
    tp_change *change;
    const tp_case *c;
    int32_t demand;
    const tp_line *line;
    const tp_unit *unit;
    const tp_reason *reason; /* the rule's own */
    bool waiting;
    tp_date *until;
    tp_arena *arena;
    tp_err *err;
} tp_opening;
/* A step that sets a key; texts that are NULL mean that memory is out. */
tp_status tp_opening_set(tp_opening *o, const char *key, const char *value, tp_words text);
void tp_opening_wait(tp_opening *o, tp_date date);

/* A knob that neither a key nor an edit moves by itself. */
typedef struct tp_turning {
    tp_change *change;
    const tp_case *c;
    const tp_knob *knob;
    int64_t value;
    tp_words text;
    tp_arena *arena;
    tp_err *err;
} tp_turning;

/* How a rule's rows give way, for explanations and repairs of contradictions. */
typedef enum tp_ease {
    TP_EASE_NONE,
    TP_EASE_SIDES, /* a slot at a time, at either side: knob_least, knob_most of the row's
                    * subject */
    TP_EASE_SHARE, /* the same, the figure being a share of all */
    TP_EASE_OWN,   /* the rule's hooks say how: eases, settles, levers (ease.h) */
    TP_EASE_WIDEN  /* as the rule's bound on the loans of a line: `widen`, or an exception */
} tp_ease;

/* How a bound on loans is widened to so many slots. */
typedef enum tp_widen_kind {
    TP_WIDEN_NONE,
    TP_WIDEN_SHARE, /* `knob`, a share of the authorised slots, borrowed ones included */
    TP_WIDEN_USAGE, /* `knob` of the line: its usage with the loans */
    TP_WIDEN_SET    /* `key` is set to `value` */
} tp_widen_kind;
typedef struct tp_widen {
    tp_widen_kind kind;
    tp_knob_kind knob;
    const char *key, *value;
    tp_words text;
} tp_widen;

typedef struct tp_rule tp_rule;
struct tp_rule {
    const char *id;     /* "borrow.max_share": cited in answers, stable */
    tp_words name, doc; /* short name; what it does, for the reference page */
    const char *source; /* section of models/README.md */
    const tp_schema
        *schema;       /* nested from the scenario's root, only the keys it owns; may be NULL */
    bool in_principle; /* its denials may be lifted for single demands (rules/exceptions.c); a bound
                          on loans does not count those of such demands (models/eased.h) */
    bool judges_outcome; /* its denials rest on the unit's evaluation, which explanations trace */
    bool relaxable;    /* its rows are the planner's to move when the scenario contradicts itself */
    bool first_period; /* it holds in the first period alone: its derive, emit, tighten and measure
                          hooks do not see later ones */

    tp_words instead; /* of a denial that is in order and not to be put right: what the unit does */
    tp_words alone;   /* the same, of a denial that says so only while no other rule denies */

    /* What a planner can move. */
    tp_ease ease;
    tp_knob_kind knob_least, knob_most;
    tp_knob_kind knob_falls; /* of TP_EASE_OWN: a figure, once for all rows, that may fall */
    bool (*eases)(tp_easing *e);
    void (*settles)(tp_settling *s);
    tp_status (*levers)(tp_levering *l);
    tp_widen widen;
    void (*knobs)(tp_knob_finder *f);
    tp_status (*turn)(const tp_turning *t); /* for knobs with neither key nor edit */

    /* Before anything is derived: whether the scenario asks the rule to make of the data others,
     * and how (remake.h). Follows from the rule's own keys and the day alone. */
    bool (*remakes)(const tp_scenario *scenario);
    tp_status (*remake)(tp_remaking *r, tp_err *err);

    /* Binds filters and tables, checks the parameters against the data (messages to diags). */
    tp_status (*prepare)(tp_binding *b, int self, tp_diags *diags, tp_err *err);
    /* Domain warnings of `check`, once everything is derived. */
    tp_status (*advise)(const tp_case *c, int self, tp_diags *diags, tp_err *err);

    /* Emitting half, in the order of derivation. */
    bool (*shields)(const tp_binding *b, int self, int32_t line); /* the line is never reclaimed */
    int64_t (*reclaim)(const tp_case *c, int self, int32_t line); /* slots taken from the owner */
    bool (*denies)(const tp_case *c, int self, int32_t demand, tp_arena *arena, tp_reason *why);
    tp_status (*open)(tp_opening *o); /* lifts the denial */
    uint64_t (*lifts)(const tp_binding *b, int self,
                      int32_t demand); /* whose denials do not count for it: a bit a rule */
    bool (*states)(const tp_case *c, int self, int32_t demand, tp_arena *arena,
                   tp_bound *out); /* what it says of a demand without bounding anything */
    bool (*usable)(const tp_case *c, int self, int32_t line, tp_arena *arena,
                   tp_bound *out); /* what its demands may use of the line's own vacancies */
    bool (*supply)(const tp_case *c, int self, int32_t line, tp_arena *arena, tp_bound *out);
    bool (*room)(const tp_case *c, int self, int32_t line, tp_arena *arena, tp_bound *out);
    tp_status (*derive)(tp_case *c, int self, tp_err *err); /* S and G stand; no program yet */
    tp_dec (*weight)(const tp_binding *b, int self, int32_t demand); /* a factor of its value v */
    tp_status (*emit)(tp_case *c, int self, tp_program *program, tp_err *err);
    tp_status (*label)(const tp_case *c, const tp_program *program, bool row, int32_t index,
                       tp_arena *arena, tp_label *out, tp_err *err);

    /* The model as text (turnover.mod): its figures, and whatever else it has to state. */
    const tp_mod_figure *figures;
    void (*text)(tp_buf *out, const tp_case *c, int self);

    /* Measuring half: from dataset, scenario and answer alone. */
    bool (*refuses)(const tp_measure *m, int self, int32_t demand, tp_date *until);
    bool (*spares)(const tp_measure *m, int self, int rule, int32_t demand); /* see lifts */
    bool (*usable_most)(const tp_measure *m, int self, int32_t line, int64_t *most);
    bool (*deposit_most)(const tp_measure *m, int self, int32_t line, int64_t *most);
    bool (*loan_most)(const tp_measure *m, int self, int32_t line, int64_t *most);
    tp_status (*tighten)(tp_measure *m, int self, tp_err *err); /* lowers m->most */
    tp_status (*measure)(const tp_measure *m, int self, tp_findings *out, tp_err *err);
};

extern const tp_rule *const tp_rules[];
extern const int tp_n_rules;
/* The registry also defines `const int tp_rule_at_NAME` for each rule's file NAME.c: its index. A
 * file that is asked about its parameters by others declares its own. */

#endif
