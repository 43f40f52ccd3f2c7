/* How a row of a rule gives way, in that rule's own words. Two ask: the elastic program, which
 * looks for the least that lifts a contradiction, and the search for what would give one demand
 * more. Both speak of knobs (knob.h). Rules whose rows move slot by slot need none of it:
 * tp_ease. */
#ifndef TP_MODELS_EASE_H
#define TP_MODELS_EASE_H

#include "models/case.h"
#include "models/knob.h"

/* One row on its way into the elastic program. The functions answer false or -1 when memory is out,
 * which ends it. */
typedef struct tp_easing tp_easing;
struct tp_easing {
    const tp_case *c;
    int32_t row;
    tp_entry *entries; /* the row's, to be added to: there is room for four */
    int64_t n;
    int32_t falls; /* column by which the rule's knob_falls falls; -1: it is not stated */
    /* Adds a column of 0 … most slots to the row, by which the knob moves: sign × slots. */
    bool (*slack)(tp_easing *e, tp_knob_kind kind, int32_t subject, int64_t most, int64_t coef,
                  int64_t sign);
    int32_t (*column)(tp_easing *e, int64_t most);
    bool (*tie)(tp_easing *e, int64_t lo, int64_t hi, const tp_entry *entries, int64_t n);
    /* The farthest the row's activity can fall below a figure, in its own units. */
    int64_t (*widest)(const tp_easing *e, int64_t figure);
};

/* An answer of the elastic program in which a slack of this rule's moved by so many slots. */
typedef struct tp_settling tp_settling;
struct tp_settling {
    const tp_case *c;
    const int64_t *x;
    int32_t row;
    tp_knob_kind kind;
    int32_t subject;
    int64_t by;
    const tp_knob *(*knob)(const tp_settling *s, tp_knob_kind kind, int32_t subject);
    void (*move)(tp_settling *s, tp_knob_kind kind, int32_t subject, int64_t to);
};

/* A row of this rule that stands in the way of `want` slots more from the pool. */
typedef struct tp_levering tp_levering;
struct tp_levering {
    const tp_case *c;
    int64_t want;
    int64_t own, closing; /* of the pool in the answer: own slots, balance; 0 if it has none */
    /* Proposes the knob, turned by steps, or (step's sign kept) to `target` at once; -1: by
     * steps. */
    tp_status (*turn)(tp_levering *l, tp_knob_kind kind, int32_t subject, int64_t step,
                      int64_t target);
    const tp_knob *knobs;
    size_t n_knobs;
};

#endif
