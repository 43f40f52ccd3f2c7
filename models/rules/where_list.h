/* A rule's list of filters, any of which may match a line. */
#ifndef TP_MODELS_RULES_WHERE_LIST_H
#define TP_MODELS_RULES_WHERE_LIST_H

#include "models/rule.h"

typedef struct tp_where_list {
    size_t count;
    tp_filter **filters;
    const tp_where *stated;
} tp_where_list;

/* *out stays NULL for an empty list. */
tp_status tp_where_list_bind(tp_where_list **out, tp_binding *b, const tp_list *list,
                             tp_diags *diags, tp_err *err);
/* The first filter that matches, NULL if none (or the list is NULL). */
const tp_where *tp_where_list_match(const tp_where_list *list, int32_t line);

#endif
