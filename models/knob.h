/* A figure a planner can move: a limit, a share, a pool's opening balance, a transfer, a lock, or
 * one that a rule alone knows. Each rule lists its own (rule.h, `knobs`). Owns: everything lives in
 * the finder's arena. Source: scenarios/SCENARIO.md. */
#ifndef TP_MODELS_KNOB_H
#define TP_MODELS_KNOB_H

#include "models/change.h"

typedef enum tp_knob_kind {
    TP_KNOB_LIMIT_LEAST,
    TP_KNOB_LIMIT_MOST,
    TP_KNOB_SHARE_LEAST,
    TP_KNOB_SHARE_MOST,
    TP_KNOB_OPENING, /* of pool `subject` */
    TP_KNOB_TRANSFER,
    TP_KNOB_CONVERSION,
    TP_KNOB_LOCK_LEAST,
    TP_KNOB_LOCK_MOST,
    TP_KNOB_OF_RULE /* from here on: models/rules/knobs.h */
} tp_knob_kind;

typedef struct tp_knob {
    tp_knob_kind kind;
    int32_t subject;     /* 0-based element of its list (limits: those of limits.csv after the
                            scenario's); pool or line of the case */
    bool share;          /* value in millionths, one step is a hundredth; else slots */
    int64_t value;       /* as it stands */
    int64_t least, most; /* what it may be set to */
    const char *rule;    /* id, static */
    tp_words name;       /* "总量控制“教育系统总量”的上限" */
    tp_pos pos;          /* no file: stated nowhere yet */
    const char
        *key;   /* of the scenario, to be set to the value; NULL: `edit`, or the rule's `turn` */
    bool edits; /* the figure is the data's */
    tp_data_edit edit; /* which one */
} tp_knob;

/* The knob of this kind and subject; NULL: there is none. */
const tp_knob *tp_knob_find(const tp_knob *knobs, size_t count, tp_knob_kind kind, int32_t subject);

enum { TP_KNOB_MOST = 1000000 }; /* slots a figure may be set to */

/* Collects the knobs of one rule after the other; `failed`: memory is out. */
typedef struct tp_knob_finder {
    const tp_case *c;
    const tp_node *root; /* of the scenario as resolved */
    const char *rule;    /* the id of the rule asked */
    tp_arena *arena;
    tp_knob *knobs;
    size_t count, capacity;
    bool failed;
} tp_knob_finder;
/* The rule is filled in; a NULL name means that memory is out. */
void tp_knob_add(tp_knob_finder *f, tp_knob knob);
/* A figure stated under its own key, if it is. */
void tp_knob_stated(tp_knob_finder *f, const char *path, tp_knob knob);
/* "INDEX + 1" in the key of a list's element: shares[2].at_most. */
const char *tp_knob_key(tp_knob_finder *f, const char *list, size_t index, const char *key);
/* Text and figure of a member; NULL, false: not stated as such. */
const char *tp_knob_text(const tp_node *node, const char *key);
bool tp_knob_figure(const tp_node *node, const char *key, bool share, int64_t *out, tp_pos *pos);
/* scope/category, and /ring where there is one */
const char *tp_knob_pool(tp_arena *arena, const char *scope, const char *category,
                         const char *ring);

#endif
