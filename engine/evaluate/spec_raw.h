/* The evaluation file as its schema tables fill it, before the tree is made flat and checked as a
 * whole. Internal to evaluate/. */
#ifndef TP_EVALUATE_SPEC_RAW_H
#define TP_EVALUATE_SPEC_RAW_H

#include "evaluate/spec.h"

typedef struct tp_raw_indicator {
    const char *id;
    tp_words name;
    int kind; /* tp_leaf_kind; -1: not stated */
    const tp_node *options;
    tp_list bands;    /* tp_band */
    tp_list children; /* tp_raw_indicator */
    tp_pos pos;
} tp_raw_indicator;

typedef struct tp_raw_individual {
    tp_unit_where where;
    const char *under;
    tp_raw_indicator leaf;
    tp_dec weight;
    tp_pos pos;
} tp_raw_individual;

typedef struct tp_raw_template {
    tp_unit_where where;
    tp_texts omit;
    tp_pos pos;
} tp_raw_template;

typedef struct tp_raw_material {
    const char *name;
    tp_unit_where where;
    tp_texts bears_on;
    tp_pos pos;
} tp_raw_material;

typedef struct tp_raw_ahp {
    bool present;
    tp_texts order;
    const tp_node *upper;
    tp_pos pos;
} tp_raw_ahp;

typedef struct tp_raw_weights {
    const char *group;
    const tp_node *direct;
    tp_raw_ahp ahp;
    tp_pos pos;
} tp_raw_weights;

typedef struct tp_raw_spec {
    int schema;
    tp_words title;
    tp_date evaluated_on;
    const char *data;
    tp_list indicators;  /* tp_raw_indicator */
    tp_list individuals; /* tp_raw_individual */
    tp_list templates;   /* tp_raw_template */
    tp_list materials;   /* tp_raw_material */
    tp_list weights;     /* tp_raw_weights */
    tp_dec max_consistency_ratio;
    const tp_node *sources;
    tp_deduction_rules deductions;
    tp_list grades; /* tp_grade_rule */
    const tp_node *quota;
    tp_saturation_rules saturation;
    int incomplete;
} tp_raw_spec;

/* A file of one judgement matrix. */
typedef struct tp_raw_matrix {
    tp_raw_ahp ahp;
    tp_dec max_consistency_ratio;
} tp_raw_matrix;

/* What reading carries along. */
typedef struct tp_spec_reader {
    tp_spec *spec;
    tp_arena *arena;
    tp_diags *diags;
    tp_err *err;
    const tp_raw_spec *raw;
    size_t capacity; /* of spec->indicators */
    bool tolerate;   /* a CR above the limit is no error */
} tp_spec_reader;

/* Indicators and individual leaves into the flat tree (spec_tree.c). */
tp_status tp_spec_flatten(tp_spec_reader *reader);
/* Every group's weights (spec_weights.c). */
tp_status tp_spec_weigh(tp_spec_reader *reader);
/* The upper triangle of a judgement matrix of n criteria; *ok: no fault found. */
tp_status tp_spec_upper(tp_judgement *upper, int n, const tp_node *node, const tp_raw_ahp *ahp,
                        tp_diags *diags, bool *ok);
/* A decimal of a node the schema left unread; faults are diagnostics. `what` names it. */
bool tp_spec_dec(tp_dec *out, const tp_node *node, tp_dec least, tp_dec most, const char *what,
                 tp_diags *diags);
/* An unknown indicator id: the message, with the closest known one. */
void tp_spec_unknown(const tp_spec *spec, tp_diags *diags, tp_pos pos, const char *id);

extern const tp_schema tp_raw_ahp_schema;

#endif
