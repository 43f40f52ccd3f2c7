/* Classes of units: which leaves a unit has, and what each weighs in its whole.
 *
 * A class is a template (the first whose `where` matches, or none) and a set of individual leaves.
 * Within a group an individual leaf with a stated weight holds that share of the group; the other
 * children share the rest in proportion to their weights among those the class has. A group left
 * without children is left out itself. A leaf that weighs nothing is not part of the whole.
 *
 * Weights are exact fractions of the whole and sum to 1 over the leaves of a class.
 * Owns: everything lives in the arena given. */
#ifndef TP_EVALUATE_CLASSES_H
#define TP_EVALUATE_CLASSES_H

#include "evaluate/evidence.h"
#include "evaluate/exact.h"

typedef struct tp_class_leaf {
    int32_t leaf; /* indicator */
    tp_ratio weight;
} tp_class_leaf;

typedef struct tp_class {
    int32_t template_index; /* TP_ID_NONE: none */
    int32_t *individuals;   /* ascending */
    size_t n_individuals;
    tp_class_leaf *leaves; /* by indicator, ascending */
    size_t n_leaves;
} tp_class;

typedef struct tp_classes {
    tp_class *items;
    size_t count;
    int32_t *of_unit; /* [n_units] */
} tp_classes;

/* Faults (individual leaves that take more than their group, unknown units) are diagnostics. */
tp_status tp_classes_build(tp_classes *out, const tp_spec *spec, const tp_dataset *data,
                           tp_arena *arena, tp_diags *diags, tp_err *err);

/* Does the entry speak of the unit? */
bool tp_unit_where_matches(const tp_unit_where *where, const tp_dataset *data, int32_t unit);

/* The leaves of a class less those marked absent (by position in the class), renormalised as if
 * they had been omitted. *n = 0 if nothing is left. `out` holds n_leaves elements. */
tp_status tp_class_without(tp_class_leaf *out, size_t *n, const tp_spec *spec, const tp_class *base,
                           const bool *absent, tp_arena *scratch, tp_err *err);

#endif
