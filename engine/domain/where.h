/* Filters: which lines or demands a rule speaks of. Source: scenarios/SCENARIO.md, `where`.
 *
 * A filter is a map from attribute to a value or list, plus saturation_below; all must match; {}
 * matches all. An attribute the unit does not have does not match. */
#ifndef TP_DOMAIN_WHERE_H
#define TP_DOMAIN_WHERE_H

#include "domain/dataset.h"
#include "read/schema.h"

typedef enum tp_attribute {
    TP_AT_UNIT,
    TP_AT_KIND,
    TP_AT_SYSTEM,
    TP_AT_LEVEL,
    TP_AT_REGION,
    TP_AT_PARENT,
    TP_AT_CATEGORY,
    TP_AT_GRADE,
    TP_AT_SECTOR,
    TP_AT_CLASS,
    TP_ATTRIBUTES
} tp_attribute;

/* As read from a scenario: the schema tp_where_schema fills it (TP_T_STRUCT or list element).
 * tp_where_line_schema is the same without sector and class, for rules that select lines. */
typedef struct tp_where {
    bool present;
    tp_pos pos;
    tp_texts values[TP_ATTRIBUTES];
    tp_dec saturation_below; /* TP_DEC_NONE: none */
    const tp_node *node;     /* as written, for the positions of values; NULL if not from a file */
} tp_where;

extern const tp_schema tp_where_schema, tp_where_line_schema;
extern const char *const tp_attribute_names[TP_ATTRIBUTES];
extern const tp_words tp_attribute_words[TP_ATTRIBUTES];

/* Bound to one dataset and date: values resolved to ids once, matching is a few compares. */
typedef struct tp_filter tp_filter;

/* Values no unit has are reported as warnings at their position (with the closest known value). */
tp_status tp_filter_create(tp_filter **out, tp_arena *arena, const tp_where *where,
                           const tp_dataset *data, tp_date as_of, tp_diags *diags, tp_err *err);
bool tp_filter_line(const tp_filter *filter, int32_t line);
bool tp_filter_demand(const tp_filter *filter, int32_t demand);
/* Does it name sector or class, so that it selects demands and not whole lines? */
bool tp_filter_selects_demands(const tp_filter *filter);
/* A row of limits.csv as a tp_where (texts borrowed from the dataset's arena). */
tp_status tp_where_of_limit(tp_where *out, const tp_limit_row *row, tp_arena *arena, tp_err *err);

#endif
