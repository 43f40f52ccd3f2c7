/* From a file the user names to one tree: extends, families, settings. Internal to domain/.
 *
 * Merging makes new maps and shares what it does not change; nodes keep the place they came
 * from. */
#ifndef TP_DOMAIN_SCENARIO_RESOLVE_H
#define TP_DOMAIN_SCENARIO_RESOLVE_H

#include "domain/scenario.h"

typedef struct tp_resolver {
    tp_arena *arena;
    tp_diags *diags;
    tp_err *err;
    const tp_schema_set *tables; /* what fragments are checked against */
    size_t files;                /* read so far */
    struct tp_applied *applied;  /* files applied so far, innermost first */
    bool judged;                 /* nulls of what is merged are judged elsewhere */
    bool broken;                 /* a document was not usable: the tree is not worth checking */
} tp_resolver;

/* FILE#NAME split at the last '#'; a file whose name holds the '#' is taken as it is. */
typedef struct tp_scenario_target {
    const char *file;
    const char *variant; /* NULL: none */
} tp_scenario_target;
tp_status tp_scenario_target_of(tp_scenario_target *out, const char *text, tp_arena *arena,
                                tp_err *err);

/* `path` as stated in `file`: relative paths are relative to the file's directory. NULL: memory. */
const char *tp_scenario_path_beside(tp_arena *arena, const char *file, const char *path);

/* Reads a target with everything it extends. *out is NULL if the document could not be read; other
 * errors are in the diagnostics (the status is TP_OK then, too: the caller counts them). */
tp_status tp_resolve_target(tp_resolver *r, const tp_scenario_target *target, tp_node **out);

/* base overridden by over (both maps): maps key by key, the rest replaces, `name+` appends to a
 * list, null removes. base NULL: over with its `+` settled. Nulls stay in the result, so that their
 * keys are checked as well; those that took something away are marked (`removes`). NULL: memory. */
tp_node *tp_scenario_merge(tp_resolver *r, const tp_node *base, const tp_node *over);
/* Warns of a key without a value, where there is nothing it could remove. */
void tp_scenario_tell_empty(tp_resolver *r, const tp_node *node);
/* The tree without its nulls. NULL: memory is out. */
tp_node *tp_scenario_settle(tp_resolver *r, const tp_node *node);
/* The same without interpreting nulls and `+`: for fragments, which are applied only later. */
tp_node *tp_scenario_merge_raw(tp_resolver *r, const tp_node *base, const tp_node *over);
/* The map with the member replaced or added, or without it. NULL: memory is out. */
tp_node *tp_scenario_with(tp_resolver *r, const tp_node *map, tp_node *member);
tp_node *tp_scenario_without(tp_resolver *r, const tp_node *map, const char *key);

/* Dotted keys of the root and of the fragments of `overrides` as nested maps. Duplicates are
 * diagnostics. NULL: memory is out. */
tp_node *tp_scenario_expand_dotted(tp_resolver *r, tp_node *root);

/* Applies the combination (or the single fragment) named by the target's variant; without variant
 * only the family's keys are taken away. *out is NULL after an error in the diagnostics. */
tp_status tp_resolve_family(tp_resolver *r, const tp_scenario_target *target, const tp_node *root,
                            tp_node **out);
/* Checks every fragment and combination of the family, whether used or not. */
tp_status tp_resolve_check_family(tp_resolver *r, const tp_node *root);

/* Puts the positions of tp_scenario_origins back into a tree read from the canonical text. */
bool tp_scenario_place(tp_arena *arena, tp_node *root, const char *origins);

/* Applies one --set. */
tp_status tp_resolve_setting(tp_resolver *r, const tp_node *root, const tp_setting *setting,
                             tp_node **out);
/* Puts one figure in its place. */
tp_status tp_resolve_figure(tp_resolver *r, const tp_node *root, const tp_scenario_figure *figure,
                            tp_node **out);

#endif
