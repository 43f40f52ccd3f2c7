/* A dataset as it stands once units are merged and slots have changed hands: a view of another one,
 * with lines more where somebody gets a category he had none of.
 *
 * Units and lines stay, if with nothing left; demands keep their index and go with their line.
 * Owns: the view and what it changes live in the arena, the rest is shared with `before`, which
 * must outlive it. Source: models/README.md, 12 Reorganisation. */
#ifndef TP_DOMAIN_REGROUP_H
#define TP_DOMAIN_REGROUP_H

#include "domain/dataset.h"

typedef struct tp_regrouping tp_regrouping;

/* A line that must be there. */
typedef struct tp_regroup_line {
    int32_t unit, category; /* category: id in names */
    tp_pos pos;             /* of a new one */
} tp_regroup_line;

/* `wanted` is sorted by this; those that are there already, or stand twice, do no harm. */
tp_status tp_regroup_start(tp_regrouping **out, const tp_dataset *before, tp_regroup_line *wanted,
                           size_t count, tp_arena *arena, tp_err *err);
/* The view, with every move so far in the lines' figures; what belongs to lines and units, and who
 * is under whom, stands as it was until tp_regroup_end. */
const tp_dataset *tp_regroup_now(const tp_regrouping *r);
/* The line of the view; TP_ID_NONE: not there. */
int32_t tp_regroup_find(const tp_regrouping *r, int32_t unit, int32_t category);
/* Figures are the caller's to have checked: nothing falls below 0. Standards and caps of a whole
 * line are added where both lines state one; one that only one of two lines with anything in it
 * states is gone. */
tp_status tp_regroup_move(tp_regrouping *r, const tp_regroup *move, tp_err *err);
/* The unit's issues, and the units under it, go to another. */
void tp_regroup_unit(tp_regrouping *r, int32_t from, int32_t to);
tp_status tp_regroup_end(tp_regrouping *r, const tp_dataset **out, tp_err *err);

#endif
