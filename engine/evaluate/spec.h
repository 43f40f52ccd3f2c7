/* The evaluation file: what is scored, how it is weighed, what follows from it.
 *
 * Reading it yields a flat tree of indicators with every group's weights settled. All faults are
 * diagnostics with file:line:column; reading goes on after one. Source:
 * engine/evaluate/EVALUATION.md.
 *
 * Shape: indicators[0] is the root group (id "root"); children follow their parent, in file order;
 * individual leaves (the X of 1+X) come last.
 * Units: points, weights, shares in millionths; points run from 0 to 100.
 * Owns: everything lives in the arena given to tp_spec_read. */
#ifndef TP_EVALUATE_SPEC_H
#define TP_EVALUATE_SPEC_H

#include "base/ids.h"
#include "evaluate/ahp.h"
#include "read/schema.h"

#define TP_POINTS_MOST (100 * TP_DEC_ONE)
#define TP_EVALUATION_SCHEMA "turnpool.evaluation/1"

typedef enum tp_leaf_kind { TP_LEAF_MENU, TP_LEAF_POINTS, TP_LEAF_BANDS } tp_leaf_kind;

typedef struct tp_menu_option {
    const char *label;
    tp_dec score;
} tp_menu_option;

typedef struct tp_band {
    tp_dec at_least, score;
    tp_pos pos;
} tp_band;

typedef struct tp_indicator {
    const char *id;
    tp_words name;  /* falls back to id */
    int32_t parent; /* TP_ID_NONE for the root */
    bool leaf;
    tp_leaf_kind kind;
    tp_menu_option *options;
    size_t n_options;
    tp_band *bands; /* at_least descending */
    size_t n_bands;
    int32_t individual; /* index of the individual entry that adds it; TP_ID_NONE: common */
    /* Relative to its siblings (millionths if direct, 10⁻¹² if by AHP, 1 if equal); for an
     * individual leaf that is `fixed` its share of the whole group, in millionths. */
    int64_t weight;
    bool fixed;
    tp_pos pos;
} tp_indicator;

/* How a group weighs its common children. */
typedef enum tp_weighing { TP_WEIGHED_EQUALLY, TP_WEIGHED_DIRECTLY, TP_WEIGHED_BY_AHP } tp_weighing;

typedef struct tp_group {
    int32_t indicator;
    tp_weighing weighing;
    tp_ahp ahp;                 /* by AHP */
    int32_t order[TP_AHP_MOST]; /* indicators in the matrix's order */
    tp_judgement upper[TP_AHP_PAIRS];
    tp_pos pos;
} tp_group;

/* Which units an entry speaks of: all attributes given must match; none given matches all. */
typedef struct tp_unit_where {
    tp_texts unit, kind, system, level, region, parent;
    tp_pos pos;
} tp_unit_where;

typedef struct tp_individual {
    tp_unit_where where;
    int32_t leaf; /* indicator; TP_ID_NONE if faulty */
    tp_pos pos;
} tp_individual;

typedef struct tp_template {
    tp_unit_where where;
    int32_t *omit; /* indicators, leaves or whole groups */
    size_t n_omit;
    tp_pos pos;
} tp_template;

/* What units hand in so that they can be scored, and what it bears on. */
typedef struct tp_material {
    const char *name;
    tp_unit_where where;
    int32_t *bears_on; /* indicators, leaves or whole groups; none: all */
    size_t n_bears_on;
    tp_pos pos;
} tp_material;

typedef struct tp_grade_rule {
    const char *grade;
    tp_dec at_least;
    tp_dec quota; /* TP_DEC_NONE: none */
    tp_pos pos;
} tp_grade_rule;

typedef struct tp_source_rule {
    const char *id;
    tp_dec weight;
} tp_source_rule;

typedef struct tp_deduction_rules {
    tp_dec overdue_rectification, open_issue;
    tp_dec at_most; /* TP_DEC_NONE: no ceiling */
} tp_deduction_rules;

typedef struct tp_saturation_rules {
    bool present;
    tp_dec days_per_year, hours_per_day;
    tp_dec low, high; /* TP_DEC_NONE: not stated */
    tp_dec target;    /* what the implied need aims at: `target`, else `high`, else 1 */
    tp_pos pos;
} tp_saturation_rules;

typedef enum tp_incomplete { TP_INCOMPLETE_REPORT, TP_INCOMPLETE_RENORMALISE } tp_incomplete;

typedef struct tp_spec {
    tp_arena *arena;
    const char *path; /* as the user named it */
    const char *data; /* of the evidence, relative to the file's directory */
    tp_words title;
    tp_date evaluated_on;
    const tp_node *root;
    tp_ids *ids; /* indicator ids; id = index */
    tp_indicator *indicators;
    int32_t n_indicators;
    int32_t n_common; /* individual leaves are indicators[n_common …] */
    tp_group *groups; /* every group, in file order */
    size_t n_groups;
    tp_individual *individuals;
    size_t n_individuals;
    tp_template *templates;
    size_t n_templates;
    tp_material *materials; /* no part of what is computed, nor of its identity */
    size_t n_materials;
    tp_dec max_consistency_ratio;
    tp_source_rule *sources; /* empty: none stated, all count alike */
    size_t n_sources;
    tp_deduction_rules deductions;
    tp_grade_rule *grades; /* at_least descending; the last takes everything */
    size_t n_grades;
    tp_saturation_rules saturation;
    tp_incomplete incomplete;
} tp_spec;

/* TP_E_INPUT with diagnostics if there is any error; *out is then still set as far as it could be
 * read (so that evidence can be checked as well), or NULL if nothing could. */
tp_status tp_spec_read(tp_spec **out, tp_arena *arena, const char *path, tp_diags *diags,
                       tp_err *err);

/* The schema of the file, for JSON Schema and the reference page. */
extern const tp_schema tp_evaluation_schema;

int32_t tp_spec_indicator(const tp_spec *spec, const char *id); /* TP_ID_NONE: unknown */
extern const tp_words tp_weighing_words[3];

/* A file of one judgement matrix alone ({order, upper, max_consistency_ratio}), for `turnpool
 * ahp`; an evaluation file is accepted too: then every group weighed by AHP is read. Judgements
 * whose CR is too high are no error here. */
typedef struct tp_matrix {
    const char *name; /* of the group; NULL: a file of one matrix */
    const char **criteria;
    tp_judgement *upper;
    tp_ahp ahp;
    tp_pos pos;
} tp_matrix;
typedef struct tp_matrices {
    tp_matrix *items;
    size_t count;
    tp_dec max_consistency_ratio;
} tp_matrices;
tp_status tp_matrices_read(tp_matrices *out, tp_arena *arena, const char *path, tp_diags *diags,
                           tp_err *err);
extern const tp_schema tp_matrix_schema;

#endif
