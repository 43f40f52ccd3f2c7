/* Pools as the scenario states them, and as measured from an answer. */
#ifndef TP_MODELS_RULES_POOLS_H
#define TP_MODELS_RULES_POOLS_H

#include "models/rule.h"

typedef enum tp_pools_by {
    TP_POOLS_BY_REGION,
    TP_POOLS_BY_LEVEL,
    TP_POOLS_BY_PARENT, /* a unit's parent; a unit others have for a parent and that has none:
                           itself */
    TP_POOLS_BY_SYSTEM,
    TP_POOLS_BY_ALL
} tp_pools_by;

/* An entry of `opening` or `earmark`. */
typedef struct tp_pool_entry {
    const char *scope, *category, *ring; /* ring NULL: none */
    int64_t count;
    tp_pos pos;
    tp_where where; /* of an earmark: whom it is for; not present: talent demands */
} tp_pool_entry;

typedef struct tp_pool_arc {
    const char *from, *to, *category, *ring;
    int64_t at_most;
    tp_pos pos;
} tp_pool_arc;

typedef struct tp_pools_params {
    struct {
        int by;
        tp_texts beyond; /* wider scopes, near to far, named as `by` */
        tp_texts ring_fenced;
        tp_list opening;   /* tp_pool_entry */
        tp_list transfers; /* tp_pool_arc */
    } pools;
} tp_pools_params;

extern const tp_schema tp_pool_entry_schema, tp_earmark_entry_schema;

/* The scope's number by its name in either language; -1: none. */
int tp_pools_by_named(const char *name);
enum { TP_POOLS_LEVELS = 5 };

/* What the rule's prepare hook made of its parameters. */
typedef struct tp_pools_state {
    bool *fenced;               /* [names] systems with a ring */
    bool *heads;                /* [units] others have it for a parent */
    int level[TP_POOLS_LEVELS]; /* tp_pools_by, near to far */
    int n_levels;
} tp_pools_state;
bool tp_pools_has_level(const tp_binding *b, int by);

/* Scope, category and ring of a line as texts, "" where none. */
typedef struct tp_pool_key {
    const char *scope, *category, *ring;
} tp_pool_key;
tp_pool_key tp_pools_key(const tp_binding *b, int32_t line);
/* The scopes a line belongs to, near to far, those it has none of left out (if it has none at all,
 * the one scope ""); returns how many. The first is that of its key. */
int tp_pools_scopes(const tp_binding *b, int32_t line, const char *scope[TP_POOLS_LEVELS]);
/* The department that a scope is, where pools are by parent; else TP_ID_NONE. */
int32_t tp_pools_department(const tp_binding *b, const char *scope);

/* Entries of `earmark`, which may name pools no line has. */
const tp_list *tp_earmark_entries(const tp_binding *b);

/* Measured figures of one pool, by index of answer->pools. */
typedef struct tp_pool_figures {
    int64_t opening, reclaimed, deposits, in, out, loans, talent_loans;
    int64_t converted_in, converted_out;
    int64_t returned; /* running loans gone back by then, in all; part of opening */
    int64_t overdue;  /* of those still out */
    int64_t reach;    /* H */
    int64_t earmark;
} tp_pool_figures;
static inline int64_t tp_pool_figures_closing(const tp_pool_figures *f)
{
    return f->opening + f->deposits + f->in - f->out + f->converted_in - f->converted_out -
           f->loans;
}
typedef struct tp_pools_measured {
    tp_pool_figures *pools;  /* [answer->n_pools] */
    int32_t *of_line;        /* [n_lines] index of answer->pools, TP_ID_NONE: missing there */
    int32_t missing_entries; /* scenario entries whose pool the answer does not list */
} tp_pools_measured;
tp_status tp_pools_figures(tp_pools_measured *out, const tp_measure *m, tp_err *err);

tp_status tp_pools_measure(const tp_measure *m, int self, tp_findings *out, tp_err *err);

/* Hooks of the rule that stand in pools_knobs.c. */
void tp_pools_knobs(tp_knob_finder *f);
tp_status tp_pools_turn(const tp_turning *t);

#endif
